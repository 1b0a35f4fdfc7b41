// DatasetBuilder::join: runs of issues put together into one dataset.
#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "history/builder.h"
#include "history/names.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;  // of a run's table in the joined one

Index mapped(const Positions& positions, Index index) { return index == kNone ? kNone : positions[index]; }

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

// ("PAY", 12) of "PAY-12"; the number is -1 in a key without one.
std::pair<std::string_view, std::int64_t> key_order(std::string_view key) {
  const std::size_t dash = key.rfind('-');
  std::int64_t number = -1;
  if (dash != std::string_view::npos) {
    std::from_chars(key.data() + dash + 1, key.data() + key.size(), number);
  }
  return {key.substr(0, dash), number};
}

// Projects in the order of their keys.
void sort_projects(Dataset& all) {
  std::vector<std::string> sorted = all.projects;
  std::ranges::sort(sorted);
  for (Issue& issue : all.issues) {
    issue.project = static_cast<Index>(std::ranges::lower_bound(sorted, all.projects[issue.project]) - sorted.begin());
  }
  all.projects = std::move(sorted);
}

std::string site_key(store::SiteId site, std::string_view name) { return std::to_string(site) + "/" + std::string{name}; }

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

Dataset DatasetBuilder::join(std::vector<DatasetBuilder> runs) {
  Dataset all;
  if (runs.empty()) return all;
  Interner projects, types, resolutions, status_ids, people_ids, sprint_ids;
  std::vector<store::SiteId> sprint_sites;
  std::vector<std::string> sprint_boards;
  std::vector<store::SiteId> issue_sites;
  std::vector<std::string> issue_boards;
  std::size_t events = 0;
  for (const DatasetBuilder& run : runs) events += run.events_.size();
  all.events.reserve(events);

  std::vector<RawParent> parents;
  std::vector<RawLink> links;
  for (DatasetBuilder& run : runs) {
    const Positions project_at = join_names(run.projects_, projects);
    const Positions type_at = join_names(run.types_, types);
    const Positions resolution_at = join_names(run.resolutions_, resolutions);
    const Positions status_at = join_rows(run.status_ids_, run.statuses_, status_ids, all.statuses);
    const Positions person_at = join_rows(run.people_ids_, run.people_, people_ids, all.people);
    const Positions sprint_at = join_rows(run.sprint_ids_, run.sprints_, sprint_ids, all.sprints);
    for (std::size_t i = 0; i < sprint_at.size(); ++i) {
      if (sprint_at[i] < sprint_boards.size()) continue;
      sprint_boards.push_back(run.sprint_boards_[i]);
      sprint_sites.push_back(run.sprint_sites_[i]);
    }
    const auto first_issue = static_cast<Index>(all.issues.size());
    const auto first_event = static_cast<std::uint32_t>(all.events.size());
    const auto first_bug = static_cast<std::uint32_t>(all.bugs.size());
    for (Event& event : run.events_) remap(event, status_at, sprint_at, resolution_at, person_at);
    all.events.insert(all.events.end(), run.events_.begin(), run.events_.end());
    std::move(run.bugs_.begin(), run.bugs_.end(), std::back_inserter(all.bugs));
    for (Issue& issue : run.issues_) {
      issue.project = project_at[issue.project];
      issue.type = type_at[issue.type];
      issue.resolution = mapped(resolution_at, issue.resolution);
      issue.status = mapped(status_at, issue.status);
      issue.assignee = mapped(person_at, issue.assignee);
      issue.first_event += first_event;
      if (issue.bug_details != kNone) issue.bug_details += first_bug;
      if (!issue.complete_history) ++all.incomplete_histories;
      all.issues.push_back(std::move(issue));
    }
    for (FlagReason& reason : run.flag_reasons_) {
      all.flag_reasons.push_back({reason.issue + first_issue, reason.flagged, std::move(reason.text)});
    }
    for (RawLink& link : run.links_) {
      link.issue += first_issue;
      links.push_back(std::move(link));
    }
    std::move(run.parents_.begin(), run.parents_.end(), std::back_inserter(parents));
    issue_sites.insert(issue_sites.end(), run.issue_sites_.begin(), run.issue_sites_.end());
    std::move(run.issue_boards_.begin(), run.issue_boards_.end(), std::back_inserter(issue_boards));
    if (run.newest_change_ && (!all.newest_change || *run.newest_change_ > *all.newest_change)) {
      all.newest_change = run.newest_change_;
    }
    run.events_ = {};
  }
  all.projects = projects.names();
  sort_projects(all);
  all.types = types.names();
  all.resolutions = resolutions.names();

  // Issues in the order of their keys, whatever order they came in.
  const std::size_t count = all.issues.size();
  Positions order(count);
  std::iota(order.begin(), order.end(), Index{0});
  std::vector<std::pair<std::string_view, std::int64_t>> sort_keys;
  sort_keys.reserve(count);
  for (const Issue& issue : all.issues) sort_keys.push_back(key_order(issue.key));
  std::ranges::sort(order, [&](Index a, Index b) {
    if (sort_keys[a] != sort_keys[b]) return sort_keys[a] < sort_keys[b];
    return std::tie(issue_sites[a], all.issues[a].id) < std::tie(issue_sites[b], all.issues[b].id);
  });
  Positions position(count);
  for (std::size_t i = 0; i < count; ++i) position[order[i]] = static_cast<Index>(i);
  const auto reordered = [&](auto& values) {
    std::remove_reference_t<decltype(values)> sorted;
    sorted.reserve(values.size());
    for (const Index old : order) sorted.push_back(std::move(values[old]));
    values = std::move(sorted);
  };
  reordered(all.issues);
  reordered(issue_sites);
  reordered(issue_boards);
  reordered(parents);

  Lookup lookup;
  lookup.by_id.reserve(count);
  lookup.by_key.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    lookup.by_id.emplace(site_key(issue_sites[i], all.issues[i].id), static_cast<Index>(i));
    lookup.by_key.emplace(site_key(issue_sites[i], all.issues[i].key), static_cast<Index>(i));
  }
  for (RawLink& link : links) link.issue = position[link.issue];
  for (FlagReason& reason : all.flag_reasons) reason.issue = position[reason.issue];
  std::ranges::stable_sort(all.flag_reasons, {}, &FlagReason::issue);
  resolve_links(all, links, lookup);
  resolve_parents(all, parents, lookup);
  assign_sprints(all);
  assign_boards(all, *runs.front().definitions_, issue_sites, issue_boards, sprint_sites, sprint_boards);
  return all;
}

Index DatasetBuilder::Lookup::find(store::SiteId site, const std::string& id, const std::string& key) const {
  if (!id.empty()) {
    if (const auto found = by_id.find(site_key(site, id)); found != by_id.end()) return found->second;
  }
  if (!key.empty()) {
    if (const auto found = by_key.find(site_key(site, key)); found != by_key.end()) return found->second;
  }
  return kNone;
}

void DatasetBuilder::resolve_links(Dataset& all, const std::vector<RawLink>& links, const Lookup& lookup) {
  for (const RawLink& link : links) {
    const Index other = lookup.find(link.site, link.other_id, link.other_key);
    if (link.blocked_by) {
      all.blocked_by.push_back({link.issue, other, link.from, link.until});
    } else if (other != kNone) {
      all.links.push_back({link.issue, other});
      all.links.push_back({other, link.issue});
    }
  }
  const auto link_order = [](const Link& link) { return std::tie(link.issue, link.other); };
  std::ranges::sort(all.links, {}, link_order);
  const auto repeated = std::ranges::unique(all.links, {}, link_order);
  all.links.erase(repeated.begin(), repeated.end());
  std::ranges::stable_sort(all.blocked_by, {}, &BlockedBy::issue);
}

void DatasetBuilder::resolve_parents(Dataset& all, const std::vector<RawParent>& parents, const Lookup& lookup) {
  bool any = false;
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const Index parent = lookup.find(parents[i].site, parents[i].id, parents[i].key);
    // An issue that is its own parent has none.
    if (parent != kNone && parent != i) all.issues[i].parent = parent;
    any = any || (all.issues[i].subtask && all.issues[i].parent != kNone);
  }
  if (!any) return;
  all.children.resize(all.issues.size());
  for (std::size_t i = 0; i < all.issues.size(); ++i) {
    const Issue& issue = all.issues[i];
    if (issue.subtask && issue.parent != kNone) all.children[issue.parent].push_back(static_cast<Index>(i));
  }
}

void DatasetBuilder::assign_sprints(Dataset& all) {
  for (std::size_t i = 0; i < all.issues.size(); ++i) {
    for (const Event& event : all.events_of(all.issues[i])) {
      if (event.kind != EventKind::sprint_enter) continue;
      std::vector<Index>& issues = all.sprints[event.to()].issues;
      if (issues.empty() || issues.back() != i) issues.push_back(static_cast<Index>(i));
    }
  }
}

namespace {

// The project that most of a sprint's issues belong to.
Index main_project(const Dataset& all, const Sprint& sprint) {
  std::map<Index, int> counts;
  for (const Index issue : sprint.issues) ++counts[all.issues[issue].project];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most == counts.end() ? kNone : most->first;
}

// Boards as they turn up: defined ones, ones that only a sprint names, and one made up per project without any.
class BoardTable {
 public:
  BoardTable(Dataset& all, const store::Definitions& definitions) : all_(all), definitions_(definitions) {}

  Index named(store::SiteId site, const std::string& id) {
    const auto [found, added] = by_id_.try_emplace({site, id}, static_cast<Index>(all_.boards.size()));
    if (!added) return found->second;
    Board& board = all_.boards.emplace_back();
    board.id = id;
    board.name = "Board " + id;
    const auto row = definitions_.boards().find({site, id});
    if (row != definitions_.boards().end()) define(board, row->second);
    return found->second;
  }

  // To be called once every sprint has its board: boards that nothing places belong to the project that most of
  // their sprints' issues are of.
  void place() {
    for (const auto& [key, row] : definitions_.boards()) {
      if (std::ranges::find(all_.projects, row.project_key) != all_.projects.end()) static_cast<void>(named(key.first, key.second));
    }
    for (Board& board : all_.boards) {
      if (!board.project_key.empty()) continue;
      std::map<Index, std::size_t> counts;
      for (const Index sprint : board.sprints) {
        if (const Index project = main_project(all_, all_.sprints[sprint]); project != kNone) {
          counts[project] += all_.sprints[sprint].issues.size();
        }
      }
      const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
      if (most != counts.end()) board.project_key = all_.projects[most->first];
    }
  }

  // The board of a project: its only one or its only one with sprints; else one made up for it.
  Index of_project(store::SiteId site, const std::string& project) {
    const auto [found, added] = by_project_.try_emplace({site, project}, kNone);
    if (!added) return found->second;
    std::vector<Index> boards;
    std::vector<Index> with_sprints;
    for (const auto& [key, index] : by_id_) {
      if (key.first != site || all_.boards[index].project_key != project) continue;
      boards.push_back(index);
      if (!all_.boards[index].sprints.empty()) with_sprints.push_back(index);
    }
    if (with_sprints.size() == 1) return found->second = with_sprints.front();
    if (boards.size() == 1) return found->second = boards.front();
    found->second = static_cast<Index>(all_.boards.size());
    Board& board = all_.boards.emplace_back();
    board.name = project;
    board.project_key = project;
    return found->second;
  }

 private:
  void define(Board& board, const tracker::Board& row) const {
    board.name = row.name;
    board.project_key = row.project_key;
    if (row.estimation_field == "issueCount") board.unit = Unit::issues;
    if (row.estimation_field == "timeoriginalestimate") board.unit = Unit::hours;
    board.column_of.assign(all_.statuses.size(), kNone);
    for (const tracker::BoardColumn& column : row.columns) {
      const auto position = static_cast<Index>(board.columns.size());
      board.columns.push_back(column.name);
      for (std::size_t status = 0; status < all_.statuses.size(); ++status) {
        if (std::ranges::find(column.status_ids, all_.statuses[status].id) != column.status_ids.end()) {
          board.column_of[status] = position;
        }
      }
    }
  }

  Dataset& all_;
  const store::Definitions& definitions_;
  std::map<std::pair<store::SiteId, std::string>, Index> by_id_;
  std::map<std::pair<store::SiteId, std::string>, Index> by_project_;
};

// Boards in the order of their projects and names, whatever order they turned up in.
void sort_boards(Dataset& all) {
  Positions order(all.boards.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    const auto key = [&](Index index) {
      const Board& board = all.boards[index];
      return std::tuple{std::string_view{board.project_key}, board.id.size(), std::string_view{board.id}, std::string_view{board.name}};
    };
    return key(a) < key(b);
  });
  Positions position(order.size());
  std::vector<Board> sorted;
  for (std::size_t i = 0; i < order.size(); ++i) {
    position[order[i]] = static_cast<Index>(i);
    sorted.push_back(std::move(all.boards[order[i]]));
  }
  all.boards = std::move(sorted);
  for (Sprint& sprint : all.sprints) sprint.board = mapped(position, sprint.board);
  for (Issue& issue : all.issues) issue.board = mapped(position, issue.board);
}

// Sprints of a board in the order of their starts; never started ones last.
void sort_sprints(const Dataset& all, Board& board) {
  std::ranges::sort(board.sprints, [&](Index a, Index b) {
    const auto order = [&](Index index) {
      const Sprint& sprint = all.sprints[index];
      const auto start = sprint.activated ? sprint.activated : sprint.start;
      return std::tuple{!start, start.value_or(Instant{}), sprint.id.size(), std::string_view{sprint.id}};
    };
    return order(a) < order(b);
  });
}

}  // namespace

void DatasetBuilder::assign_boards(Dataset& all, const store::Definitions& definitions,
                                   const std::vector<store::SiteId>& issue_sites,
                                   const std::vector<std::string>& issue_boards,
                                   const std::vector<store::SiteId>& sprint_sites,
                                   const std::vector<std::string>& sprint_boards) {
  BoardTable boards{all, definitions};
  const auto put_sprint = [&](std::size_t sprint, Index board) {
    all.sprints[sprint].board = board;
    all.boards[board].sprints.push_back(static_cast<Index>(sprint));
  };
  for (std::size_t i = 0; i < all.sprints.size(); ++i) {
    if (!sprint_boards[i].empty()) put_sprint(i, boards.named(sprint_sites[i], sprint_boards[i]));
  }
  boards.place();
  for (std::size_t i = 0; i < all.sprints.size(); ++i) {
    if (!sprint_boards[i].empty()) continue;
    const Index project = main_project(all, all.sprints[i]);
    if (project != kNone) put_sprint(i, boards.of_project(sprint_sites[i], all.projects[project]));
  }
  for (std::size_t i = 0; i < all.issues.size(); ++i) {
    Issue& issue = all.issues[i];
    issue.board = issue_boards[i].empty() ? boards.of_project(issue_sites[i], all.projects[issue.project])
                                          : boards.named(issue_sites[i], issue_boards[i]);
  }
  sort_boards(all);
  for (Board& board : all.boards) {
    if (board.column_of.empty()) board.column_of.assign(all.statuses.size(), kNone);
    sort_sprints(all, board);
  }
}

}  // namespace stint::history
