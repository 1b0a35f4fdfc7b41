#include "report/summary.h"

#include <algorithm>

namespace stint::report {

std::vector<metrics::Index> boards_in(const history::Dataset& data, std::span<const std::string> projects) {
  std::vector<metrics::Index> boards;
  for (std::size_t board = 0; board < data.boards.size(); ++board) {
    if (projects.empty() || std::ranges::find(projects, data.boards[board].project_key) != projects.end())
      boards.push_back(static_cast<metrics::Index>(board));
  }
  return boards;
}

SummaryItem summary_item(const history::Dataset& data, metrics::Index issue, std::string text) {
  const metrics::Index project = data.issues[issue].project;
  std::string key{data.key(issue)};
  std::string title = key + ": " + std::string{data.summary(issue)};
  return {.key = std::move(key),
          .project = project == metrics::kNone ? std::string{} : data.projects[project],
          .title = std::move(title),
          .text = std::move(text)};
}

}  // namespace stint::report
