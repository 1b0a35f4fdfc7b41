// Which issues each board or project has.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "history/dataset.h"

namespace stint::metrics {

// All issues by one of their members, in one column: those of a group lie together, in the order of their
// keys.
class IssueGroups {
 public:
  IssueGroups(const history::Dataset& data, std::size_t groups, history::Index history::Issue::* group)
      : begin_(groups + 1) {
    for (const history::Issue& issue : data.issues) {
      if (issue.*group != history::kNone) ++begin_[issue.*group + std::size_t{1}];
    }
    for (std::size_t g = 1; g < begin_.size(); ++g) begin_[g] += begin_[g - 1];
    issues_.resize(begin_.back());
    std::vector<std::size_t> next = begin_;
    for (history::Index i = 0; i < data.issues.size(); ++i) {
      const history::Index g = data.issues[i].*group;
      if (g != history::kNone) issues_[next[g]++] = i;
    }
  }

  [[nodiscard]] std::span<const history::Index> of(history::Index group) const {
    return std::span{issues_}.subspan(begin_[group], begin_[group + std::size_t{1}] - begin_[group]);
  }

 private:
  std::vector<std::size_t> begin_;  // by group, in issues_
  std::vector<history::Index> issues_;
};

class BoardIssues : public IssueGroups {
 public:
  explicit BoardIssues(const history::Dataset& data)
      : IssueGroups(data, data.boards.size(), &history::Issue::board) {}
};

class ProjectIssues : public IssueGroups {
 public:
  explicit ProjectIssues(const history::Dataset& data)
      : IssueGroups(data, data.projects.size(), &history::Issue::project) {}
};

}  // namespace stint::metrics
