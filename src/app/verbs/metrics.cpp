#include <algorithm>
#include <fmt/format.h>
#include <ostream>
#include <utility>

#include "app/verb.h"
#include "base/parallel.h"
#include "views/family_list.h"
#include "views/metric_family.h"

namespace stint::app {
namespace {

using views::Evidence;
using views::family_json;
using views::family_table;
using views::family_text;
using views::metric_families;
using views::MetricFamily;
using views::number_text;
using views::Table;

constexpr std::size_t kDepthOfFamily = 2;  // in the document of all

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
    if (session.given().json) {
      std::string text;
      {
        JsonWriter json{text};
        const auto document = json.object();
        write_head(json, fmt::format("stint.metrics.{}/1", family.name), data);
        family.write(json, analysis, Evidence{data.dataset, !no_evidence_});
      }
      STINT_TRY(session.write(text += '\n'));
      return 0;
    }
    const Table table = family.table(analysis);
    STINT_TRY(session.write(session.given().csv ? table.to_csv() : table.to_text(session.columns())));
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
    if (session.given().json) return write_all_json(session, data, analysis);
    STINT_TRY(session.write(all_text(session, analysis)));
    if (!session.given().quiet) {
      session.err() << "As of " << format_iso(data.as_of) << " (" << data.as_of_source << ")\n";
    }
    return 0;
  }

  // Every family writes a text of its own, side by side; each is a piece of the document.
  [[nodiscard]] Result<int> write_all_json(const Session& session, const Session::Data& data,
                                           const metrics::Analysis& analysis) const {
    const Evidence evidence{data.dataset, evidence_ && !no_evidence_};
    const auto families = metric_families();
    std::vector<std::string> parts(families.size());
    for_each_part(families.size(), 1, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        JsonWriter json{parts[i], kDepthOfFamily};
        const auto object = json.object();
        families[i].write(json, analysis, evidence);
      }
    });
    std::vector<std::string> between(families.size());
    std::string text;
    {
      JsonWriter json{text};
      const auto document = json.object();
      write_head(json, "stint.metrics/1", data);
      const auto metrics = json.object("metrics");
      for (std::size_t i = 0; i < families.size(); ++i) {
        json.raw(families[i].name, {});
        between[i] = std::exchange(text, {});
      }
    }
    text += '\n';
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i < families.size(); ++i) pieces.insert(pieces.end(), {between[i], parts[i]});
    pieces.emplace_back(text);
    STINT_TRY(session.write(pieces));
    return 0;
  }

  static std::string all_text(const Session& session, const metrics::Analysis& analysis) {
    const auto families = metric_families();
    std::vector<std::string> parts(families.size());
    for_each_part(families.size(), 1, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        parts[i] = fmt::format("{}: {}\n\n{}\n", families[i].name, families[i].summary,
                               families[i].table(analysis).to_text(session.columns()));
      }
    });
    std::string text;
    for (const std::string& part : parts) text += part;
    return text;
  }

  static void write_head(JsonWriter& json, std::string_view schema, const Session::Data& data) {
    json.member("schema", schema);
    json.member("as_of", format_iso(data.as_of));
    json.member("as_of_source", data.as_of_source);
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
