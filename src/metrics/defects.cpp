#include "metrics/defects.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "history/names.h"
#include "metrics/statistics.h"

namespace stint::metrics {
namespace {

// Whole words where a blank follows, else how words begin: "latest" is no test and "device" no development.
// "Pre-production" is no production, so these are looked for first.
constexpr std::array<std::string_view, 14> kPreRelease{
    " pre prod", " preprod", " pre release", " non prod", " nonprod", " test",      " qa ",
    " stag",     " uat ",    " dev ",        " develop",  " local ",  " localhost", " sandbox"};
constexpr std::array<std::string_view, 6> kProduction{" prod ",    " production", " live ",
                                                      " customer", " escaped",    " field "};

// "FoundIn-QA2" as " found in qa ": words in lower case, each between blanks.
std::string words_of(std::string_view text) {
  std::string out{" "};
  bool lower_before = false;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if ((!upper && !lower) || (upper && lower_before)) out += ' ';
    if (upper || lower) out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    lower_before = lower;
  }
  out += ' ';
  const auto repeated = std::ranges::unique(out, [](char a, char b) { return a == ' ' && b == ' '; });
  out.erase(repeated.begin(), repeated.end());
  return out;
}

FoundIn told_by(std::string_view said) {
  const std::string text = words_of(said);
  const auto has_any = [&](const auto& list) {
    return std::ranges::any_of(list,
                               [&](std::string_view word) { return text.find(word) != std::string::npos; });
  };
  if (has_any(kPreRelease)) return FoundIn::pre_release;
  if (has_any(kProduction)) return FoundIn::production;
  return FoundIn::unknown;
}

FoundIn told_by_labels(const std::vector<std::string>& labels) {
  FoundIn found = FoundIn::unknown;
  for (const std::string& label : labels) found = std::max(found, told_by(label));
  return found;
}

FoundIn told_by_versions(const std::vector<tracker::Version>& affected, Instant created) {
  FoundIn found = FoundIn::unknown;
  for (const tracker::Version& version : affected) {
    if (version.release_date && *version.release_date <= created) return FoundIn::production;
    if (version.release_date || !version.released) found = FoundIn::pre_release;
  }
  return found;
}

Index resolution_at(const Context& context, const history::Issue& issue) {
  Index resolution = kNone;
  for (const history::Event& event : context.data.events_of(issue)) {
    if (event.at > context.as_of) break;
    if (event.kind == history::EventKind::resolution) resolution = event.to();
  }
  return resolution;
}

bool is_valid(const Context& context, const history::Issue& bug) {
  const Index resolution = resolution_at(context, bug);
  return resolution == kNone || !history::means_not_done(context.data.resolutions[resolution]);
}

void count_bug(const Context& context, Index index, Defects& defects) {
  const history::Issue& bug = context.data.issues[index];
  if (!is_valid(context, bug)) {
    defects.invalid.push_back(index);
    return;
  }
  switch (found_in(context.data, bug)) {
    case FoundIn::unknown:
      defects.unknown.push_back(index);
      return;
    case FoundIn::pre_release:
      defects.pre_release.push_back(index);
      return;
    case FoundIn::production:
      defects.production.push_back(index);
      for (const tracker::Version& version : context.data.bugs[bug.bug_details].affected) {
        defects.by_release[version.name].push_back(index);
      }
      return;
  }
}

bool has_later_bug(const Context& context, Index index, Instant done) {
  const history::Dataset& data = context.data;
  return std::ranges::any_of(history::Dataset::part_of(data.links, index), [&](const history::Link& link) {
    const history::Issue& other = data.issues[link.other];
    return other.bug && other.created > done && other.created <= context.as_of && is_valid(context, other);
  });
}

}  // namespace

FoundIn found_in(const history::Dataset& data, const history::Issue& bug) {
  if (bug.bug_details == kNone) return FoundIn::unknown;
  const history::BugDetails& details = data.bugs[bug.bug_details];
  FoundIn found = told_by(details.environment);
  if (found == FoundIn::unknown) found = told_by_labels(details.labels);
  if (found == FoundIn::unknown) found = told_by_versions(details.affected, bug.created);
  return found;
}

std::vector<Defects> defects(const Context& context, const std::vector<FlowDates>& dates) {
  const history::Dataset& data = context.data;
  const Instant from =
      context.as_of -
      Milliseconds{static_cast<std::int64_t>(context.options.defect_window_days * 86'400'000)};
  std::vector<Defects> all(data.projects.size());
  std::vector<double> reopened(data.projects.size());
  for (std::size_t p = 0; p < all.size(); ++p) all[p].project = static_cast<Index>(p);
  for (std::size_t i = 0; i < data.issues.size(); ++i) {
    const history::Issue& issue = data.issues[i];
    const auto index = static_cast<Index>(i);
    if (!dates[i].exists) continue;
    Defects& project = all[issue.project];
    if (issue.bug && !issue.subtask && issue.created > from) count_bug(context, index, project);
    if (issue.bug || !context.counts(issue)) continue;
    const auto done = dates[i].done;
    if (!done || *done <= from) continue;
    project.done.push_back(index);
    if (dates[i].reopened > 0) ++reopened[issue.project];
    if (has_later_bug(context, index, *done)) project.leaked.push_back(index);
  }
  for (Defects& project : all) {
    const auto production = static_cast<double>(project.production.size());
    const auto classified = static_cast<double>(project.classified());
    const auto unknown = static_cast<double>(project.unknown.size());
    const auto finished = static_cast<double>(project.done.size());
    project.escape_rate = ratio(production, classified);
    project.low = ratio(production, classified + unknown);
    project.high = ratio(production + unknown, classified + unknown);
    project.leakage = ratio(static_cast<double>(project.leaked.size()), finished);
    project.reopen_rate = ratio(reopened[project.project], finished);
    project.defects_per_item = ratio(classified + unknown, finished);
  }
  return all;
}

}  // namespace stint::metrics
