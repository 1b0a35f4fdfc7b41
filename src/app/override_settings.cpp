// The sections "statuses", "types" and "boards" of the configuration file.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "app/configuration.h"
#include "history/names.h"

namespace stint::app {
namespace {

using history::BoardOverride;
using history::ColumnOverride;
using history::Overrides;
using history::StatusCategory;
using history::StatusOverride;

std::unexpected<Error> wrong(const FileSetting& setting, std::string_view expected) {
  std::string message{"\""};
  message.append(setting.name).append("\" takes ").append(expected).append(", not ");
  if (setting.listed) {
    message += "a list";
  } else {
    message.append("\"").append(setting.value).append("\"");
  }
  return fail(ErrorCode::usage, std::move(message));
}

std::unexpected<Error> unknown(const FileSetting& setting, std::string known) {
  return fail(ErrorCode::usage, "unknown setting \"" + setting.name + "\"", {}, std::move(known));
}

std::optional<bool> parse_flag(std::string_view text) {
  for (const std::string_view yes : {"true", "yes", "on", "1"}) {
    if (history::equal_names(text, yes)) return true;
  }
  for (const std::string_view no : {"false", "no", "off", "0"}) {
    if (history::equal_names(text, no)) return false;
  }
  return std::nullopt;
}

std::optional<StatusCategory> parse_category(std::string_view text) {
  if (text == "todo") return StatusCategory::todo;
  if (text == "in_progress") return StatusCategory::in_progress;
  if (text == "done") return StatusCategory::done;
  return std::nullopt;
}

// The row of that name, made when it is not there yet.
template <class Row>
Row& row_of(std::vector<Row>& rows, std::string Row::* name_of, const std::string& name) {
  const auto known = std::ranges::find(rows, name, name_of);
  if (known != rows.end()) return *known;
  Row& row = rows.emplace_back();
  row.*name_of = name;
  return row;
}

// statuses: {NAME: {category: …, blocked: …, review: …, waiting: …}}
Outcome set_status(const FileSetting& setting, Overrides& overrides) {
  constexpr std::array<std::pair<std::string_view, std::optional<bool> StatusOverride::*>, 3> kFlags{{
      {"blocked", &StatusOverride::blocked},
      {"review", &StatusOverride::review},
      {"waiting", &StatusOverride::waiting},
  }};
  if (setting.path.size() != 3) return unknown(setting, "write statuses: {NAME: {category: done}}");
  StatusOverride& status = row_of(overrides.statuses, &StatusOverride::status, setting.path[1]);
  const std::string_view key = setting.path[2];
  if (key == "category") {
    status.category = parse_category(setting.value);
    if (!status.category || setting.listed) return wrong(setting, "todo, in_progress or done");
    return {};
  }
  for (const auto& [name, flag] : kFlags) {
    if (key != name) continue;
    status.*flag = parse_flag(setting.value);
    if (!(status.*flag) || setting.listed) return wrong(setting, "true or false");
    return {};
  }
  return unknown(setting, "a status has category, blocked, review and waiting");
}

// types: {NAME: KIND}
Outcome set_type(const FileSetting& setting, Overrides& overrides) {
  if (setting.path.size() != 2) return unknown(setting, "write types: {NAME: bug}");
  const auto kind = history::parse_type_kind(setting.value);
  if (!kind || setting.listed) return wrong(setting, "story, task, bug, subtask or epic");
  row_of(overrides.types, &history::TypeOverride::type, setting.path[1]).kind = *kind;
  return {};
}

// boards: {NAME: {columns: {COLUMN: [STATUS, …]}, estimation: …}}
Outcome set_board(const FileSetting& setting, Overrides& overrides) {
  constexpr std::size_t kOfColumn = 4;
  const auto& path = setting.path;
  if (path.size() < 3) return unknown(setting, "write boards: {NAME: {estimation: points}}");
  BoardOverride& board = row_of(overrides.boards, &BoardOverride::board, path[1]);
  if (path[2] == "estimation" && path.size() == 3) {
    if (setting.listed || setting.value.empty()) return wrong(setting, "points, hours, issues or a field");
    board.estimation = setting.value;
    return {};
  }
  if (path[2] != "columns") return unknown(setting, "a board has columns and estimation");
  if (path.size() != kOfColumn) return unknown(setting, "write columns: {NAME: [STATUS, STATUS]}");
  for (const ColumnOverride& column : board.columns) {
    for (const std::string& status : column.statuses) {
      if (history::equal_names(status, setting.value))
        return fail(ErrorCode::usage, "the status \"" + status + "\" stands in two columns");
    }
  }
  row_of(board.columns, &ColumnOverride::name, path[3]).statuses.push_back(setting.value);
  return {};
}

}  // namespace

Outcome set_override(const FileSetting& setting, Overrides& overrides) {
  const std::string_view section = setting.path.front();
  if (section == "statuses") return set_status(setting, overrides);
  if (section == "types") return set_type(setting, overrides);
  return set_board(setting, overrides);
}

}  // namespace stint::app
