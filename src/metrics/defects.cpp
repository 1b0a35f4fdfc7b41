#include "metrics/defects.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

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

FoundIn told_by_labels(const history::Dataset& data, const history::BugDetails& bug) {
  FoundIn found = FoundIn::unknown;
  for (const history::Text label : data.labels_of(bug)) found = std::max(found, told_by(data.text(label)));
  return found;
}

FoundIn told_by_versions(std::span<const history::AffectedVersion> affected, Instant created) {
  FoundIn found = FoundIn::unknown;
  for (const history::AffectedVersion& version : affected) {
    const bool dated = version.released_at != history::kForever;
    if (dated && version.released_at <= created) return FoundIn::production;
    if (dated || version.released == 0) found = FoundIn::pre_release;
  }
  return found;
}

Index resolution_at(const Context& context, const history::Issue& issue) {
  const history::EventColumns& events = context.data.events;
  for (std::size_t i = std::size_t{issue.first_event} + issue.event_count; i > issue.first_event; --i) {
    if (events.kind(i - 1) == history::EventKind::resolution && events.at[i - 1] <= context.as_of) {
      return events[i - 1].to();
    }
  }
  return kNone;
}

// Created or done later: looked at.
Instant window_start(const Context& context) {
  return context.as_of -
         Milliseconds{static_cast<std::int64_t>(context.options.defect_window_days * 86'400'000)};
}

bool is_valid(const Context& context, const history::Issue& bug) {
  const Index resolution = resolution_at(context, bug);
  return resolution == kNone || !history::means_not_done(context.data.resolutions[resolution]);
}

// Of several affected versions the one released first; one without a date only if no other has one.
const history::AffectedVersion* introduced_by(const history::Dataset& data, const history::Issue& bug) {
  if (bug.bug_details == kNone) return nullptr;
  const auto affected = data.versions_of(data.bugs[bug.bug_details]);
  const auto order = [&](const history::AffectedVersion& version) {
    return std::pair{version.released_at, data.text(version.name)};
  };
  const auto first = std::ranges::min_element(affected, {}, order);
  return first == affected.end() ? nullptr : &*first;
}

// Collects the defects of one project.
class Collector {
 public:
  Collector(const Context& context, Index project) : context_(context) { result_.project = project; }

  void add_bug(Index index) {
    const history::Issue& bug = context_.data.issues[index];
    if (!is_valid(context_, bug)) {
      result_.invalid.push_back(index);
      return;
    }
    const FoundIn found = found_in(context_.data, bug);
    list_of(result_, found).push_back(index);
    const history::AffectedVersion* const version = introduced_by(context_.data, bug);
    if (version == nullptr) return;
    const std::string_view name = context_.data.text(version->name);
    const auto [known, added] = releases_.try_emplace(name, result_.releases.size());
    if (added) result_.releases.emplace_back().name = name;
    ReleaseDefects& release = result_.releases[known->second];
    if (version->released_at != history::kForever) {
      release.released = std::min(version->released_at, release.released.value_or(version->released_at));
    }
    list_of(release, found).push_back(index);
  }

  void add_done(Index index, const FlowDates& dates);
  [[nodiscard]] Defects take();

 private:
  template <class Lists>
  static std::vector<Index>& list_of(Lists& lists, FoundIn found) {
    switch (found) {
      case FoundIn::production:
        return lists.production;
      case FoundIn::pre_release:
        return lists.pre_release;
      case FoundIn::unknown:
        break;
    }
    return lists.unknown;
  }
  template <class Lists>
  static void rate(Lists& lists);

  const Context& context_;
  Defects result_;
  std::unordered_map<std::string_view, std::size_t> releases_;  // positions by name
};

bool has_later_bug(const Context& context, Index index, Instant done) {
  const history::Dataset& data = context.data;
  return std::ranges::any_of(history::Dataset::part_of(data.links, index), [&](const history::Link& link) {
    const history::Issue& other = data.issues[link.other];
    return data.type_of(other).bug && other.created > done && other.created <= context.as_of &&
           is_valid(context, other);
  });
}

void Collector::add_done(Index index, const FlowDates& dates) {
  result_.done.push_back(index);
  if (dates.reopened > 0) result_.reopened.push_back(index);
  if (has_later_bug(context_, index, *dates.done)) result_.leaked.push_back(index);
}

template <class Lists>
void Collector::rate(Lists& lists) {
  const auto production = static_cast<double>(lists.production.size());
  const auto classified = production + static_cast<double>(lists.pre_release.size());
  const auto unknown = static_cast<double>(lists.unknown.size());
  lists.escape_rate = ratio(production, classified);
  lists.low = ratio(production, classified + unknown);
  lists.high = ratio(production + unknown, classified + unknown);
}

Defects Collector::take() {
  const auto count = [](const std::vector<Index>& issues) { return static_cast<double>(issues.size()); };
  rate(result_);
  const double finished = count(result_.done);
  result_.leakage = ratio(count(result_.leaked), finished);
  result_.reopen_rate = ratio(count(result_.reopened), finished);
  result_.defects_per_item =
      ratio(static_cast<double>(result_.classified()) + count(result_.unknown), finished);
  for (ReleaseDefects& release : result_.releases) rate(release);
  std::ranges::sort(result_.releases, {}, [](const ReleaseDefects& release) {
    return std::pair{release.released.value_or(history::kForever), std::string_view{release.name}};
  });
  return std::move(result_);
}

}  // namespace

FoundIn found_in(const history::Dataset& data, const history::Issue& bug) {
  if (bug.bug_details == kNone) return FoundIn::unknown;
  const history::BugDetails& details = data.bugs[bug.bug_details];
  FoundIn found = told_by(data.text(details.environment));
  if (found == FoundIn::unknown) found = told_by_labels(data, details);
  if (found == FoundIn::unknown) found = told_by_versions(data.versions_of(details), bug.created);
  return found;
}

Defects defects(const Context& context, Index project, std::span<const Index> issues,
                std::span<const FlowDates> dates) {
  const history::Dataset& data = context.data;
  const Instant from = window_start(context);
  Collector collector{context, project};
  for (const Index i : issues) {
    if (!dates[i].exists) continue;
    const history::Issue& issue = data.issues[i];
    const history::Type& type = data.type_of(issue);
    if (type.bug) {
      if (!type.subtask && issue.created > from) collector.add_bug(i);
      continue;
    }
    const auto& done = dates[i].done;
    if (done && *done > from && context.counts(issue)) collector.add_done(i, dates[i]);
  }
  return collector.take();
}

bool stands_until(const Defects& defects, const Context& later, std::span<const FlowDates> dates) {
  const Instant from = window_start(later);
  const auto created_later = [&](Index bug) { return later.data.issues[bug].created > from; };
  for (const auto& bugs :
       {&Defects::production, &Defects::pre_release, &Defects::unknown, &Defects::invalid}) {
    if (!std::ranges::all_of(defects.*bugs, created_later)) return false;
  }
  return std::ranges::all_of(defects.done, [&](Index item) { return *dates[item].done > from; });
}

}  // namespace stint::metrics
