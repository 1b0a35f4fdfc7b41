// One issue as Jira's search answers it, with its whole changelog.
#pragma once

#include <string>
#include <vector>

#include "demo/model.h"

namespace stint::demo {

class IssueWriter {
 public:
  // `board` is borrowed. `next_history_id` counts on over all boards.
  IssueWriter(const Board& board, std::int64_t& next_history_id);

  // Appends the issue's JSON object to `out`; returns the number of changelog entries.
  std::int64_t write(std::string& out, std::int32_t index);

 private:
  void write_fields(std::string& out, std::int32_t index, Instant updated);
  std::int64_t write_changelog(std::string& out, const Issue& issue);

  const Board& board_;
  std::int64_t& next_history_id_;
  std::string project_json_;
  std::vector<std::string> component_json_;
  std::vector<std::string> version_json_;
  std::vector<std::string> sprint_json_;
};

[[nodiscard]] std::string issue_key(const Board& board, std::int32_t index);

}  // namespace stint::demo
