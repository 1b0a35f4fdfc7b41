// What the user says about statuses, types and boards where the tracker's own words do not fit.
//
// The store keeps what the tracker says; these are laid over the dataset's tables each time it is made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "history/dataset.h"

namespace stint::history {

// Statuses are named by id or, in any case, by name; a name stands for the statuses of that name in all
// workflows.
struct StatusOverride {
  std::string status;
  std::optional<StatusCategory> category;
  std::optional<bool> blocked;
  std::optional<bool> review;
  std::optional<bool> waiting;
};

// How issues of a type are counted. Stories and tasks are neither sub-tasks, nor epics, nor bugs; acceptance
// criteria are asked of stories.
enum class TypeKind : std::uint8_t { story, task, bug, subtask, epic };
[[nodiscard]] std::optional<TypeKind> parse_type_kind(std::string_view text);

struct TypeOverride {
  std::string type;  // its name, in any case
  TypeKind kind = TypeKind::story;
};

struct ColumnOverride {
  std::string name;
  std::vector<std::string> statuses;
};

// Boards are named by id or, in any case, by name; the board made up for a project has the project's key as
// its name.
struct BoardOverride {
  std::string board;
  std::vector<ColumnOverride> columns;  // instead of all that the board has; empty: as they are
  std::string estimation;  // "points", "hours", "issues", or a field by id or name; empty: as it is
};

struct Overrides {
  std::vector<StatusOverride> statuses;
  std::vector<TypeOverride> types;
  std::vector<BoardOverride> boards;

  [[nodiscard]] bool empty() const { return statuses.empty() && types.empty() && boards.empty(); }
  // Whether they make a bug of a type. What tells where a bug was found is read for bugs only.
  [[nodiscard]] bool makes_bug(std::string_view type_name) const;
  // Tells apart overrides with which a dataset is read differently from the store: which field holds the
  // estimate, and which types are bugs. Empty when there are none such; everything else is laid over
  // afterwards, by apply().
  [[nodiscard]] std::string estimation_fingerprint() const;
};

// A name in the overrides that nothing in the dataset bears.
struct Unmatched {
  std::string_view what;  // "status", "type" or "board"
  std::string name;
  std::vector<std::string> known;  // what there is, sorted
};

// Lays the overrides over the tables of the dataset; a later one wins over an earlier one. Doing it again
// changes nothing. The names that meet nothing are returned, in the order of the overrides: one configuration
// may serve several trackers, so they are no errors.
[[nodiscard]] std::vector<Unmatched> apply(const Overrides& overrides, Dataset& dataset);

}  // namespace stint::history
