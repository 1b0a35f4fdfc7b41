#include <fmt/format.h>
#include <ostream>

#include "app/verb.h"
#include "app/views/metric_view.h"

namespace stint::app {
namespace {

class MetricsVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("NAME", name_, "Which figures; without, all that there are are listed", false)
        .flag("--options", options_, "List every option that --set takes, with its value");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (options_) return list_options(session);
    if (name_.empty()) return list_families(session);
    for (const MetricFamily& family : metric_families()) {
      if (family.name == name_) return show(session, family);
    }
    std::string known;
    for (const MetricFamily& family : metric_families())
      known += (known.empty() ? "" : ", ") + std::string{family.name};
    return fail(ErrorCode::usage, "there are no figures called \"" + name_ + "\"", {}, "there are " + known);
  }

 private:
  static Result<int> show(const Session& session, const MetricFamily& family) {
    STINT_ASSIGN(data, session.load());
    const metrics::Analysis analysis = metrics::analyse(session.context(data));
    MetricView view = family.make(analysis);
    if (session.given().json) {
      JsonDocument document{{"schema", fmt::format("stint.metrics.{}/1", family.name)},
                            {"as_of", format_iso(data.as_of)},
                            {"as_of_source", data.as_of_source}};
      document.update(view.json);
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

  static Result<int> list_families(const Session& session) {
    Table table{{{"name"}, {"figures"}}, {}};
    JsonDocument list = JsonDocument::array();
    for (const MetricFamily& family : metric_families()) {
      table.rows.push_back({std::string{family.name}, std::string{family.summary}});
      list.push_back({{"name", family.name}, {"summary", family.summary}});
    }
    return list_either(session, table, {{"schema", "stint.metrics/1"}, {"metrics", std::move(list)}});
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
    return list_either(session, table, {{"schema", "stint.options/1"}, {"options", std::move(list)}});
  }

  static Result<int> list_either(const Session& session, const Table& table, const JsonDocument& json) {
    if (session.given().json) {
      STINT_TRY(session.write(to_text(json)));
    } else {
      STINT_TRY(session.write(session.given().csv ? table.to_csv() : table.to_text(session.columns())));
    }
    return 0;
  }

  std::string name_;
  bool options_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_metrics_verb() {
  return std::make_unique<MetricsVerb>();
}

}  // namespace stint::app
