#include "views/choices.h"

#include <fmt/format.h>
#include <vector>

#include "history/names.h"

namespace stint::views {
namespace {

using history::Index;

constexpr std::size_t kNamed = 8;  // choices that a message lists, at most

// What can be named, and which of it is meant.
struct Candidates {
  std::string_view what;  // "board"
  std::vector<Index> found;
  std::string all;
  std::size_t count = 0;

  void add(Index index, const std::string& id, const std::string& name, const std::string& wanted) {
    if (id == wanted || history::equal_names(name, wanted)) found.push_back(index);
    if (count++ >= kNamed) return;
    if (!all.empty()) all += ", ";
    all += id.empty() ? name : fmt::format("{} ({})", id, name);
  }

  [[nodiscard]] Result<Index> chosen(const std::string& wanted) const {
    if (found.size() == 1) return found.front();
    if (found.empty()) {
      std::string hint = all.empty() ? "there are none" : "there are " + all;
      if (count > kNamed) hint += ", …";
      return fail(ErrorCode::not_found, fmt::format("there is no {} \"{}\"", what, wanted), {},
                  std::move(hint));
    }
    return fail(ErrorCode::usage, fmt::format("more than one {} is called \"{}\"", what, wanted), {},
                "name one by its id, or choose a project with --project");
  }
};

}  // namespace

Result<Index> find_board(const history::Dataset& data, const std::string& wanted) {
  Candidates boards{"board", {}, {}, 0};
  for (Index i = 0; i < data.boards.size(); ++i)
    boards.add(i, data.boards[i].id, data.boards[i].name, wanted);
  return boards.chosen(wanted);
}

Result<Index> find_sprint(const history::Dataset& data, const std::string& wanted, Index board) {
  Candidates sprints{"sprint", {}, {}, 0};
  for (Index i = 0; i < data.sprints.size(); ++i) {
    const history::Sprint& sprint = data.sprints[i];
    if (sprint.board == history::kNone || (board != history::kNone && sprint.board != board)) continue;
    sprints.add(i, sprint.id, sprint.name, wanted);
  }
  return sprints.chosen(wanted);
}

}  // namespace stint::views
