// Making issues whole: Jira gives only a part of long changelogs and comment lists along with an issue.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/site.h"
#include "tracker/reading.h"

namespace stint::tracker::jira {

// An issue as far as it has come.
struct Draft {
  tracker::IssueRecord record;
  std::int64_t comments = 0;  // that the tracker says there are
};

// What issues are asked for with: every field but those that are long and of no use here.
[[nodiscard]] const JsonDocument& issue_fields();
// The same for a URL.
[[nodiscard]] std::string issue_query();

// The mark of an issue that was changed at that time.
[[nodiscard]] std::string mark_of(Instant updated);

[[nodiscard]] Result<Draft> read_draft(json::Value issue, const FieldNames& fields);

// What its texts are wanted for: see read_text_for_editing().
enum class Texts : std::uint8_t { for_reading, for_editing };

// The issue of that id or key, as far as it comes in one answer.
[[nodiscard]] std::expected<Draft, RestFault> get_draft(Site& site, std::string_view issue,
                                                        const FieldNames& fields,
                                                        Texts texts = Texts::for_reading);

// Fetches what is missing. What does not come is told in `unreadable`, and its issue left without a mark, so
// that it is read again.
void complete(Site& site, std::vector<Draft>& drafts, std::vector<Unreadable>& unreadable);

}  // namespace stint::tracker::jira
