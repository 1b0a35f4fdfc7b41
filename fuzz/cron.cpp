// Times that come again and again, as people write them.
#include "jobs/schedule/cron.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jobs/schedule/next_time.h"
#include "jobs/schedule/words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto cron = stint::jobs::CronExpression::parse(text);
  if (!cron) return 0;
  // What was understood is understood again, as the same.
  const auto again = stint::jobs::CronExpression::parse(cron->text());
  if (!again || again->minutes() != cron->minutes() || again->weekdays() != cron->weekdays()) std::abort();
  if (stint::jobs::in_words(*cron).empty()) std::abort();
  const stint::Instant begin = stint::from_epoch_ms(1'700'000'000'000);
  const auto next = stint::jobs::next_after(*cron, stint::TimeZone{}, begin);
  if (next && *next <= begin) std::abort();
  return 0;
}
