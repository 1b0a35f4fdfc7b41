// Which field holds an issue's estimate.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "history/dataset.h"
#include "history/overrides.h"
#include "store/definitions.h"

namespace stint::history {

// Fields to look into, the best first: an issue's estimate is in the first one that it has a value or a
// change of. Empty: the board counts issues.
struct EstimateFields {
  struct Field {
    std::string id;
    std::string name;  // as changes of old servers, which give no id, call it; may be empty
  };
  std::vector<Field> fields;
  Unit unit = Unit::points;
};

// What a board counts whose estimation is "points", "hours", "issues", or a field by id or name.
[[nodiscard]] Unit unit_of_estimation(std::string_view estimation);

// What the configuration says of the board, then the chosen field, then the board's estimation setting, then
// the project's boards', then fields called "Story Points" or "Story point estimate".
class EstimateFieldRule {
 public:
  // `chosen`: a field id or name given by the user; may be empty. A board of `overrides` that no definition
  // bears is taken as the id of a board known from its sprints only, and as the key of a project.
  EstimateFieldRule(const store::Definitions& definitions, std::string_view chosen,
                    std::span<const BoardOverride> overrides = {});

  // `board` is the tracker's id of the board whose sprint the issue was in; empty when it was in none.
  [[nodiscard]] const EstimateFields& of(store::SiteId site, const std::string& project_key,
                                         const std::string& board) const;

 private:
  void override_boards(const store::Definitions& definitions, std::span<const BoardOverride> overrides);

  using Key = std::pair<store::SiteId, std::string>;
  std::map<Key, EstimateFields> by_board_;
  std::map<Key, EstimateFields> by_project_;
  std::map<store::SiteId, EstimateFields> by_site_;
  EstimateFields fallback_;
};

}  // namespace stint::history
