// Which board a sprint and an issue belong to.
#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>

#include "history/run.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;

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

  Index named(store::SiteId site, const std::string& id) {
    const auto [found, added] = by_id_.try_emplace({site, id}, static_cast<Index>(all_.boards.size()));
    if (!added) return found->second;
    Board& board = all_.boards.emplace_back();
    board.site = site_index(site);
    board.id = id;
    board.name = "Board " + id;
    const auto row = definitions_.boards().find({site, id});
    if (row != definitions_.boards().end()) define(board, row->second);
    return found->second;
  }

  // To be called once every sprint has its board: boards that nothing places belong to the project that most
  // of their sprints' issues are of.
  void place() {
    for (const auto& [key, row] : definitions_.boards()) {
      if (std::ranges::find(all_.projects, row.project_key) != all_.projects.end())
        static_cast<void>(named(key.first, key.second));
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
    board.site = site_index(site);
    board.name = project;
    board.project_key = project;
    return found->second;
  }

 private:
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
  std::map<std::pair<store::SiteId, std::string>, Index> by_id_;
  std::map<std::pair<store::SiteId, std::string>, Index> by_project_;
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

void assign_boards(Dataset& all, const store::Definitions& definitions) {
  all.boards.clear();
  BoardTable boards{all, definitions};
  const auto site_of = [&](Index site) { return all.sites[site].id; };
  const auto put_sprint = [&](std::size_t sprint, Index board) {
    all.sprints[sprint].board = board;
    all.boards[board].sprints.push_back(static_cast<Index>(sprint));
  };
  for (std::size_t i = 0; i < all.sprints.size(); ++i) {
    const Sprint& sprint = all.sprints[i];
    if (!sprint.board_id.empty()) put_sprint(i, boards.named(site_of(sprint.site), sprint.board_id));
  }
  boards.place();
  for (std::size_t i = 0; i < all.sprints.size(); ++i) {
    const Sprint& sprint = all.sprints[i];
    if (!sprint.board_id.empty()) continue;
    const Index project = main_project(all, sprint);
    if (project != kNone) put_sprint(i, boards.of_project(site_of(sprint.site), all.projects[project]));
  }
  // Projects of a site, looked up once each: a million look-ups by text would be the slowest part of all.
  std::vector<Index> board_of(all.issues.size());
  std::pair<Index, Index> last{kNone, kNone};
  Index last_board = kNone;
  for (std::size_t i = 0; i < all.issues.size(); ++i) {
    const Issue& issue = all.issues[i];
    if (issue.home_sprint != kNone) {
      board_of[i] = all.sprints[issue.home_sprint].board;
      continue;
    }
    if (const std::pair place{issue.site, issue.project}; place != last) {
      last = place;
      last_board = boards.of_project(site_of(issue.site), all.projects[issue.project]);
    }
    board_of[i] = last_board;
  }
  const Positions position = sort_boards(all);
  for (Sprint& sprint : all.sprints) sprint.board = mapped(position, sprint.board);
  for (std::size_t i = 0; i < all.issues.size(); ++i) {
    const Index board = position[board_of[i]];
    // Pages of a mapped file are not touched for nothing.
    if (all.issues[i].board != board) all.issues.change(i).board = board;
  }
  for (Board& board : all.boards) {
    if (board.column_of.empty()) board.column_of.assign(all.statuses.size(), kNone);
    sort_sprints(all, board);
  }
}

}  // namespace stint::history
