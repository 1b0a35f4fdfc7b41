// IANA time zones, from the system's own database.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace stint {

// Value type, cheap to copy; safe to use from several threads.
class TimeZone {
 public:
  // UTC.
  TimeZone() = default;
  // "Europe/Berlin"; an unknown name is ErrorCode::usage.
  [[nodiscard]] static Result<TimeZone> find(std::string_view name);

  [[nodiscard]] std::string name() const;
  // The calendar day that `instant` falls on here.
  [[nodiscard]] Day day_of(Instant instant) const;
  // The local wall-clock time of `instant`.
  [[nodiscard]] std::chrono::local_time<Milliseconds> local(Instant instant) const;
  // How far the clocks are ahead of UTC at `instant`, and the instant from which they may be otherwise.
  struct Offset {
    Milliseconds ahead{0};
    Instant until = Instant::max();
  };
  [[nodiscard]] Offset offset(Instant instant) const;
  // The instant of a local time; the earlier one where clocks are set back, the first valid one after a gap.
  [[nodiscard]] Instant instant_of(std::chrono::local_time<Milliseconds> local) const;

 private:
  const void* zone_ = nullptr;  // date::time_zone, owned by the database for the process's life; null: UTC
};

}  // namespace stint
