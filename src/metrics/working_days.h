// The working days of a span of time, numbered from 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/instant.h"
#include "metrics/working_calendar.h"

namespace stint::metrics {

class WorkingDays {
 public:
  // Those from `first` on, before `end`.
  WorkingDays(Day first, Day end, const WorkingCalendar& calendar) : first_(first) {
    for (Day day = first; day < end; day += std::chrono::days{1}) {
      before_.push_back(static_cast<std::uint32_t>(days_.size()));
      if (calendar.works(day)) days_.push_back(day);
    }
    before_.push_back(static_cast<std::uint32_t>(days_.size()));
  }

  [[nodiscard]] std::size_t size() const { return days_.size(); }
  [[nodiscard]] Day operator[](std::size_t number) const { return days_[number]; }
  // How many lie before that day.
  [[nodiscard]] std::size_t before(Day day) const {
    if (day <= first_) return 0;
    const auto offset = static_cast<std::size_t>((day - first_).count());
    return offset < before_.size() ? before_[offset] : days_.size();
  }
  // The number of the day, or of the last working day before it; what is finished on a weekend was Friday's
  // work. 0 before the first.
  [[nodiscard]] std::size_t at_or_before(Day day) const {
    const std::size_t count = before(day + std::chrono::days{1});
    return count == 0 ? 0 : count - 1;
  }

 private:
  Day first_;
  std::vector<Day> days_;
  std::vector<std::uint32_t> before_;  // by days since the first
};

}  // namespace stint::metrics
