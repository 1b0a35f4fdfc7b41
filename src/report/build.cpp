#include "report/build.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "metrics/about_people.h"
#include "metrics/finding.h"
#include "report/headlines.h"
#include "report/sections.h"
#include "report/wording.h"

namespace stint::report {
namespace {

using metrics::Index;
using metrics::kNone;

// Headlines of a report, at most.
constexpr std::size_t kMostInsights = 6;
// Sections whose first figure stands at the head of the report too.
constexpr std::array<std::string_view, 7> kAtAGlance{"burndown", "velocity", "cycle-time", "ageing",
                                                     "forecast", "hygiene",  "defects"};

// Boards that something can be said about.
std::vector<Index> boards_of(const metrics::Analysis& analysis, Index only) {
  std::vector<Index> boards;
  for (Index board = 0; board < analysis.context.data.boards.size(); ++board) {
    const bool used = !analysis.ledgers_of(board).empty() || analysis.completions[board].first_day;
    if (only == kNone ? used : board == only) boards.push_back(board);
  }
  return boards;
}

// Those with the worst insights first, otherwise in their order.
void sort_by_insights(const history::Dataset& data, const std::vector<insight::Insight>& insights,
                      std::vector<Index>& boards) {
  std::vector<std::size_t> rank(data.boards.size(), insights.size());
  for (const Index board : boards) {
    const auto first = std::ranges::find_if(
        insights, [&](const insight::Insight& insight) { return concerns(data, insight, board); });
    rank[board] = static_cast<std::size_t>(first - insights.begin());
  }
  std::ranges::stable_sort(boards, {}, [&](Index board) { return rank[board]; });
}

Gathered gather(const metrics::Analysis& analysis) {
  return {metrics::cumulative_flow(analysis.context),
          metrics::hygiene_history(analysis.context, analysis.dates),
          metrics::sprint_outlooks(analysis.context, analysis.ledgers)};
}

void add_sections(const metrics::Analysis& analysis, const Gathered& gathered, const Choice& choice,
                  const std::vector<Index>& shown, Report& report) {
  const history::Dataset& data = analysis.context.data;
  std::vector<Index> projects;
  for (std::size_t b = 0; b < shown.size(); ++b) {
    Index project = project_of(data, shown[b]);
    // Boards of one project share what is said about it.
    if (std::ranges::find(projects, project) != projects.end()) project = kNone;
    if (project != kNone) projects.push_back(project);
    const Material material{analysis, gathered,      shown[b],
                            project,  choice.sprint, b == 0 ? std::string{} : fmt::format("-{}", b + 1)};
    for (const SectionMaker& maker : section_makers()) {
      if (maker.about_people && !choice.people) continue;
      auto section = maker.make(material);
      if (!section) continue;
      if (shown.size() > 1) section->board = data.boards[shown[b]].name;
      report.sections.push_back(std::move(*section));
    }
  }
}

// A sparkline stands at the head only: in its section the chart says more.
void add_glance(Report& report, bool of_sections) {
  for (const std::string_view id : kAtAGlance) {
    const auto section = std::ranges::find(report.sections, id, &Section::id);
    if (!of_sections || section == report.sections.end() || section->figures.empty()) continue;
    Figure figure = section->figures.front();
    figure.section = section->id;
    report.figures.push_back(std::move(figure));
  }
  for (Section& section : report.sections) {
    for (Figure& figure : section.figures) figure.sparkline.clear();
  }
}

// "three errors and one warning"; empty where there are none.
std::string counts_text(const std::vector<insight::Insight>& insights) {
  std::string text;
  const auto add = [&](Severity severity, std::string_view one, std::string_view many) {
    const auto count = static_cast<std::size_t>(std::ranges::count(insights, severity, severity_of));
    if (count == 0) return;
    if (!text.empty()) text += " and ";
    text += fmt::format("{} {}", count_word(count), count == 1 ? one : many);
  };
  add(Severity::error, "error", "errors");
  add(Severity::warning, "warning", "warnings");
  return text;
}

// "Sprint 24, 2–13 Nov"
std::string sprint_text(const Material& material) {
  const metrics::SprintLedger* const ledger = sprint_to_show(material);
  if (ledger == nullptr) return {};
  const TimeZone& zone = material.context().zone;
  const auto& window = ledger->window;
  const Day from = zone.day_of(window.start);
  const Day to = zone.day_of(window.closed ? window.end : window.planned_end.value_or(window.end));
  return fmt::format("{}, {} to {}", material.data().sprints[ledger->sprint].name, date_text(material, from),
                     date_text(material, to));
}

// Links need one tracker with an address on the web.
std::string issue_url(const history::Dataset& data) {
  std::string found;
  for (const history::Site& site : data.sites) {
    if (!site.url.starts_with("http://") && !site.url.starts_with("https://")) return {};
    if (!found.empty()) return {};
    found = site.url;
  }
  while (found.ends_with('/')) found.pop_back();
  return found.empty() ? found : found + "/browse/";
}

void add_nothing(Report& report) {
  Section section;
  section.id = "nothing";
  section.kicker = "No data";
  section.title = "There are no issues to report on";
  section.lede = "A report is made from issues, their histories and their sprints.";
  section.missing = report.project.empty()
                        ? "The data folder is empty; stint import fills it."
                        : "There is no issue of the project " + report.project + " in the data.";
  report.sections.push_back(std::move(section));
}

void add_titles(const std::vector<insight::Insight>& insights, std::size_t boards, Report& report) {
  const std::string counts = counts_text(insights);
  if (boards > 1) {
    report.title = report.sections.front().title;
    report.standfirst = counts.empty() ? "No error and no warning stands."
                                       : capitalised(counts) + " in all; what matters most comes first.";
  } else {
    report.title = report.board + ": " + (counts.empty() ? "nothing out of the ordinary" : counts);
    report.standfirst = insights.empty() ? "There is nothing to say yet." : "What matters most comes first.";
  }
  if (insights.size() > kMostInsights) {
    report.standfirst.pop_back();
    report.standfirst +=
        fmt::format("; {} more are listed by stint insights.", count_word(insights.size() - kMostInsights));
  }
}

}  // namespace

metrics::Index project_of(const history::Dataset& data, Index board) {
  const std::string& key = data.boards[board].project_key;
  const auto found = std::ranges::lower_bound(data.projects, key);
  return found == data.projects.end() || *found != key ? kNone
                                                       : static_cast<Index>(found - data.projects.begin());
}

bool concerns(const history::Dataset& data, const insight::Insight& insight, Index board) {
  const metrics::Finding& finding = insight.finding;
  if (finding.board != kNone) return finding.board == board;
  return finding.project != kNone && data.projects[finding.project] == data.boards[board].project_key;
}

std::vector<insight::Insight> current_insights(const metrics::Analysis& analysis,
                                               const std::vector<Index>& boards, bool people) {
  const history::Dataset& data = analysis.context.data;
  std::vector<insight::Insight> insights;
  for (metrics::Finding& finding : metrics::find_all(analysis)) {
    if (!finding.current || (!people && metrics::is_about_people(finding))) continue;
    insight::Insight insight = insight::narrate(data, std::move(finding));
    const bool wanted =
        std::ranges::any_of(boards, [&](Index board) { return concerns(data, insight, board); });
    if (wanted) insights.push_back(std::move(insight));
  }
  return insights;
}

Report build(const metrics::Analysis& analysis, const Choice& choice) {
  const metrics::Context& context = analysis.context;
  Report report;
  report.project = choice.project;
  report.as_of = context.as_of;
  report.as_of_local = context.zone.local(context.as_of);
  report.as_of_source = choice.as_of_source;
  report.time_zone = context.zone.name();
  report.issue_url = issue_url(context.data);
  report.generator = choice.generator;
  std::vector<Index> boards = boards_of(analysis, choice.board);
  if (boards.empty()) {
    report.title = "Nothing to report";
    add_nothing(report);
    return report;
  }
  const std::vector<insight::Insight> insights = current_insights(analysis, boards, choice.people);
  sort_by_insights(context.data, insights, boards);
  const std::vector<Index> shown{boards.begin(), boards.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                      boards.size(), choice.most_boards))};
  const Gathered gathered = gather(analysis);
  const bool several = boards.size() > 1;
  if (several) {
    report.sections.push_back(overview_section(analysis, gathered, boards, insights, shown.size()));
  } else {
    report.board = context.data.boards[boards.front()].name;
    if (report.project.empty()) report.project = context.data.boards[boards.front()].project_key;
    report.sprint = sprint_text({analysis, gathered, boards.front(), kNone, choice.sprint});
  }
  add_sections(analysis, gathered, choice, shown, report);
  if (several) {
    report.figures = report.sections.front().figures;
    for (Figure& figure : report.figures) figure.section = report.sections.front().id;
    report.sections.front().figures.clear();
  }
  add_glance(report, !several);
  add_titles(insights, boards.size(), report);
  report.insights =
      headlines(context.data, std::span{insights}.first(std::min(insights.size(), kMostInsights)), shown,
                report.sections);
  return report;
}

}  // namespace stint::report
