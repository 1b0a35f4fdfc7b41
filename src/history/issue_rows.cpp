#include "history/issue_rows.h"

#include <algorithm>

#include "history/flag_reason.h"
#include "history/names.h"
#include "lib/simdjson/json.h"
#include "store/encoding.h"

namespace stint::history {
namespace {

constexpr std::string_view kIssues = R"sql(
SELECT i.ref, i.site, i.id, i.key, i.project_key, i.type, i.subtask, i.epic, i.status_id, i.resolution,
  i.created_at, i.updated_at, i.assignee, i.parent_id, i.parent_key, i.flagged, i.criteria, i.numbers, i.sprints,
  i.labels, i.affected_versions, i.links, i.has_history, i.history_total, i.summary, i.environment,
  changelog.changes, i.components, i.reporter
FROM issue AS i LEFT JOIN changelog ON changelog.issue = i.ref
WHERE i.ref BETWEEN ?1 AND ?2 ORDER BY i.ref
)sql";

constexpr std::string_view kComments =
    "SELECT issue, at, author, body FROM comment WHERE issue BETWEEN ?1 AND ?2 ORDER BY issue, at, id";

// Turns rows into issues, reusing memory from row to row.
class RowReader {
 public:
  RowReader(sqlite::Statement issues, sqlite::Statement comments, const Overrides& overrides)
      : issues_(std::move(issues)), comments_(std::move(comments)), overrides_(overrides) {}

  [[nodiscard]] Outcome read(std::int64_t first, std::int64_t last, DatasetBuilder& builder) {
    issues_.reset();
    comments_.reset();
    issues_.bind(1, first);
    issues_.bind(2, last);
    comments_.bind(1, first);
    comments_.bind(2, last);
    STINT_ASSIGN(has_comment, comments_.step());
    has_comment_ = has_comment;
    for (;;) {
      STINT_ASSIGN(more, issues_.step());
      if (!more) return {};
      STINT_TRY(read_issue());
      STINT_TRY(read_comments());
      builder.add(site_, issue_, criteria_);
    }
  }

 private:
  // Calls `add` with every element of the JSON list in `column`.
  template <class Add>
  [[nodiscard]] Outcome for_each_item(int column, Add add) {
    const std::string_view text = issues_.text(column);
    if (text == "[]") return {};
    STINT_ASSIGN(list, parser_.parse(text));
    for (const json::Value item : list.items()) add(item);
    return {};
  }

  [[nodiscard]] Outcome read_issue() {
    const sqlite::Statement& row = issues_;
    tracker::Issue& issue = issue_;
    ref_ = row.integer(0);
    site_ = row.integer(1);
    issue.id = row.text(2);
    issue.key = row.text(3);
    issue.project_key = row.text(4);
    issue.type = row.text(5);
    issue.subtask = row.integer(6) != 0;
    issue.epic = row.integer(7) != 0;
    issue.status.id = row.text(8);
    issue.resolution = row.text(9);
    issue.created = from_epoch_ms(row.integer(10));
    issue.updated = from_epoch_ms(row.integer(11));
    issue.assignee.id = row.text(12);
    issue.parent_id = row.text(13);
    issue.parent_key = row.text(14);
    issue.flagged = row.integer(15) != 0;
    criteria_ = static_cast<int>(row.integer(16));
    issue.has_history = row.integer(22) != 0;
    issue.history_total = row.integer(23);
    issue.summary = row.text(24);
    issue.numbers.clear();
    if (row.text(17) != "{}") {
      STINT_ASSIGN(numbers, parser_.parse(row.text(17)));
      for (const auto& [field, value] : numbers.members()) {
        issue.numbers.push_back({std::string{field}, value.as_double().value_or(0)});
      }
    }
    issue.sprint_ids.clear();
    STINT_TRY(for_each_item(18, [&](json::Value id) { issue.sprint_ids.emplace_back(id.text()); }));
    issue.links.clear();
    STINT_TRY(for_each_item(21, [&](json::Value link) {
      issue.links.push_back({std::string{link.at(0).text()}, std::string{link.at(1).text()},
                             link.at(2).as_int().value_or(0) != 0, std::string{link.at(3).text()},
                             std::string{link.at(4).text()}});
    }));
    issue.reporter.id = row.text(28);
    issue.components.clear();
    STINT_TRY(for_each_item(27, [&](json::Value name) { issue.components.emplace_back(name.text()); }));
    issue.labels.clear();
    issue.affected_versions.clear();
    issue.environment.clear();
    if (means_bug(issue.type) || overrides_.makes_bug(issue.type)) {
      issue.environment = row.text(25);
      STINT_TRY(for_each_item(19, [&](json::Value label) { issue.labels.emplace_back(label.text()); }));
      STINT_TRY(for_each_item(20, [&](json::Value version) {
        tracker::Version& affected = issue.affected_versions.emplace_back();
        affected.name = version.at(0).text();
        affected.released = version.at(1).as_int().value_or(0) != 0;
        if (auto date = version.at(2).as_int()) affected.release_date = from_epoch_ms(*date);
      }));
    }
    issue.changes.clear();
    if (!row.is_null(26)) STINT_TRY(store::decode_changes(parser_, row.text(26), issue.changes));
    return {};
  }

  [[nodiscard]] Outcome read_comments() {
    issue_.comments.clear();
    while (has_comment_ && comments_.integer(0) <= ref_) {
      if (comments_.integer(0) == ref_) {
        tracker::Comment& comment = issue_.comments.emplace_back();
        comment.at = from_epoch_ms(comments_.integer(1));
        comment.author = comments_.text(2);
        if (is_near_flag(comment.at)) comment.body = comments_.text(3);
      }
      STINT_ASSIGN(more, comments_.step());
      has_comment_ = more;
    }
    return {};
  }

  [[nodiscard]] bool is_near_flag(Instant at) const {
    return std::ranges::any_of(issue_.changes, [&](const tracker::Change& change) {
      return change.field == "Flagged" && at - change.at <= kReasonWindow && change.at - at <= kReasonWindow;
    });
  }

  sqlite::Statement issues_;
  sqlite::Statement comments_;
  const Overrides& overrides_;
  json::Parser parser_;
  tracker::Issue issue_;
  std::int64_t ref_ = 0;
  std::int64_t site_ = 0;
  int criteria_ = 0;
  bool has_comment_ = false;
};

}  // namespace

Outcome read_issues(sqlite::Database& database, const Overrides& overrides, std::span<const RefRange> ranges,
                    DatasetBuilder& builder) {
  STINT_ASSIGN(issues, database.prepare(kIssues));
  STINT_ASSIGN(comments, database.prepare(kComments));
  RowReader reader{std::move(issues), std::move(comments), overrides};
  for (const RefRange& range : ranges) STINT_TRY(reader.read(range.first, range.last, builder));
  return {};
}

}  // namespace stint::history
