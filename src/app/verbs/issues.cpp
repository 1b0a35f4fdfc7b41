#include <cmath>
#include <ostream>

#include "app/verb.h"
#include "app/views/table.h"
#include "lib/nlohmann/json_document.h"
#include "metrics/blocked.h"
#include "metrics/flow_dates.h"
#include "metrics/intervals.h"
#include "store/store.h"

namespace stint::app {
namespace {

using history::EventKind;
using history::StatusCategory;

// The key that Jira gives a category, whatever the language of its name.
std::string_view category_key(StatusCategory category) {
  switch (category) {
    case StatusCategory::todo:
      return "new";
    case StatusCategory::in_progress:
      return "indeterminate";
    case StatusCategory::done:
      return "done";
    case StatusCategory::unknown:
      return "";
  }
  return "";
}

// An issue as it stood at as-of.
struct Row {
  const history::Issue* issue = nullptr;
  std::string key, id, summary, type, status, sprints;
  StatusCategory category = StatusCategory::unknown;
  std::optional<Instant> started, done;
  std::optional<int> cycle_days, lead_days;
  std::optional<double> cycle_seconds, cycle_working_seconds;
  std::optional<double> blocked_days, points;
  std::vector<std::string> sprint_names;
};

Row row_of(const metrics::Context& context, const history::Issue& issue, const metrics::FlowDates& dates) {
  const history::Dataset& data = context.data;
  Row row;
  row.issue = &issue;
  row.key = data.text(issue.key);
  row.id = data.text(issue.id);
  row.summary = data.text(issue.summary);
  row.type = data.type_of(issue).name;
  if (dates.status != history::kNone) {
    row.status = data.statuses[dates.status].name;
    row.category = data.statuses[dates.status].category;
  }
  if (issue.has_history) {
    row.started = dates.start;
    row.done = dates.done;
    row.cycle_days = metrics::cycle_days(context, dates);
    row.lead_days = metrics::lead_days(context, issue, dates);
    if (dates.start && dates.done) {
      const auto seconds = [](Milliseconds duration) { return static_cast<double>(duration.count()) / 1000; };
      row.cycle_seconds = seconds(*dates.done - *dates.start);
      row.cycle_working_seconds =
          seconds(context.calendar.working_time(context.zone, *dates.start, *dates.done));
    }
    row.blocked_days = metrics::blocked_days(metrics::blocked_intervals(context, issue, dates));
  }
  std::vector<metrics::Index> sprints;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind == EventKind::estimate) {
      // Negative estimates count as none, as in every figure.
      row.points.reset();
      if (event.value() >= 0) row.points = event.value();
    }
    if (event.kind == EventKind::sprint_enter) sprints.push_back(event.to());
    if (event.kind == EventKind::sprint_leave) std::erase(sprints, event.from());
  }
  for (const metrics::Index sprint : sprints) {
    const std::string& name = data.sprints[sprint].name;
    row.sprint_names.push_back(name.empty() ? data.sprints[sprint].id : name);
    row.sprints += (row.sprints.empty() ? "" : "|") + row.sprint_names.back();
  }
  return row;
}

std::string text_of(const std::optional<Instant>& instant) {
  return instant ? format_iso(*instant) : std::string{};
}
std::string text_of(const std::optional<int>& value) {
  return value ? std::to_string(*value) : std::string{};
}
std::string text_of(const std::optional<double>& value) {
  return value ? number_text(*value) : std::string{};
}

JsonDocument instant_json(const std::optional<Instant>& instant) {
  return instant ? JsonDocument(format_iso(*instant)) : JsonDocument(nullptr);
}

JsonDocument to_json(const Row& row) {
  return {{"key", row.key},
          {"id", row.id},
          {"summary", row.summary},
          {"type", row.type},
          {"status", row.status},
          {"status_category", category_key(row.category)},
          {"created", format_iso(row.issue->created)},
          {"started", instant_json(row.started)},
          {"done", instant_json(row.done)},
          {"cycle_days", or_null(row.cycle_days)},
          {"cycle_seconds", or_null(row.cycle_seconds)},
          {"cycle_working_seconds", or_null(row.cycle_working_seconds)},
          {"lead_days", or_null(row.lead_days)},
          {"blocked_days", or_null(row.blocked_days)},
          {"points", or_null(row.points)},
          {"sprints", row.sprint_names},
          {"history", row.issue->has_history == 0        ? "none"
                      : row.issue->complete_history != 0 ? "complete"
                                                         : "incomplete"}};
}

class IssuesVerb : public Verb {
 public:
  void declare(CommandLine::Verb& /*line*/) override {}

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    Session::Data data;
    data.as_of_source = "no data";
    if (store::exists(session.data_folder())) {
      STINT_ASSIGN(loaded, session.load());
      data = std::move(loaded);
    }
    const metrics::Context context = session.context(data);
    std::vector<Row> rows;
    for (const history::Issue& issue : data.dataset.issues) {
      const metrics::FlowDates dates = metrics::flow_dates(context, issue);
      if (dates.exists) rows.push_back(row_of(context, issue, dates));
    }
    if (session.given().json) return write_json(session, data, rows);
    return session.given().csv ? write_csv(session, rows) : write_text(session, data, rows);
  }

 private:
  static Result<int> write_json(const Session& session, const Session::Data& data,
                                const std::vector<Row>& rows) {
    JsonDocument list = JsonDocument::array();
    for (const Row& row : rows) list.push_back(to_json(row));
    STINT_TRY(session.write(to_text({{"schema", "stint.issues/1"},
                                     {"as_of", format_iso(data.as_of)},
                                     {"as_of_source", data.as_of_source},
                                     {"issues", std::move(list)}})));
    return 0;
  }

  static Result<int> write_csv(const Session& session, const std::vector<Row>& rows) {
    Table table{{{"key"},
                 {"id"},
                 {"type"},
                 {"status"},
                 {"status_category"},
                 {"created"},
                 {"started"},
                 {"done"},
                 {"cycle_days"},
                 {"lead_days"},
                 {"blocked_days"},
                 {"points"},
                 {"sprints"}},
                {}};
    for (const Row& row : rows) {
      table.rows.push_back({row.key, row.id, row.type, row.status, std::string{category_key(row.category)},
                            format_iso(row.issue->created), text_of(row.started), text_of(row.done),
                            text_of(row.cycle_days), text_of(row.lead_days), text_of(row.blocked_days),
                            text_of(row.points), row.sprints});
    }
    STINT_TRY(session.write(table.to_csv()));
    return 0;
  }

  static Result<int> write_text(const Session& session, const Session::Data& data,
                                const std::vector<Row>& rows) {
    Table table{{{"KEY"},
                 {"TYPE"},
                 {"STATUS"},
                 {"STARTED"},
                 {"DONE"},
                 {"CYCLE", true},
                 {"BLOCKED", true},
                 {"POINTS", true},
                 {"SUMMARY"}},
                {}};
    const auto day = [&](const std::optional<Instant>& instant) {
      return instant ? format_day(session.zone().day_of(*instant)) : std::string{"–"};
    };
    const auto days = [](const std::string& text) {
      return text.empty() || text == "0" ? std::string{"–"} : text + " d";
    };
    for (const Row& row : rows) {
      std::optional<double> blocked = row.blocked_days;
      if (blocked) blocked = std::round(*blocked * 10) / 10;
      table.rows.push_back({row.key, row.type, row.status, day(row.started), day(row.done),
                            days(text_of(row.cycle_days)), days(text_of(blocked)),
                            row.points ? number_text(*row.points) : "–", row.summary});
    }
    STINT_TRY(session.write(table.to_text(session.columns())));
    if (!session.given().quiet) {
      session.err() << "Issues: " << rows.size() << ", as of " << format_iso(data.as_of) << " ("
                    << data.as_of_source << ")\n";
    }
    return 0;
  }
};

}  // namespace

std::unique_ptr<Verb> make_issues_verb() {
  return std::make_unique<IssuesVerb>();
}

}  // namespace stint::app
