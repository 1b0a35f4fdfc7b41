// Which issues each board has.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "history/dataset.h"

namespace stint::metrics {

// The issues of all boards in one column: those of a board lie together, in the order of their keys.
class BoardIssues {
 public:
  explicit BoardIssues(const history::Dataset& data) : begin_(data.boards.size() + 1) {
    for (const history::Issue& issue : data.issues) {
      if (issue.board != history::kNone) ++begin_[issue.board + std::size_t{1}];
    }
    for (std::size_t board = 1; board < begin_.size(); ++board) begin_[board] += begin_[board - 1];
    issues_.resize(begin_.back());
    std::vector<std::size_t> next = begin_;
    for (history::Index i = 0; i < data.issues.size(); ++i) {
      const history::Index board = data.issues[i].board;
      if (board != history::kNone) issues_[next[board]++] = i;
    }
  }

  [[nodiscard]] std::span<const history::Index> of(history::Index board) const {
    return std::span{issues_}.subspan(begin_[board], begin_[board + std::size_t{1}] - begin_[board]);
  }

 private:
  std::vector<std::size_t> begin_;  // by board, in issues_
  std::vector<history::Index> issues_;
};

}  // namespace stint::metrics
