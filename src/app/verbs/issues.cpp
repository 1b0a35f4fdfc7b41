#include <cmath>
#include <ostream>

#include "app/verb.h"
#include "lib/nlohmann/json_document.h"
#include "store/store.h"
#include "views/issue_row.h"
#include "views/table.h"

namespace stint::app {
namespace {

using views::category_key;
using views::IssueRow;
using views::number_text;
using views::Table;

std::string text_of(const std::optional<Instant>& instant) {
  return instant ? format_iso(*instant) : std::string{};
}
std::string text_of(const std::optional<int>& value) {
  return value ? std::to_string(*value) : std::string{};
}
std::string text_of(const std::optional<double>& value) {
  return value ? number_text(*value) : std::string{};
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
    std::vector<IssueRow> rows;
    for (const history::Issue& issue : data.dataset.issues) {
      const metrics::FlowDates dates = metrics::flow_dates(context, issue);
      if (dates.exists) rows.push_back(views::issue_row(context, issue, dates));
    }
    if (session.given().json) return write_json(session, data, rows);
    return session.given().csv ? write_csv(session, rows) : write_text(session, data, rows);
  }

 private:
  static Result<int> write_json(const Session& session, const Session::Data& data,
                                const std::vector<IssueRow>& rows) {
    JsonDocument list = JsonDocument::array();
    for (const IssueRow& row : rows) list.push_back(views::issue_json(row));
    STINT_TRY(session.write(to_text({{"schema", "stint.issues/1"},
                                     {"as_of", format_iso(data.as_of)},
                                     {"as_of_source", data.as_of_source},
                                     {"issues", std::move(list)}})));
    return 0;
  }

  static Result<int> write_csv(const Session& session, const std::vector<IssueRow>& rows) {
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
    for (const IssueRow& row : rows) {
      table.rows.push_back({row.key, row.id, row.type, row.status, std::string{category_key(row.category)},
                            format_iso(row.issue->created), text_of(row.started), text_of(row.done),
                            text_of(row.cycle_days), text_of(row.lead_days), text_of(row.blocked_days),
                            text_of(row.points), row.sprints});
    }
    STINT_TRY(session.write(table.to_csv()));
    return 0;
  }

  static Result<int> write_text(const Session& session, const Session::Data& data,
                                const std::vector<IssueRow>& rows) {
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
    for (const IssueRow& row : rows) {
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
