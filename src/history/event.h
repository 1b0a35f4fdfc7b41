// One thing that happened to an issue, small enough to keep by the million.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "base/instant.h"

namespace stint::history {

// A position in one of a dataset's tables.
using Index = std::uint32_t;
inline constexpr Index kNone = std::numeric_limits<Index>::max();

enum class EventKind : std::uint8_t {
  status,        // from, to: statuses
  sprint_enter,  // to: the sprint
  sprint_leave,  // from: the sprint
  estimate,      // value: the new estimate, NaN for none
  flag_on,
  flag_off,
  resolution,  // from, to: resolutions, kNone for unresolved
  assignee,    // from, to: people, kNone for nobody
  criteria,    // value: how many acceptance criteria there are now
  comment,
  passive,  // a change nobody works by: rank, remote links
  other,
};

// Events of an issue are sorted by (instant, history entry, position in it). Values that trackers do not log
// at creation stand at the creation instant, with `from` kNone and `synthetic` set.
struct Event {
  Instant at{};
  Index author = kNone;
  EventKind kind = EventKind::other;
  bool human = false;      // made by a person, not a bot; never for synthetic events
  bool synthetic = false;  // worked out, not logged
  std::uint8_t reserved = 0;
  std::uint64_t payload = 0;

  [[nodiscard]] Index from() const { return static_cast<Index>(payload >> 32U); }
  [[nodiscard]] Index to() const { return static_cast<Index>(payload); }
  [[nodiscard]] double value() const { return std::bit_cast<double>(payload); }
};
static_assert(sizeof(Event) == 24);

[[nodiscard]] constexpr std::uint64_t from_to(Index from, Index to) {
  return static_cast<std::uint64_t>(from) << 32U | to;
}

inline constexpr double kNoEstimate = std::numeric_limits<double>::quiet_NaN();

}  // namespace stint::history
