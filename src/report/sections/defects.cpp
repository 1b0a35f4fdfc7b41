#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "chart/defect_escape.h"
#include "chart/sparkline.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::Defects;
using metrics::Index;
using metrics::ReleaseDefects;

// "43 %", "43–50 %"; empty where undefined.
std::string rate_text(const std::optional<double>& low, const std::optional<double>& high) {
  if (!low || !high) return {};
  const std::string from = chart::percent(*low);
  std::string to = chart::percent(*high);
  if (from == to) return to;
  return chart::figure(std::round(*low * 100)) + "–" + to;
}

// The last release with a date that has defects.
const ReleaseDefects* last_release(const Defects& defects) {
  const ReleaseDefects* last = nullptr;
  for (const ReleaseDefects& release : defects.releases) {
    if (release.released) last = &release;
  }
  return last;
}

std::string title_of(const Defects& defects) {
  if (!defects.escape_rate) return "Nobody can tell where the bugs were found";
  const std::string rate = rate_text(defects.low, defects.high);
  return fmt::format("{} of the defects {} found in production", rate,
                     defects.production.size() == 1 && defects.classified() == 1 ? "was" : "were");
}

std::string lede_of(const Defects& defects, double days) {
  const double all = static_cast<double>(defects.classified() + defects.unknown.size());
  std::string text = fmt::format("Of {} created in the last {} days, {} came from production",
                                 amount(all, "valid bugs"), chart::figure(days), defects.production.size());
  if (!defects.unknown.empty()) text += fmt::format(" and {} may have", defects.unknown.size());
  return text + ".";
}

void add_figures(const Material& material, const Defects& defects, Section& section) {
  const history::Dataset& data = material.data();
  std::vector<Exclusion> invalid;
  if (!defects.invalid.empty())
    invalid.push_back({"duplicates and bugs that will not be fixed", keys_of(data, defects.invalid)});
  const std::size_t escape = add_note(
      section, {"Escape rate",
                "Bugs found in production out of all valid ones that say where they were found, by their "
                "environment, labels or affected versions. Those that do not say give the range.",
                defects.classified() + defects.unknown.size(), "valid bugs", std::move(invalid),
                keys_of(data, defects.production, listing("defects"))});
  const std::size_t leaked =
      add_note(section, {"Leakage",
                         "Items done in these days with a bug linked to them that was created later.",
                         defects.done.size(),
                         "done items",
                         {},
                         keys_of(data, defects.leaked, listing("defects"))});
  const std::size_t reopened = add_note(section, {"Reopened",
                                                  "Items done in these days that had been done before.",
                                                  defects.done.size(),
                                                  "done items",
                                                  {},
                                                  keys_of(data, defects.reopened, listing("defects"))});
  Figure rate{"Escape rate", undefined("no bug says where it was found"), "", "", escape};
  if (defects.escape_rate) rate.value = text(rate_text(defects.low, defects.high));
  if (const ReleaseDefects* last = last_release(defects)) {
    const std::string own = rate_text(last->low, last->high);
    const std::size_t bugs = last->production.size() + last->pre_release.size() + last->unknown.size();
    if (!own.empty())
      rate.comparison =
          fmt::format("{}: {} of {}", last->name, own, amount(static_cast<double>(bugs), "bugs"));
  }
  std::vector<std::optional<double>> line;
  for (const ReleaseDefects& release : defects.releases) {
    if (release.released) line.push_back(release.escape_rate);
  }
  rate.sparkline = chart::sparkline({material.id("spark-escape"), "Escape rate by release"}, line);
  section.figures = {
      std::move(rate),
      {"Leakage", share(defects.leakage, "nothing was done"), "", "done items with a later bug", leaked},
      {"Reopened", share(defects.reopen_rate, "nothing was done"), "", "of the done items", reopened}};
}

}  // namespace

std::optional<Section> defects_section(const Material& material) {
  if (material.project == metrics::kNone) return std::nullopt;
  const auto& all = material.analysis.defects;
  const auto found = std::ranges::find(all, material.project, &Defects::project);
  if (found == all.end()) return std::nullopt;
  const Defects& defects = *found;
  const double days = material.context().options.defect_window_days;
  Section section = begin_section(material, "defects", "Defect escape");
  if (defects.classified() + defects.unknown.size() == 0) {
    section.title = "No valid bug was reported";
    section.lede = "The escape rate is the share of bugs that were found in production.";
    section.missing = fmt::format("No valid bug was created in the last {} days.", chart::figure(days));
    return section;
  }
  section.title = title_of(defects);
  section.lede = lede_of(defects, days);
  add_figures(material, defects, section);
  chart::DefectEscape data;
  data.name = {material.id("defects-chart"), "Defects by the release that introduced them"};
  Table table{"By the release that introduced them",
              {{"Release"},
               {"Production", "bugs"},
               {"Before", "bugs"},
               {"Unknown", "bugs"},
               {"Rate, low"},
               {"Rate, high"}}};
  for (const ReleaseDefects& release : defects.releases) {
    const auto count = [](const std::vector<Index>& bugs) { return static_cast<double>(bugs.size()); };
    data.releases.push_back({release.name, count(release.production), count(release.unknown),
                             count(release.pre_release), release.low, release.high});
    table.rows.push_back({text(release.name), number(count(release.production)),
                          number(count(release.pre_release)), number(count(release.unknown)),
                          share(release.low, "no bug"), share(release.high, "no bug")});
  }
  section.chart = chart::draw(data);
  if (section.chart) {
    section.table = std::move(table);
  } else {
    section.missing =
        "None of the bugs names a version that it affects, so no release can be held to account.";
  }
  return section;
}

}  // namespace stint::report
