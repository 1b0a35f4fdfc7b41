#include "views/metric_family.h"

namespace stint::views {
namespace {

void write_release(JsonWriter& json, const Evidence& evidence, const metrics::ReleaseDefects& release) {
  const auto one = json.object();
  json.member("release", release.name);
  // The date alone: trackers know no time of a release.
  json.member("released",
              release.released ? std::optional{format_iso(*release.released).substr(0, 10)} : std::nullopt);
  json.member("production", release.production.size());
  json.member("pre_release", release.pre_release.size());
  json.member("unclassified", release.unknown.size());
  json.member("escape_rate", release.escape_rate);
  json.member("escape_rate_low", release.low);
  json.member("escape_rate_high", release.high);
  const auto issues = json.object("issues");
  evidence.write(json, "production", release.production);
  evidence.write(json, "pre_release", release.pre_release);
  evidence.write(json, "unclassified", release.unknown);
}

void write_project(JsonWriter& json, const history::Dataset& data, const Evidence& evidence,
                   const metrics::Defects& defects) {
  const auto one = json.object();
  json.member("project", data.projects[defects.project]);
  json.member("production", defects.production.size());
  json.member("pre_release", defects.pre_release.size());
  json.member("unclassified", defects.unknown.size());
  json.member("invalid", defects.invalid.size());
  json.member("escape_rate", defects.escape_rate);
  json.member("escape_rate_low", defects.low);
  json.member("escape_rate_high", defects.high);
  json.member("done_items", defects.done.size());
  json.member("leaked_items", defects.leaked.size());
  json.member("leakage", defects.leakage);
  json.member("reopen_rate", defects.reopen_rate);
  json.member("defects_per_item", defects.defects_per_item);
  {
    const auto releases = json.array("releases");
    for (const metrics::ReleaseDefects& release : defects.releases) write_release(json, evidence, release);
  }
  const auto issues = json.object("issues");
  evidence.write(json, "production", defects.production);
  evidence.write(json, "pre_release", defects.pre_release);
  evidence.write(json, "unclassified", defects.unknown);
  evidence.write(json, "invalid", defects.invalid);
  evidence.write(json, "leaked", defects.leaked);
  evidence.write(json, "reopened", defects.reopened);
}

}  // namespace

void write_defects(JsonWriter& json, const metrics::Analysis& analysis, const Evidence& evidence) {
  json.member("window_days", analysis.context.options.defect_window_days);
  const auto projects = json.array("projects");
  for (const metrics::Defects& defects : analysis.defects) {
    write_project(json, analysis.context.data, evidence, defects);
  }
}

Table defects_table(const metrics::Analysis& analysis) {
  Table table{{{"project"},
               {"production", true},
               {"pre_release", true},
               {"unclassified", true},
               {"escape_rate", true},
               {"low", true},
               {"high", true},
               {"done_items", true},
               {"leaked", true},
               {"leakage", true},
               {"reopen_rate", true},
               {"defects_per_item", true}},
              {}};
  for (const metrics::Defects& defects : analysis.defects) {
    table.rows.push_back({analysis.context.data.projects[defects.project],
                          std::to_string(defects.production.size()),
                          std::to_string(defects.pre_release.size()), std::to_string(defects.unknown.size()),
                          optional_text(defects.escape_rate), optional_text(defects.low),
                          optional_text(defects.high), std::to_string(defects.done.size()),
                          std::to_string(defects.leaked.size()), optional_text(defects.leakage),
                          optional_text(defects.reopen_rate), optional_text(defects.defects_per_item)});
  }
  return table;
}

}  // namespace stint::views
