#include "tracker/jira/catalogue.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "base/parallel.h"
#include "lib/curl/url.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/fields.h"
#include "tracker/jira/pages.h"
#include "tracker/jira/values.h"

namespace stint::tracker::jira {
namespace {

constexpr int kPageSize = 50;  // the most that boards and sprints come in
constexpr std::size_t kKeysAtOnce = 50;

bool is_in(const Scope& scope, std::string_view key) {
  if (scope.projects.empty()) return true;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::ranges::any_of(scope.projects, [&](std::string_view wanted) {
    return std::ranges::equal(wanted, key, {}, lower, lower);
  });
}

std::expected<std::vector<Project>, RestFault> list_projects(Site& site, const Scope& scope) {
  std::vector<Project> projects;
  std::set<std::string> seen;
  const auto take = [&](json::Value item) {
    Project project{std::string{item["key"].text()}, std::string{item["name"].text()}};
    if (project.key.empty() || !seen.insert(project.key).second) return false;
    if (is_in(scope, project.key)) projects.push_back(std::move(project));
    return true;
  };
  if (!site.cloud()) {
    auto answer = site.get(site.api("/project"));
    if (!answer) return std::unexpected(std::move(answer).error());
    if (!answer->root.is_array()) return std::unexpected(without_list("projects"));
    for (const json::Value item : answer->root.items()) take(item);
    return projects;
  }
  for (std::size_t first = 0; first == 0 || first < scope.projects.size(); first += kKeysAtOnce) {
    std::string path = site.api("/project/search");
    for (std::size_t i = first; i < std::min(first + kKeysAtOnce, scope.projects.size()); ++i) {
      path += fmt::format("{}keys={}", i == first ? '?' : '&', curl::url_encoded(scope.projects[i]));
    }
    if (auto read = read_pages(site, path, "values", kPageSize, take); !read)
      return std::unexpected(std::move(read).error());
  }
  return projects;
}

// What one board brings, apart from the others so that boards can be asked for side by side.
struct BoardPart {
  Board board;
  std::vector<Sprint> sprints;
  std::vector<Unreadable> unreadable;
};

void read_board_part(Site& site, BoardPart& part) {
  Board& board = part.board;
  auto answer = site.get(fmt::format("/rest/agile/1.0/board/{}/configuration", curl::url_encoded(board.id)));
  if (answer) {
    Board configured = read_board(answer->root);
    configured.id = board.id;
    if (configured.name.empty()) configured.name = board.name;
    if (configured.type.empty()) configured.type = board.type;
    if (configured.project_key.empty()) configured.project_key = board.project_key;
    board = std::move(configured);
  } else {
    part.unreadable.push_back(
        {fmt::format("the configuration of board \"{}\"", board.name), "", std::move(answer).error().error});
  }
  auto sprints = list_sprints(site, board, "");
  if (sprints) {
    part.sprints = std::move(*sprints);
  } else {
    part.unreadable.push_back(
        {fmt::format("the sprints of board \"{}\"", board.name), "", std::move(sprints).error().error});
  }
}

std::vector<Board> list_all_boards(Site& site, const Scope& scope, std::vector<Unreadable>& unreadable) {
  std::vector<std::string> projects = scope.projects;
  if (projects.empty()) projects.emplace_back();
  std::vector<Board> boards;
  std::set<std::string> seen;
  for (const std::string& project : projects) {
    auto found = list_boards(site, project);
    if (!found) {
      unreadable.push_back(
          {project.empty() ? "the boards" : "the boards of " + project, "", std::move(found).error().error});
      continue;
    }
    for (Board& board : *found) {
      if (seen.insert(board.id).second) boards.push_back(std::move(board));
    }
  }
  return boards;
}

void read_boards(Site& site, const Scope& scope, Catalogue& catalogue) {
  std::vector<BoardPart> parts;
  for (Board& board : list_all_boards(site, scope, catalogue.unreadable)) {
    parts.push_back({std::move(board), {}, {}});
  }
  for_each_part(parts.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) read_board_part(site, parts[i]);
  });
  std::set<std::string> seen;
  for (BoardPart& part : parts) {
    catalogue.boards.push_back(std::move(part.board));
    // A sprint is on every board that shows one of its issues.
    for (Sprint& sprint : part.sprints) {
      if (seen.insert(sprint.id).second) catalogue.sprints.push_back(std::move(sprint));
    }
    std::ranges::move(part.unreadable, std::back_inserter(catalogue.unreadable));
  }
}

void read_projects(Site& site, const Scope& scope, Catalogue& catalogue) {
  auto projects = list_projects(site, scope);
  if (!projects) {
    catalogue.unreadable.push_back({"the list of projects", "", std::move(projects).error().error});
    return;
  }
  catalogue.projects = std::move(*projects);
  for (const std::string& wanted : scope.projects) {
    const Scope one{{wanted}, {}};
    if (std::ranges::any_of(catalogue.projects, [&](const Project& found) { return is_in(one, found.key); }))
      continue;
    catalogue.unreadable.push_back(
        {"project " + wanted,
         "",
         {ErrorCode::not_found, "there is no such project, or this account may not see it", "",
          "give keys as they stand in front of issue numbers, and grant \"Browse projects\""}});
  }
}

}  // namespace

std::expected<std::vector<Board>, RestFault> list_boards(Site& site, std::string_view project) {
  std::vector<Board> boards;
  std::set<std::string> seen;
  std::string path = "/rest/agile/1.0/board";
  if (!project.empty()) path += "?projectKeyOrId=" + curl::url_encoded(project);
  auto read = read_pages(site, path, "values", kPageSize, [&](json::Value item) {
    Board board = read_board(item);
    if (board.id.empty() || !seen.insert(board.id).second) return false;
    boards.push_back(std::move(board));
    return true;
  });
  if (!read) return std::unexpected(std::move(read).error());
  return boards;
}

std::expected<std::vector<Sprint>, RestFault> list_sprints(Site& site, const Board& board,
                                                           std::string_view states) {
  std::vector<Sprint> sprints;
  if (board.type == "kanban") return sprints;
  std::set<std::string> seen;
  std::string path = fmt::format("/rest/agile/1.0/board/{}/sprint", curl::url_encoded(board.id));
  if (!states.empty()) path += fmt::format("?state={}", states);
  auto read = read_pages(site, path, "values", kPageSize, [&](json::Value item) {
    Sprint sprint = read_sprint(item);
    if (sprint.id.empty() || !seen.insert(sprint.id).second) return false;
    if (sprint.board_id.empty()) sprint.board_id = board.id;
    sprints.push_back(std::move(sprint));
    return true;
  });
  // That is how a board says that it has no sprints.
  if (!read && read.error().status == 400) return sprints;
  if (!read) return std::unexpected(std::move(read).error());
  return sprints;
}

Result<Catalogue> read_catalogue(Site& site, const Scope& scope) {
  Catalogue catalogue;
  STINT_ASSIGN(fields, list_fields(site));
  catalogue.fields = std::move(fields);
  auto statuses = site.get(site.api("/status"));
  if (!statuses) return fail(std::move(statuses).error().error);
  if (!statuses->root.is_array()) return fail(without_list("statuses").error);
  for (const json::Value item : statuses->root.items()) catalogue.statuses.push_back(read_status(item));
  read_projects(site, scope, catalogue);
  read_boards(site, scope, catalogue);
  return catalogue;
}

}  // namespace stint::tracker::jira
