#include "tracker/csv/columns.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace stint::tracker {

namespace {

struct ColumnRow {
  std::string_view name;  // lower case
  CsvColumn column;
};

constexpr std::array kColumns{
    ColumnRow{"issue key", CsvColumn::key},
    ColumnRow{"key", CsvColumn::key},
    ColumnRow{"issue id", CsvColumn::id},
    ColumnRow{"summary", CsvColumn::summary},
    ColumnRow{"issue type", CsvColumn::type},
    ColumnRow{"work type", CsvColumn::type},
    ColumnRow{"status", CsvColumn::status},
    ColumnRow{"status category", CsvColumn::status_category},
    ColumnRow{"project key", CsvColumn::project_key},
    ColumnRow{"project name", CsvColumn::project_name},
    ColumnRow{"priority", CsvColumn::priority},
    ColumnRow{"resolution", CsvColumn::resolution},
    ColumnRow{"assignee", CsvColumn::assignee},
    ColumnRow{"assignee id", CsvColumn::assignee_id},
    ColumnRow{"reporter", CsvColumn::reporter},
    ColumnRow{"reporter id", CsvColumn::reporter_id},
    ColumnRow{"created", CsvColumn::created},
    ColumnRow{"updated", CsvColumn::updated},
    ColumnRow{"resolved", CsvColumn::resolved},
    ColumnRow{"resolution date", CsvColumn::resolved},
    ColumnRow{"due date", CsvColumn::due},
    ColumnRow{"labels", CsvColumn::label},
    ColumnRow{"sprint", CsvColumn::sprint},
    ColumnRow{"component", CsvColumn::component},
    ColumnRow{"components", CsvColumn::component},
    ColumnRow{"component/s", CsvColumn::component},
    ColumnRow{"fix version", CsvColumn::fix_version},
    ColumnRow{"fix versions", CsvColumn::fix_version},
    ColumnRow{"fix version/s", CsvColumn::fix_version},
    ColumnRow{"affects version", CsvColumn::affected_version},
    ColumnRow{"affects versions", CsvColumn::affected_version},
    ColumnRow{"affects version/s", CsvColumn::affected_version},
    ColumnRow{"comment", CsvColumn::comment},
    ColumnRow{"comments", CsvColumn::comment},
    ColumnRow{"description", CsvColumn::description},
    ColumnRow{"environment", CsvColumn::environment},
    ColumnRow{"parent", CsvColumn::parent},
    ColumnRow{"parent id", CsvColumn::parent_id},
    ColumnRow{"parent key", CsvColumn::parent_key},
    ColumnRow{"epic link", CsvColumn::epic_link},
    ColumnRow{"flagged", CsvColumn::flagged},
    ColumnRow{"acceptance criteria", CsvColumn::acceptance_criteria},
    ColumnRow{"story points", CsvColumn::number},
    ColumnRow{"story point estimate", CsvColumn::number},
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
  return out;
}

CsvColumn column_of(std::string_view lower_name) {
  const auto row = std::ranges::find(kColumns, lower_name, &ColumnRow::name);
  return row == kColumns.end() ? CsvColumn::ignored : row->column;
}

// The `X` of "Custom field (X)", when `text` begins with `prefix` in any case.
std::optional<std::string_view> in_brackets(std::string_view text, std::string_view prefix) {
  if (!lower(text.substr(0, prefix.size())).starts_with(prefix) || !text.ends_with(')')) return std::nullopt;
  return trimmed(text.substr(prefix.size(), text.size() - prefix.size() - 1));
}

CsvField read_name(std::string_view name) {
  if (const auto type = in_brackets(name, "inward issue link ("))
    return {CsvColumn::inward_link, std::string(*type)};
  if (const auto type = in_brackets(name, "outward issue link ("))
    return {CsvColumn::outward_link, std::string(*type)};
  if (const auto field = in_brackets(name, "custom field (")) {
    switch (const CsvColumn column = column_of(lower(*field))) {
      case CsvColumn::sprint:
      case CsvColumn::epic_link:
      case CsvColumn::flagged:
      case CsvColumn::acceptance_criteria:
        return {column, std::string(*field)};
      default:
        return {CsvColumn::number, std::string(*field)};  // someone's own "Status" is not the status
    }
  }
  return {column_of(lower(name)), std::string(name)};
}

}  // namespace

std::vector<CsvField> read_csv_header(std::span<const std::string_view> header) {
  std::vector<CsvField> fields;
  fields.reserve(header.size());
  for (const std::string_view name : header) fields.push_back(read_name(trimmed(name)));
  return fields;
}

bool is_date_column(CsvColumn column) {
  switch (column) {
    case CsvColumn::created:
    case CsvColumn::updated:
    case CsvColumn::resolved:
    case CsvColumn::due:
      return true;
    default:
      return false;
  }
}

}  // namespace stint::tracker
