// The texts of tickets, comments and sprints. Each depends on its board and on the issue's own seed alone, so
// that it can be made at the moment of writing.
#pragma once

#include <string>
#include <vector>

#include "demo/model.h"

namespace stint::demo {

// What a description says, before it is put into ADF or wiki markup.
struct Description {
  std::vector<std::string> paragraphs;
  std::vector<std::string> steps;  // to reproduce; bugs only
};

[[nodiscard]] std::string summary_of(const Board& board, const Issue& issue);
[[nodiscard]] Description describe(const Board& board, const Issue& issue);
// The acceptance criterion with the given number; the first ones stay the same when more are added.
[[nodiscard]] std::string criterion(const Board& board, const Issue& issue, std::int32_t number);
// `number`: of the comment within its issue.
[[nodiscard]] std::string comment_text(const Board& board, const Issue& issue, const Comment& comment,
                                       std::size_t number);
// "Production, web app 4.2"; empty where the bug names none.
[[nodiscard]] std::string environment_of(const Issue& issue);

[[nodiscard]] std::string sprint_name(const Board& board, const Sprint& sprint);
[[nodiscard]] std::string sprint_goal(const Board& board, const Sprint& sprint);

}  // namespace stint::demo
