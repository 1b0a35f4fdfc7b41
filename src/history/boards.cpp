// Which board a sprint and an issue belong to.
#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/parallel.h"
#include "history/run.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;

constexpr std::size_t kGrain = 1 << 14;

Index mapped(const Positions& positions, Index index) {
  return index == kNone ? kNone : positions[index];
}

// The project that most of a sprint's issues belong to.
Index main_project(const Dataset& all, const Sprint& sprint) {
  std::map<Index, int> counts;
  for (const Index issue : sprint.issues) ++counts[all.issues[issue].project];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most == counts.end() ? kNone : most->first;
}

// Boards as they turn up: defined ones, ones that only a sprint names, and one made up per project without
// any.
class BoardTable {
 public:
  BoardTable(Dataset& all, const store::Definitions& definitions) : all_(all), definitions_(definitions) {}

  Index named(Index site, const std::string& id) {
    set_row_name(site, id, name_);
    const auto [found, added] = by_id_.try_emplace(name_, static_cast<Index>(all_.boards.size()));
    if (!added) return found->second;
    Board& board = all_.boards.emplace_back();
    board.site = site;
    board.id = id;
    board.name = "Board " + id;
    const auto row = definitions_.boards().find({all_.sites[site].id, id});
    if (row != definitions_.boards().end()) define(board, row->second);
    return found->second;
  }

  // To be called once every sprint has its board: boards that nothing places belong to the project that most
  // of their sprints' issues are of.
  void place() {
    for (const auto& [key, row] : definitions_.boards()) {
      const Index site = site_index(key.first);
      if (site < all_.sites.size() && std::ranges::binary_search(all_.projects, row.project_key))
        static_cast<void>(named(site, key.second));
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

  // The board of a project: its only one or its only one with sprints; else one made up for it. The boards
  // that were there when it is first asked count.
  Index of_project(Index site, Index project) {
    if (by_project_.empty()) group_by_project();
    const std::string& key = all_.projects[project];
    Group& group = by_project_[{site, key}];
    if (group.board != kNone) return group.board;
    if (group.with_sprints == 1) return group.board = group.last_with_sprints;
    if (group.boards == 1) return group.board = group.last;
    group.board = static_cast<Index>(all_.boards.size());
    Board& board = all_.boards.emplace_back();
    board.site = site;
    board.name = key;
    board.project_key = key;
    return group.board;
  }

 private:
  // The boards of one project.
  struct Group {
    int boards = 0;
    int with_sprints = 0;
    Index last = kNone;
    Index last_with_sprints = kNone;
    Index board = kNone;  // the one that was chosen
  };

  void group_by_project() {
    for (Index i = 0; i < all_.boards.size(); ++i) {
      const Board& board = all_.boards[i];
      Group& group = by_project_[{board.site, board.project_key}];
      ++group.boards;
      group.last = i;
      if (board.sprints.empty()) continue;
      ++group.with_sprints;
      group.last_with_sprints = i;
    }
  }

  [[nodiscard]] Index site_index(store::SiteId site) const {
    return static_cast<Index>(std::ranges::find(all_.sites, site, &Site::id) - all_.sites.begin());
  }

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
        if (all_.statuses[status].site == board.site &&
            std::ranges::find(column.status_ids, all_.statuses[status].id) != column.status_ids.end()) {
          board.column_of[status] = position;
        }
      }
    }
  }

  Dataset& all_;
  const store::Definitions& definitions_;
  std::unordered_map<std::string, Index> by_id_;
  std::map<std::pair<Index, std::string>, Group> by_project_;
  std::string name_;  // room for the one that is looked for
};

// Boards in the order of their projects and names, whatever order they turned up in; where each went.
Positions sort_boards(Dataset& all) {
  Positions order(all.boards.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    const auto key = [&](Index index) {
      const Board& board = all.boards[index];
      return std::tuple{std::string_view{board.project_key}, board.id.size(), std::string_view{board.id},
                        std::string_view{board.name}};
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
  return position;
}

// Which board each project of each site has. Projects are looked up once each: a million look-ups by text
// would be the slowest part of all.
class ProjectBoards {
 public:
  ProjectBoards(const Dataset& all, BoardTable& boards)
      : projects_(all.projects.size()), board_(all.sites.size() * projects_, kNone) {
    // Boards are made up in the order of the issues, however many threads look at these.
    std::vector<std::vector<std::size_t>> places(all.issues.size() / kGrain + 1);
    for_each_part(all.issues.size(), kGrain, [&](std::size_t first, std::size_t last) {
      std::vector<std::size_t>& seen = places[first / kGrain];
      for (std::size_t i = first; i < last; ++i) {
        const Issue& issue = all.issues[i];
        if (issue.home_sprint != kNone) continue;
        const std::size_t place = place_of(issue);
        if (seen.empty() || seen.back() != place) seen.push_back(place);
      }
    });
    for (const std::vector<std::size_t>& seen : places) {
      for (const std::size_t place : seen) {
        if (board_[place] != kNone) continue;
        board_[place] =
            boards.of_project(static_cast<Index>(place / projects_), static_cast<Index>(place % projects_));
      }
    }
  }
  void move(const Positions& position) {
    for (Index& board : board_) board = mapped(position, board);
  }
  [[nodiscard]] Index operator[](const Issue& issue) const { return board_[place_of(issue)]; }

 private:
  [[nodiscard]] std::size_t place_of(const Issue& issue) const {
    return issue.site * projects_ + issue.project;
  }

  std::size_t projects_;
  std::vector<Index> board_;  // by site, then by project
};

// `touched`: boards that issues left or came to.
BoardChanges difference(const std::vector<Board>& before, const std::vector<Board>& now, Positions touched) {
  const auto same = [](const Board& a, const Board& b) {
    return a.site == b.site && a.id == b.id && a.project_key == b.project_key;
  };
  if (!std::ranges::equal(before, now, same)) return {{}, true, true};
  const bool regrouped = !touched.empty();
  for (Index b = 0; b < now.size(); ++b) {
    if (before[b].sprints != now[b].sprints) touched.push_back(b);
  }
  std::erase(touched, kNone);
  return {std::move(touched), regrouped, false};
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

// Whether an issue is or was in it. What no issue names any more is left over from before an update.
std::vector<char> known_sprints(const Dataset& all) {
  std::vector<char> known(all.sprints.size());
  for (std::size_t i = 0; i < known.size(); ++i) known[i] = all.sprints[i].issues.empty() ? 0 : 1;
  for (const Issue& issue : all.issues) {
    if (issue.home_sprint != kNone) known[issue.home_sprint] = 1;
  }
  return known;
}

}  // namespace

BoardChanges assign_boards(Dataset& all, const store::Definitions& definitions) {
  const std::vector<Board> before = std::exchange(all.boards, {});
  BoardTable boards{all, definitions};
  const auto put_sprint = [&](std::size_t sprint, Index board) {
    all.sprints[sprint].board = board;
    all.boards[board].sprints.push_back(static_cast<Index>(sprint));
  };
  const std::vector<char> known = known_sprints(all);
  for (std::size_t i = 0; i < all.sprints.size(); ++i) {
    Sprint& sprint = all.sprints[i];
    sprint.board = kNone;
    if (!sprint.board_id.empty() && known[i] != 0) put_sprint(i, boards.named(sprint.site, sprint.board_id));
  }
  boards.place();
  for (std::size_t i = 0; i < all.sprints.size(); ++i) {
    const Sprint& sprint = all.sprints[i];
    if (!sprint.board_id.empty()) continue;
    const Index project = main_project(all, sprint);
    if (project != kNone) put_sprint(i, boards.of_project(sprint.site, project));
  }
  ProjectBoards board_of{all, boards};
  const Positions position = sort_boards(all);
  board_of.move(position);
  for (Sprint& sprint : all.sprints) sprint.board = mapped(position, sprint.board);
  Positions touched;
  std::mutex touching;
  for_each_part(all.issues.size(), kGrain, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const Issue& issue = all.issues[i];
      const Index board = issue.home_sprint == kNone ? board_of[issue] : all.sprints[issue.home_sprint].board;
      // Pages of a mapped file are not touched for nothing.
      if (issue.board == board) continue;
      const std::lock_guard lock{touching};
      touched.push_back(issue.board);
      touched.push_back(board);
      all.issues.change(i).board = board;
    }
  });
  for_each_part(all.boards.size(), 64, [&](std::size_t first, std::size_t last) {
    for (std::size_t b = first; b < last; ++b) {
      Board& board = all.boards[b];
      if (board.column_of.empty()) board.column_of.assign(all.statuses.size(), kNone);
      sort_sprints(all, board);
    }
  });
  return difference(before, all.boards, std::move(touched));
}

}  // namespace stint::history
