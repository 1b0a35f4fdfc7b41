#include <fmt/format.h>
#include <ostream>

#include "app/verb.h"
#include "app/views/family_list.h"
#include "app/views/metric_view.h"
#include "base/parallel.h"

namespace stint::app {
namespace {

class MetricsVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("NAME", name_, "Which figures; without, all that there are", false)
        .flag("--evidence", evidence_, "List the issues behind each figure where all figures are shown")
        .flag("--no-evidence", no_evidence_, "Count the issues behind each figure only")
        .flag("--list", list_, "List all figures: their units, what they need, their options and source")
        .flag("--options", options_, "List every option that --set takes, with its value");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (options_) return list_options(session);
    if (list_) return list_families(session);
    if (name_.empty()) return show_all(session);
    for (const MetricFamily& family : metric_families()) {
      if (family.name == name_) return show(session, family);
    }
    std::string known;
    for (const MetricFamily& family : metric_families())
      known += (known.empty() ? "" : ", ") + std::string{family.name};
    return fail(ErrorCode::usage, "there are no figures called \"" + name_ + "\"", {}, "there are " + known);
  }

 private:
  Result<int> show(const Session& session, const MetricFamily& family) const {
    STINT_ASSIGN(data, session.load());
    const metrics::Analysis analysis = metrics::analyse(session.context(data));
    MetricView view = family.make(analysis, Evidence{data.dataset, !no_evidence_});
    if (session.given().json) {
      JsonDocument document{{"schema", fmt::format("stint.metrics.{}/1", family.name)},
                            {"as_of", format_iso(data.as_of)},
                            {"as_of_source", data.as_of_source}};
      for (auto& [name, value] : view.json.items()) document[name] = std::move(value);
      STINT_TRY(session.write(to_text(document)));
      return 0;
    }
    STINT_TRY(
        session.write(session.given().csv ? view.table.to_csv() : view.table.to_text(session.columns())));
    if (!session.given().csv && !session.given().quiet) {
      session.err() << "As of " << format_iso(data.as_of) << " (" << data.as_of_source << ")\n";
    }
    return 0;
  }

  // Every family, one after another. The issues behind their figures only when asked for: there are many.
  Result<int> show_all(const Session& session) const {
    if (session.given().csv) {
      return fail(ErrorCode::usage, "all figures do not fit into one CSV table", {},
                  "name one: stint metrics NAME --csv; `stint metrics --list` tells which there are");
    }
    STINT_ASSIGN(data, session.load());
    const metrics::Analysis analysis = metrics::analyse(session.context(data));
    const Evidence evidence{data.dataset, evidence_ && !no_evidence_};
    const auto families = metric_families();
    std::vector<MetricView> views(families.size());
    for_each_part(families.size(), 1, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) views[i] = families[i].make(analysis, evidence);
    });
    if (session.given().json) {
      JsonDocument all = JsonDocument::object();
      for (std::size_t i = 0; i < families.size(); ++i)
        all[std::string{families[i].name}] = std::move(views[i].json);
      const JsonDocument document{{"schema", "stint.metrics/1"},
                                  {"as_of", format_iso(data.as_of)},
                                  {"as_of_source", data.as_of_source},
                                  {"metrics", std::move(all)}};
      STINT_TRY(session.write(to_text(document)));
      return 0;
    }
    std::string text;
    for (std::size_t i = 0; i < families.size(); ++i) {
      text += fmt::format("{}: {}\n\n{}\n", families[i].name, families[i].summary,
                          views[i].table.to_text(session.columns()));
    }
    STINT_TRY(session.write(text));
    if (!session.given().quiet) {
      session.err() << "As of " << format_iso(data.as_of) << " (" << data.as_of_source << ")\n";
    }
    return 0;
  }

  static Result<int> list_families(const Session& session) {
    if (session.given().json) {
      STINT_TRY(session.write(to_text({{"schema", "stint.metrics.list/1"}, {"metrics", family_json()}})));
    } else {
      STINT_TRY(
          session.write(session.given().csv ? family_table().to_csv() : family_text(session.columns())));
    }
    return 0;
  }

  static Result<int> list_options(const Session& session) {
    Table table{{{"option"}, {"value", true}, {"default", true}, {"unit"}, {"meaning"}}, {}};
    JsonDocument list = JsonDocument::array();
    const metrics::Options defaults;
    for (const metrics::OptionInfo& option : metrics::option_table()) {
      const double value = session.options().*option.value;
      const double usual = defaults.*option.value;
      table.rows.push_back({std::string{option.name}, number_text(value), number_text(usual),
                            std::string{option.unit}, std::string{option.meaning}});
      list.push_back({{"option", option.name},
                      {"value", value},
                      {"default", usual},
                      {"unit", option.unit},
                      {"meaning", option.meaning}});
    }
    if (session.given().json) {
      STINT_TRY(session.write(to_text({{"schema", "stint.options/1"}, {"options", std::move(list)}})));
    } else {
      STINT_TRY(session.write(session.given().csv ? table.to_csv() : table.to_text(session.columns())));
    }
    return 0;
  }

  std::string name_;
  bool list_ = false;
  bool evidence_ = false;
  bool no_evidence_ = false;
  bool options_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_metrics_verb() {
  return std::make_unique<MetricsVerb>();
}

}  // namespace stint::app
