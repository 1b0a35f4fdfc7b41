#include <algorithm>
#include <fmt/format.h>
#include <ostream>

#include "app/verb.h"
#include "app/views/table.h"
#include "insight/insight.h"
#include "lib/nlohmann/json_document.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

using insight::Insight;
using metrics::Severity;

constexpr std::size_t kShown = 12;
constexpr std::size_t kNamedKeys = 8;

JsonDocument key_list(const history::Dataset& data, const std::vector<metrics::Index>& issues) {
  JsonDocument keys = JsonDocument::array();
  for (const metrics::Index issue : issues) keys.push_back(data.issues[issue].key);
  return keys;
}

JsonDocument to_json(const history::Dataset& data, const Insight& insight) {
  const metrics::Finding& finding = insight.finding;
  JsonDocument facts = JsonDocument::array();
  for (const metrics::Fact& fact : finding.facts) {
    JsonDocument item{{"name", fact.name}};
    std::visit([&](const auto& value) { item["value"] = value; }, fact.value);
    item["unit"] = metrics::fact_unit_name(fact.unit);
    if (!fact.issues.empty()) item["issues"] = key_list(data, fact.issues);
    facts.push_back(std::move(item));
  }
  return {{"id", finding.id},
          {"kind", finding.kind},
          {"topic", finding.topic},
          {"severity", metrics::severity_name(finding.severity)},
          {"current", finding.current},
          {"title", insight.title},
          {"message", insight.message},
          {"facts", std::move(facts)},
          {"evidence", key_list(data, finding.evidence)},
          {"source", insight.source}};
}

struct Badge {
  std::string_view text;
  std::string_view colour;
};

Badge badge_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return {"ERROR", "\x1b[1;31m"};
    case Severity::warning:
      return {"WARN ", "\x1b[1;33m"};
    case Severity::info:
      return {"info ", "\x1b[36m"};
  }
  return {};
}

std::string join_keys(const history::Dataset& data, const std::vector<metrics::Index>& issues) {
  std::string out;
  for (std::size_t i = 0; i < issues.size() && i < kNamedKeys; ++i) {
    if (i > 0) out += ", ";
    out += data.issues[issues[i]].key;
  }
  if (issues.size() > kNamedKeys) out += fmt::format(" and {} more", issues.size() - kNamedKeys);
  return out;
}

class InsightsVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.flag("--all", all_, "Show every insight, those about earlier sprints too");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    STINT_ASSIGN(data, session.load());
    const metrics::Analysis analysis = metrics::analyse(session.context(data));
    std::vector<Insight> insights;
    for (metrics::Finding& finding : metrics::find_all(analysis)) {
      insights.push_back(insight::narrate(data.dataset, std::move(finding)));
    }
    if (session.given().json) return write_json(session, data, insights);
    if (session.given().csv) return write_csv(session, data, insights);
    return write_text(session, data, insights);
  }

 private:
  static Result<int> write_json(const Session& session, const Session::Data& data,
                                const std::vector<Insight>& insights) {
    JsonDocument list = JsonDocument::array();
    for (const Insight& insight : insights) list.push_back(to_json(data.dataset, insight));
    const JsonDocument document{{"schema", "stint.insights/1"},
                                {"as_of", format_iso(data.as_of)},
                                {"as_of_source", data.as_of_source},
                                {"incomplete_histories", data.dataset.incomplete_histories},
                                {"insights", std::move(list)}};
    STINT_TRY(session.write(to_text(document)));
    return 0;
  }

  static Result<int> write_csv(const Session& session, const Session::Data& data,
                               const std::vector<Insight>& insights) {
    Table table{{{"id"}, {"kind"}, {"severity"}, {"title"}, {"message"}, {"evidence"}}, {}};
    for (const Insight& insight : insights) {
      std::string keys;
      for (const metrics::Index issue : insight.finding.evidence) {
        keys += (keys.empty() ? "" : "|") + data.dataset.issues[issue].key;
      }
      table.rows.push_back({insight.finding.id, insight.finding.kind,
                            std::string{metrics::severity_name(insight.finding.severity)}, insight.title,
                            insight.message, std::move(keys)});
    }
    STINT_TRY(session.write(table.to_csv()));
    return 0;
  }

  Result<int> write_text(const Session& session, const Session::Data& data,
                         const std::vector<Insight>& insights) const {
    std::string out;
    std::size_t shown = 0;
    std::size_t earlier = 0;
    std::size_t more = 0;
    const std::size_t width = std::clamp<std::size_t>(session.columns(), 40, 100);
    for (const Insight& insight : insights) {
      if (!all_ && !insight.finding.current) {
        ++earlier;
      } else if (!all_ && shown == kShown) {
        ++more;
      } else {
        ++shown;
        append(session, data.dataset, insight, width, out);
      }
    }
    if (insights.empty())
      out += "Nothing to say yet: there are no started sprints and no finished work in the data.\n";
    if (!session.given().quiet) {
      out += fmt::format("As of {} ({}).", format_iso(data.as_of), data.as_of_source);
      if (more + earlier > 0) {
        out += fmt::format(" Not shown: {} more, and {} about earlier sprints (--all shows them).", more,
                           earlier);
      }
      out += '\n';
      if (data.dataset.incomplete_histories > 0) {
        out += fmt::format("{} issues have an incomplete history; figures about them may be too low.\n",
                           data.dataset.incomplete_histories);
      }
    }
    STINT_TRY(session.write(out));
    return 0;
  }

  static void append(const Session& session, const history::Dataset& data, const Insight& insight,
                     std::size_t width, std::string& out) {
    const Badge badge = badge_of(insight.finding.severity);
    const auto coloured = [&](std::string_view code, std::string_view text) {
      return session.colour() ? fmt::format("{}{}\x1b[0m", code, text) : std::string{text};
    };
    constexpr std::string_view kIndent = "       ";
    const std::size_t room = width - kIndent.size();
    bool first = true;
    for (const std::string& line : wrap(insight.title, room)) {
      out += first ? coloured(badge.colour, badge.text) + "  " : std::string{kIndent};
      out += coloured("\x1b[1m", line) + "\n";
      first = false;
    }
    for (const std::string& line : wrap(insight.message, room)) out += std::string{kIndent} + line + "\n";
    if (!insight.finding.evidence.empty()) {
      for (const std::string& line : wrap("Issues: " + join_keys(data, insight.finding.evidence), room)) {
        out += std::string{kIndent} + coloured("\x1b[2m", line) + "\n";
      }
    }
    out += '\n';
  }

  bool all_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_insights_verb() {
  return std::make_unique<InsightsVerb>();
}

}  // namespace stint::app
