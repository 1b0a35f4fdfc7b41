#include "trackers/told_issues.h"

#include <algorithm>
#include <tuple>

namespace stint::test {

tracker::Issue without_order(tracker::Issue issue) {
  for (tracker::Change& change : issue.changes) change.position = 0;
  std::ranges::sort(issue.changes, {}, [](const tracker::Change& change) {
    return std::make_tuple(change.at, change.history_id, change.field_id, change.field, change.from,
                           change.from_text, change.to, change.to_text);
  });
  std::ranges::sort(issue.links, {}, [](const tracker::Link& link) {
    return std::make_tuple(link.type, link.wording, link.other_id);
  });
  std::ranges::sort(issue.comments, {},
                    [](const tracker::Comment& comment) { return std::make_tuple(comment.at, comment.id); });
  // Neither tracker says how many entries there are.
  issue.history_total = 0;
  return issue;
}

}  // namespace stint::test
