#include "lib/tz/time_zone.h"

#include <date/tz.h>
#include <exception>

namespace stint {
namespace {

namespace chr = std::chrono;

const date::time_zone* as_zone(const void* zone) {
  return static_cast<const date::time_zone*>(zone);
}

}  // namespace

Result<TimeZone> TimeZone::find(std::string_view name) {
  TimeZone zone;
  if (name == "UTC" || name == "Etc/UTC" || name == "Z") return zone;
  try {
    zone.zone_ = date::locate_zone(std::string{name});
    return zone;
  } catch (const std::exception&) {
    return fail(ErrorCode::usage, "unknown time zone \"" + std::string{name} + "\"", {},
                "use an IANA name such as Europe/Berlin or America/New_York");
  }
}

std::string TimeZone::name() const {
  return zone_ == nullptr ? "UTC" : as_zone(zone_)->name();
}

chr::local_time<Milliseconds> TimeZone::local(Instant instant) const {
  Milliseconds offset{0};
  if (zone_ != nullptr) offset = as_zone(zone_)->get_info(instant).offset;
  return chr::local_time<Milliseconds>{instant.time_since_epoch() + offset};
}

TimeZone::Offset TimeZone::offset(Instant instant) const {
  if (zone_ == nullptr) return {};
  const date::sys_info info = as_zone(zone_)->get_info(instant);
  // The last offset lasts until a year that milliseconds cannot count to.
  constexpr auto kLatest = chr::floor<chr::seconds>(Instant::max());
  return {info.offset, info.end < kLatest ? Instant{info.end} : Instant::max()};
}

Day TimeZone::day_of(Instant instant) const {
  return chr::floor<chr::days>(local(instant));
}

Instant TimeZone::instant_of(chr::local_time<Milliseconds> local_time) const {
  const Instant as_utc{local_time.time_since_epoch()};
  if (zone_ == nullptr) return as_utc;
  const auto info = as_zone(zone_)->get_info(date::local_time<Milliseconds>{local_time.time_since_epoch()});
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return as_utc - info.first.offset;
}

}  // namespace stint
