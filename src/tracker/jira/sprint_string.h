// Sprints as Jira Data Center writes them into issues:
//   com.atlassian.greenhopper.service.sprint.Sprint@1a2b3c[id=5,rapidViewId=3,state=CLOSED,name=Team, A
//   [x]=y, startDate=2024-01-01T09:00:00.000+01:00,endDate=…,completeDate=<null>,sequence=5,goal=a, b=c]
// Nothing in it is escaped: names and goals hold commas, brackets and equals signs, and the order of the keys
// depends on the version.
#pragma once

#include <string_view>

#include "base/result.h"
#include "tracker/model.h"

namespace stint::tracker::jira {

// Whether `text` is meant to be such a string (it may still be damaged).
[[nodiscard]] bool is_sprint_string(std::string_view text);

// The sprint; `board_id` is the board it was made on. Linear in the text.
//
// A key counts only where its value has the right shape (a number, a state, a date or <null>), and the keys
// around a name or goal win over the same keys inside it: what stands before the first text is taken as it
// is, and behind a text the keys are taken from its end backwards until one comes again. So only a text that
// holds the other's key (a name with ",goal=" in it) is read wrongly.
//
// Errors (ErrorCode::usage): no such string, cut off before its closing bracket, no id.
[[nodiscard]] Result<Sprint> parse_sprint_string(std::string_view text);

}  // namespace stint::tracker::jira
