// Cuts a calendar's text into its events, and each event down to what tells its days.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::ical {

struct EventText {
  std::string text;  // a VEVENT with only the properties that tell its days
  int line = 0;      // of its BEGIN, from 1
};

// One event after another. Descriptions, alarms and everything outside of events never reach the parser.
class EventReader {
 public:
  explicit EventReader(std::string_view text);

  // Nothing at the end. ErrorCode::usage with "line N" when the text is no calendar, or ends too early.
  [[nodiscard]] Result<std::optional<EventText>> next();

 private:
  [[nodiscard]] std::optional<std::string_view> next_line();

  std::string_view rest_;
  int line_ = 0;
  int depth_ = 0;  // of components around the current line
};

}  // namespace stint::ical
