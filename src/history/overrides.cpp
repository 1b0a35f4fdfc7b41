#include "history/overrides.h"

#include <algorithm>
#include <array>
#include <utility>

#include "history/estimate_field.h"
#include "history/names.h"

namespace stint::history {
namespace {

constexpr std::array<std::pair<std::string_view, TypeKind>, 5> kTypeKinds{{
    {"story", TypeKind::story},
    {"task", TypeKind::task},
    {"bug", TypeKind::bug},
    {"subtask", TypeKind::subtask},
    {"epic", TypeKind::epic},
}};

// Collects what is not there, each name once.
class Missing {
 public:
  template <class Table>
  void add(std::string_view what, const std::string& name, const Table& table) {
    for (const Unmatched& known : found_) {
      if (known.what == what && known.name == name) return;
    }
    Unmatched& missing = found_.emplace_back(Unmatched{what, name, {}});
    for (const auto& row : table) missing.known.push_back(row.name);
    std::ranges::sort(missing.known);
    const auto repeated = std::ranges::unique(missing.known);
    missing.known.erase(repeated.begin(), repeated.end());
  }
  [[nodiscard]] std::vector<Unmatched> take() { return std::move(found_); }

 private:
  std::vector<Unmatched> found_;
};

template <class Row>
bool bears(const Row& row, std::string_view name) {
  return (!row.id.empty() && row.id == name) || equal_names(row.name, name);
}

void lay_over(const StatusOverride& override, Status& status) {
  if (override.category && *override.category != status.category) {
    status.category = *override.category;
    // What the name says of a status in progress says nothing of another.
    const bool in_progress = status.category == StatusCategory::in_progress;
    status.review = in_progress && means_review(status.name);
    status.waiting = in_progress && means_waiting(status.name);
  }
  if (override.blocked) status.blocked = *override.blocked;
  if (override.review) status.review = *override.review;
  if (override.waiting) status.waiting = *override.waiting;
}

// Whether it changed what is a sub-task.
bool lay_over(const TypeOverride& override, Type& type) {
  type.bug = override.kind == TypeKind::bug;
  type.epic = override.kind == TypeKind::epic;
  type.story = override.kind == TypeKind::story;
  const bool subtask = override.kind == TypeKind::subtask;
  return std::exchange(type.subtask, subtask) != subtask;
}

void lay_columns(const BoardOverride& override, const Dataset& dataset, Board& board, Missing& missing) {
  board.columns.clear();
  board.column_of.assign(dataset.statuses.size(), kNone);
  for (const ColumnOverride& column : override.columns) {
    const auto position = static_cast<Index>(board.columns.size());
    board.columns.push_back(column.name);
    for (const std::string& name : column.statuses) {
      bool found = false;
      for (std::size_t status = 0; status < dataset.statuses.size(); ++status) {
        if (!bears(dataset.statuses[status], name)) continue;
        board.column_of[status] = position;
        found = true;
      }
      if (!found) missing.add("status", name, dataset.statuses);
    }
  }
}

void find_children(Dataset& dataset) {
  std::vector<Child> children;
  for (std::size_t i = 0; i < dataset.issues.size(); ++i) {
    const Issue& issue = dataset.issues[i];
    if (issue.parent != kNone && dataset.type_of(issue).subtask)
      children.push_back({issue.parent, static_cast<Index>(i)});
  }
  std::ranges::stable_sort(children, {}, &Child::issue);
  dataset.children = std::move(children);
}

void append(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

}  // namespace

std::optional<TypeKind> parse_type_kind(std::string_view text) {
  for (const auto& [name, kind] : kTypeKinds) {
    if (equal_names(name, text)) return kind;
  }
  return std::nullopt;
}

bool Overrides::makes_bug(std::string_view type_name) const {
  bool bug = false;
  for (const TypeOverride& override : types) {
    if (equal_names(override.type, type_name)) bug = override.kind == TypeKind::bug;
  }
  return bug;
}

std::string Overrides::estimation_fingerprint() const {
  std::string text;
  // Names with their lengths, so that no two lists read the same.
  for (const BoardOverride& board : boards) {
    if (board.estimation.empty()) continue;
    text += 'b';
    append(text, board.board);
    append(text, board.estimation);
  }
  for (const TypeOverride& type : types) {
    if (!makes_bug(type.type)) continue;
    text += 't';
    append(text, type.type);
  }
  return text;
}

std::vector<Unmatched> apply(const Overrides& overrides, Dataset& dataset) {
  Missing missing;
  const auto each = [&](std::string_view what, const std::string& name, auto& table, const auto& matches,
                        const auto& change) {
    bool found = false;
    for (auto& row : table) {
      if (!matches(row, name)) continue;
      found = true;
      change(row);
    }
    if (!found) missing.add(what, name, table);
  };
  const auto by_id_or_name = [](const auto& row, const std::string& name) { return bears(row, name); };
  for (const StatusOverride& override : overrides.statuses) {
    each("status", override.status, dataset.statuses, by_id_or_name,
         [&](Status& status) { lay_over(override, status); });
  }
  bool other_subtasks = false;
  for (const TypeOverride& override : overrides.types) {
    each(
        "type", override.type, dataset.types,
        [](const Type& type, const std::string& name) { return equal_names(type.name, name); },
        [&](Type& type) { other_subtasks = lay_over(override, type) || other_subtasks; });
  }
  if (other_subtasks) find_children(dataset);
  for (const BoardOverride& override : overrides.boards) {
    each("board", override.board, dataset.boards, by_id_or_name, [&](Board& board) {
      if (!override.columns.empty()) lay_columns(override, dataset, board, missing);
      if (!override.estimation.empty()) board.unit = unit_of_estimation(override.estimation);
    });
  }
  return missing.take();
}

}  // namespace stint::history
