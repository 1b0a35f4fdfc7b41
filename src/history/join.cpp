// Runs of issues put together into one dataset.
#include <algorithm>
#include <bit>
#include <charconv>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "history/run.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;  // of a run's table in the joined one

Index mapped(const Positions& positions, Index index) {
  return index == kNone ? kNone : positions[index];
}

// Joins a table of names.
Positions join_names(const Interner& run, Interner& all) {
  Positions positions;
  for (const std::string& name : run.names()) positions.push_back(all.get(name));
  return positions;
}

// Joins a table of rows that are told apart by names of their own.
template <class Row>
Positions join_rows(const Interner& run_ids, const std::vector<Row>& run_rows, Interner& all_ids,
                    std::vector<Row>& all_rows) {
  Positions positions;
  for (std::size_t i = 0; i < run_rows.size(); ++i) {
    const Index position = all_ids.get(run_ids.names()[i]);
    if (position == all_rows.size()) all_rows.push_back(run_rows[i]);
    positions.push_back(position);
  }
  return positions;
}

// Positions of issues in the order of their keys: by prefix, then by number ("PAY-9" before "PAY-12"), then
// by site and id. A key without a number comes first.
Positions key_order(const std::vector<Issue>& issues, const std::vector<IssueOrigin>& origins) {
  struct SortKey {
    Index prefix = 0;
    std::int64_t number = -1;
  };
  std::map<std::string_view, Index> prefixes;
  std::vector<SortKey> keys(issues.size());
  const auto prefix_of = [](std::string_view key) { return key.substr(0, key.rfind('-')); };
  for (const Issue& issue : issues) prefixes.try_emplace(prefix_of(issue.key), 0);
  Index next = 0;
  for (auto& [_, rank] : prefixes) rank = next++;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    const std::string_view key = issues[i].key;
    const std::string_view prefix = prefix_of(key);
    keys[i].prefix = prefixes.find(prefix)->second;
    if (prefix.size() < key.size()) {
      std::from_chars(key.data() + prefix.size() + 1, key.data() + key.size(), keys[i].number);
    }
  }
  Positions order(issues.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    if (keys[a].prefix != keys[b].prefix) return keys[a].prefix < keys[b].prefix;
    if (keys[a].number != keys[b].number) return keys[a].number < keys[b].number;
    return std::tie(origins[a].site, issues[a].id) < std::tie(origins[b].site, issues[b].id);
  });
  return order;
}

// Projects in the order of their keys.
void sort_projects(Dataset& all) {
  std::vector<std::string> sorted = all.projects;
  std::ranges::sort(sorted);
  for (Issue& issue : all.issues) {
    issue.project =
        static_cast<Index>(std::ranges::lower_bound(sorted, all.projects[issue.project]) - sorted.begin());
  }
  all.projects = std::move(sorted);
}

void remap(Event& event, const Positions& statuses, const Positions& sprints, const Positions& resolutions,
           const Positions& people) {
  if (event.author != kNone) event.author = people[event.author];
  const auto both = [&](const Positions& positions) {
    event.payload = from_to(mapped(positions, event.from()), mapped(positions, event.to()));
  };
  switch (event.kind) {
    case EventKind::status:
      return both(statuses);
    case EventKind::sprint_enter:
    case EventKind::sprint_leave:
      return both(sprints);
    case EventKind::resolution:
      return both(resolutions);
    case EventKind::assignee:
      return both(people);
    default:
      return;
  }
}

// Issues by the tracker's id. Open addressing over positions: at a million issues nodes would cost more than
// all the rest of the joining.
class IdTable {
 public:
  IdTable(const std::vector<Issue>& issues, const std::vector<IssueOrigin>& origins)
      : issues_(issues), origins_(origins) {
    slots_.assign(std::bit_ceil(issues.size() * 2 + 1), kNone);
    for (std::size_t i = 0; i < issues.size(); ++i) {
      std::size_t slot = slot_of(origins[i].site, issues[i].id);
      while (slots_[slot] != kNone) slot = next(slot);
      slots_[slot] = static_cast<Index>(i);
    }
  }

  [[nodiscard]] Index find(store::SiteId site, std::string_view id) const {
    if (id.empty()) return kNone;
    for (std::size_t slot = slot_of(site, id); slots_[slot] != kNone; slot = next(slot)) {
      const Index found = slots_[slot];
      if (issues_[found].id == id && origins_[found].site == site) return found;
    }
    return kNone;
  }

 private:
  [[nodiscard]] std::size_t slot_of(store::SiteId site, std::string_view id) const {
    return (std::hash<std::string_view>{}(id) + static_cast<std::size_t>(site)) & (slots_.size() - 1);
  }
  [[nodiscard]] std::size_t next(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }

  const std::vector<Issue>& issues_;
  const std::vector<IssueOrigin>& origins_;
  std::vector<Index> slots_;
};

// Issues by key, for what names no id. Made when first asked.
class KeyTable {
 public:
  KeyTable(const std::vector<Issue>& issues, const std::vector<IssueOrigin>& origins)
      : issues_(issues), origins_(origins) {}

  [[nodiscard]] Index find(store::SiteId site, std::string_view key) {
    if (key.empty()) return kNone;
    if (by_key_.empty()) {
      by_key_.reserve(issues_.size());
      for (std::size_t i = 0; i < issues_.size(); ++i) by_key_.emplace(issues_[i].key, static_cast<Index>(i));
    }
    const auto [low, high] = by_key_.equal_range(key);
    for (auto found = low; found != high; ++found) {
      if (origins_[found->second].site == site) return found->second;
    }
    return kNone;
  }

 private:
  const std::vector<Issue>& issues_;
  const std::vector<IssueOrigin>& origins_;
  std::unordered_multimap<std::string_view, Index> by_key_;
};

template <class T>
void append(std::vector<T>& all, std::vector<T>& more) {
  if (all.empty() && all.capacity() < more.capacity()) {
    all = std::move(more);
  } else {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  more = {};
}

// Moves values into the given order, in place.
template <class T>
void reorder(std::vector<T>& values, const Positions& order) {
  std::vector<bool> settled(values.size());
  for (std::size_t start = 0; start < values.size(); ++start) {
    if (settled[start] || order[start] == start) continue;
    T first = std::move(values[start]);
    std::size_t to = start;
    for (std::size_t from = order[to]; from != start; from = order[to]) {
      values[to] = std::move(values[from]);
      settled[to] = true;
      to = from;
    }
    values[to] = std::move(first);
    settled[to] = true;
  }
}

class Join {
 public:
  explicit Join(const store::Definitions& definitions) : definitions_(definitions) {}

  void take(Run& run) {
    const Positions projects = join_names(run.project_names, projects_);
    const Positions types = join_names(run.type_names, types_);
    const Positions resolutions = join_names(run.resolution_names, resolutions_);
    const Positions statuses = join_rows(run.status_ids, run.statuses, status_ids_, all_.statuses);
    const Positions people = join_rows(run.people_ids, run.people, people_ids_, all_.people);
    const Positions sprints = join_rows(run.sprint_ids, run.sprints, sprint_ids_, all_.sprints);
    for (std::size_t i = 0; i < sprints.size(); ++i) {
      if (sprints[i] == sprint_origins_.size()) sprint_origins_.push_back(std::move(run.sprint_origins[i]));
    }
    const auto first_issue = static_cast<Index>(all_.issues.size());
    const auto first_event = static_cast<std::uint32_t>(all_.events.size());
    const auto first_bug = static_cast<std::uint32_t>(all_.bugs.size());
    // The first run keeps its positions: it filled empty tables in its own order.
    if (first_issue > 0) {
      for (Event& event : run.events) remap(event, statuses, sprints, resolutions, people);
    }
    for (Issue& issue : run.issues) {
      issue.project = projects[issue.project];
      issue.type = types[issue.type];
      issue.resolution = mapped(resolutions, issue.resolution);
      issue.status = mapped(statuses, issue.status);
      issue.assignee = mapped(people, issue.assignee);
      issue.first_event += first_event;
      if (issue.bug_details != kNone) issue.bug_details += first_bug;
      if (!issue.complete_history) ++all_.incomplete_histories;
    }
    for (FlagReason& reason : run.flag_reasons) reason.issue += first_issue;
    for (RawLink& link : run.links) link.issue += first_issue;
    append(all_.events, run.events);
    append(all_.issues, run.issues);
    append(all_.bugs, run.bugs);
    append(all_.flag_reasons, run.flag_reasons);
    append(links_, run.links);
    append(origins_, run.origins);
    all_.newest_change = std::max(all_.newest_change, run.newest_change);
  }

  Dataset finish() {
    all_.projects = projects_.names();
    sort_projects(all_);
    all_.types = types_.names();
    all_.resolutions = resolutions_.names();
    sort_issues();
    resolve();
    assign_sprints();
    assign_boards(all_, definitions_, origins_, sprint_origins_);
    return std::move(all_);
  }

 private:
  void sort_issues() {
    const Positions order = key_order(all_.issues, origins_);
    Positions position(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = static_cast<Index>(i);
    reorder(all_.issues, order);
    reorder(origins_, order);
    for (RawLink& link : links_) link.issue = position[link.issue];
    for (FlagReason& reason : all_.flag_reasons) reason.issue = position[reason.issue];
    std::ranges::stable_sort(all_.flag_reasons, {}, &FlagReason::issue);
  }

  // Other issues, by id where one is given, else by key.
  void resolve() {
    const IdTable ids{all_.issues, origins_};
    KeyTable keys{all_.issues, origins_};
    const auto find = [&](store::SiteId site, const std::string& id, const std::string& key) {
      const Index found = ids.find(site, id);
      return found != kNone ? found : keys.find(site, key);
    };
    for (const RawLink& link : links_) {
      const Index other = find(origins_[link.issue].site, link.other_id, link.other_key);
      if (link.blocked_by) {
        all_.blocked_by.push_back({link.issue, other, link.from, link.until});
      } else if (other != kNone) {
        all_.links.push_back({link.issue, other});
        all_.links.push_back({other, link.issue});
      }
    }
    const auto link_order = [](const Link& link) { return std::tie(link.issue, link.other); };
    std::ranges::sort(all_.links, {}, link_order);
    const auto repeated = std::ranges::unique(all_.links, {}, link_order);
    all_.links.erase(repeated.begin(), repeated.end());
    std::ranges::stable_sort(all_.blocked_by, {}, &BlockedBy::issue);

    bool any_subtask = false;
    for (std::size_t i = 0; i < origins_.size(); ++i) {
      const Index parent = find(origins_[i].site, origins_[i].parent_id, origins_[i].parent_key);
      // An issue that is its own parent has none.
      if (parent == kNone || parent == i) continue;
      all_.issues[i].parent = parent;
      any_subtask = any_subtask || all_.issues[i].subtask;
    }
    if (!any_subtask) return;
    all_.children.resize(all_.issues.size());
    for (std::size_t i = 0; i < all_.issues.size(); ++i) {
      const Issue& issue = all_.issues[i];
      if (issue.subtask && issue.parent != kNone)
        all_.children[issue.parent].push_back(static_cast<Index>(i));
    }
  }

  void assign_sprints() {
    for (std::size_t i = 0; i < all_.issues.size(); ++i) {
      for (const Event& event : all_.events_of(all_.issues[i])) {
        if (event.kind != EventKind::sprint_enter) continue;
        std::vector<Index>& issues = all_.sprints[event.to()].issues;
        if (issues.empty() || issues.back() != i) issues.push_back(static_cast<Index>(i));
      }
    }
  }

  const store::Definitions& definitions_;
  Dataset all_;
  Interner projects_, types_, resolutions_, status_ids_, people_ids_, sprint_ids_;
  std::vector<SprintOrigin> sprint_origins_;
  std::vector<IssueOrigin> origins_;
  std::vector<RawLink> links_;
};

}  // namespace

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::issues:
      return "issues";
    case Unit::points:
      return "points";
    case Unit::hours:
      return "hours";
  }
  return "";
}

Dataset join_runs(std::vector<Run> runs, const store::Definitions& definitions) {
  Join join{definitions};
  for (Run& run : runs) join.take(run);
  return join.finish();
}

}  // namespace stint::history
