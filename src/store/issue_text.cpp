#include "store/issue_text.h"

namespace stint::store {

Result<std::optional<IssueText>> read_issue_text(sqlite::Database& database, std::string_view key) {
  STINT_ASSIGN(rows, database.prepare(
                         "SELECT issue.priority, issue.description, issue.acceptance_criteria, issue.labels, "
                         "issue.components, issue.fix_versions, issue.links, site.url, "
                         "(SELECT count(*) FROM comment WHERE comment.issue = issue.ref) "
                         "FROM issue JOIN site ON site.id = issue.site WHERE issue.key = ?1 LIMIT 1"));
  rows.bind(1, key);
  STINT_ASSIGN(found, rows.step());
  if (!found) return std::optional<IssueText>{};
  const auto text = [&](int column) { return std::string{rows.text(column)}; };
  return std::optional{
      IssueText{text(0), text(1), text(2), text(3), text(4), text(5), text(6), text(7), rows.integer(8)}};
}

}  // namespace stint::store
