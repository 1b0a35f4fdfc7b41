// Things that happened to issues: what one is, and the columns that keep them by the million.
#pragma once

#include <bit>
#include <cstdint>
#include <iterator>
#include <limits>
#include <ranges>
#include <utility>

#include "base/instant.h"
#include "history/column.h"

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
  std::uint64_t payload = 0;

  [[nodiscard]] Index from() const { return static_cast<Index>(payload >> 32U); }
  [[nodiscard]] Index to() const { return static_cast<Index>(payload); }
  [[nodiscard]] double value() const { return std::bit_cast<double>(payload); }
};

[[nodiscard]] constexpr std::uint64_t from_to(Index from, Index to) {
  return static_cast<std::uint64_t>(from) << 32U | to;
}

inline constexpr double kNoEstimate = std::numeric_limits<double>::quiet_NaN();

// One column per member of an event, 22 bytes each in all.
struct EventColumns {
  Column<Instant> at;
  Column<std::uint64_t> payload;
  Column<Index> author;
  Column<std::uint16_t> what;  // the kind, and kHuman and kSynthetic

  static constexpr std::uint16_t kKind = 0xff;
  static constexpr std::uint16_t kHuman = 0x100;
  static constexpr std::uint16_t kSynthetic = 0x200;

  [[nodiscard]] std::size_t size() const { return at.size(); }
  [[nodiscard]] EventKind kind(std::size_t i) const { return static_cast<EventKind>(what[i] & kKind); }
  [[nodiscard]] Event operator[](std::size_t i) const {
    const std::uint16_t bits = what[i];
    return {at[i],
            author[i],
            static_cast<EventKind>(bits & kKind),
            (bits & kHuman) != 0,
            (bits & kSynthetic) != 0,
            payload[i]};
  }
  [[nodiscard]] static std::uint16_t what_of(const Event& event) {
    const unsigned bits = static_cast<unsigned>(event.kind) | (event.human ? unsigned{kHuman} : 0U) |
                          (event.synthetic ? unsigned{kSynthetic} : 0U);
    return static_cast<std::uint16_t>(bits);
  }
  void append(const Event& event) {
    at.append(event.at);
    payload.append(event.payload);
    author.append(event.author);
    what.append(what_of(event));
  }
};

// The events of one issue, in their order. Yields values: nothing to point at. Valid while the dataset is
// neither changed nor gone.
class EventView {
 public:
  class Iterator {
   public:
    using iterator_concept = std::random_access_iterator_tag;
    using iterator_category = std::input_iterator_tag;
    using value_type = Event;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(const EventColumns* columns, std::size_t i) : columns_(columns), i_(i) {}

    Event operator*() const { return (*columns_)[i_]; }
    Event operator[](difference_type n) const { return *(*this + n); }
    Iterator& operator++() { return *this += 1; }
    Iterator operator++(int) { return std::exchange(*this, *this + 1); }
    Iterator& operator--() { return *this -= 1; }
    Iterator operator--(int) { return std::exchange(*this, *this - 1); }
    Iterator& operator+=(difference_type n) {
      i_ = static_cast<std::size_t>(static_cast<difference_type>(i_) + n);
      return *this;
    }
    Iterator& operator-=(difference_type n) { return *this += -n; }
    friend Iterator operator+(Iterator it, difference_type n) { return it += n; }
    friend Iterator operator+(difference_type n, Iterator it) { return it += n; }
    friend Iterator operator-(Iterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) {
      return static_cast<difference_type>(a.i_) - static_cast<difference_type>(b.i_);
    }
    bool operator==(const Iterator& other) const { return i_ == other.i_; }
    auto operator<=>(const Iterator& other) const { return i_ <=> other.i_; }

   private:
    const EventColumns* columns_ = nullptr;
    std::size_t i_ = 0;
  };

  EventView(const EventColumns& columns, std::size_t first, std::size_t count)
      : columns_(&columns), first_(first), count_(count) {}

  [[nodiscard]] Iterator begin() const { return {columns_, first_}; }
  [[nodiscard]] Iterator end() const { return {columns_, first_ + count_}; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] Event operator[](std::size_t i) const { return (*columns_)[first_ + i]; }
  [[nodiscard]] Event back() const { return (*this)[count_ - 1]; }

 private:
  const EventColumns* columns_;
  std::size_t first_;
  std::size_t count_;
};

}  // namespace stint::history

template <>
inline constexpr bool std::ranges::enable_view<stint::history::EventView> = true;
