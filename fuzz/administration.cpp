// What administrators send as JSON: schedules, rules, channels. Whatever is taken can be shown and read
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jobs/alerts/rule.h"
#include "jobs/schedule/schedule.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto rule = stint::jobs::rule_from_json(text)) {
    const auto again = stint::jobs::rule_from_json(stint::to_line(stint::jobs::to_json(*rule)));
    if (!again || again->name != rule->name) std::abort();
  }
  if (const auto schedule = stint::jobs::schedule_from_json(text)) {
    static_cast<void>(stint::jobs::to_json(*schedule, stint::TimeZone{}, stint::from_epoch_ms(0)));
  }
  return 0;
}
