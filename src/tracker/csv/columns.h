// What the columns of a Jira CSV export mean.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stint::tracker {

enum class CsvColumn : std::uint8_t {
  ignored,
  key,
  id,
  summary,
  type,
  status,
  status_category,
  project_key,
  project_name,
  priority,
  resolution,
  assignee,
  assignee_id,
  reporter,
  reporter_id,
  created,
  updated,
  resolved,
  due,
  label,
  sprint,
  component,
  fix_version,
  affected_version,
  comment,
  description,
  environment,
  parent,
  parent_id,
  parent_key,
  epic_link,
  flagged,
  acceptance_criteria,
  inward_link,
  outward_link,
  number,  // any other custom field, kept where it holds numbers
};

struct CsvField {
  CsvColumn column = CsvColumn::ignored;
  // The header's text; of a custom field or a link only what stands in the brackets.
  std::string name;
};

// One entry a header cell. Case and blanks around do not matter; columns repeat.
[[nodiscard]] std::vector<CsvField> read_csv_header(std::span<const std::string_view> header);

// Whether a column holds a date, and so tells in which order the file writes its days and months.
[[nodiscard]] bool is_date_column(CsvColumn column);

}  // namespace stint::tracker
