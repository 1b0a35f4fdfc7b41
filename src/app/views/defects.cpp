#include "app/views/metric_view.h"

namespace stint::app {
namespace {

// The date alone: trackers know no time of a release.
JsonDocument release_json(const Evidence& evidence, const metrics::ReleaseDefects& release) {
  return {{"release", release.name},
          {"released", release.released ? JsonDocument(format_iso(*release.released).substr(0, 10))
                                        : JsonDocument(nullptr)},
          {"production", release.production.size()},
          {"pre_release", release.pre_release.size()},
          {"unclassified", release.unknown.size()},
          {"escape_rate", or_null(release.escape_rate)},
          {"escape_rate_low", or_null(release.low)},
          {"escape_rate_high", or_null(release.high)},
          {"issues",
           {{"production", evidence(release.production)},
            {"pre_release", evidence(release.pre_release)},
            {"unclassified", evidence(release.unknown)}}}};
}

}  // namespace

MetricView view_defects(const metrics::Analysis& analysis, const Evidence& evidence) {
  const history::Dataset& data = analysis.context.data;
  MetricView view;
  view.json["window_days"] = analysis.context.options.defect_window_days;
  view.json["projects"] = JsonDocument::array();
  view.table.columns = {
      {"project"},           {"production", true}, {"pre_release", true}, {"unclassified", true},
      {"escape_rate", true}, {"low", true},        {"high", true},        {"done_items", true},
      {"leaked", true},      {"leakage", true},    {"reopen_rate", true}, {"defects_per_item", true}};
  for (const metrics::Defects& defects : analysis.defects) {
    JsonDocument releases = JsonDocument::array();
    for (const metrics::ReleaseDefects& release : defects.releases)
      releases.push_back(release_json(evidence, release));
    view.json["projects"].push_back({{"project", data.projects[defects.project]},
                                     {"production", defects.production.size()},
                                     {"pre_release", defects.pre_release.size()},
                                     {"unclassified", defects.unknown.size()},
                                     {"invalid", defects.invalid.size()},
                                     {"escape_rate", or_null(defects.escape_rate)},
                                     {"escape_rate_low", or_null(defects.low)},
                                     {"escape_rate_high", or_null(defects.high)},
                                     {"done_items", defects.done.size()},
                                     {"leaked_items", defects.leaked.size()},
                                     {"leakage", or_null(defects.leakage)},
                                     {"reopen_rate", or_null(defects.reopen_rate)},
                                     {"defects_per_item", or_null(defects.defects_per_item)},
                                     {"releases", std::move(releases)},
                                     {"issues",
                                      {{"production", evidence(defects.production)},
                                       {"pre_release", evidence(defects.pre_release)},
                                       {"unclassified", evidence(defects.unknown)},
                                       {"invalid", evidence(defects.invalid)},
                                       {"leaked", evidence(defects.leaked)},
                                       {"reopened", evidence(defects.reopened)}}}});
    const auto text = [](const std::optional<double>& value) {
      return value ? number_text(*value) : std::string{};
    };
    view.table.rows.push_back({data.projects[defects.project], std::to_string(defects.production.size()),
                               std::to_string(defects.pre_release.size()),
                               std::to_string(defects.unknown.size()), text(defects.escape_rate),
                               text(defects.low), text(defects.high), std::to_string(defects.done.size()),
                               std::to_string(defects.leaked.size()), text(defects.leakage),
                               text(defects.reopen_rate), text(defects.defects_per_item)});
  }
  return view;
}

}  // namespace stint::app
