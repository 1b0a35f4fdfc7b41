// Jira's CSV export. It carries no history and no sprint dates: an issue says only how things stood.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/libcsv/reader.h"
#include "tracker/csv/columns.h"
#include "tracker/csv/local_dates.h"
#include "tracker/jira/issue.h"
#include "tracker/model.h"

namespace stint::tracker {

// Reads the rows behind a header. Not for two threads at once.
class JiraCsv {
 public:
  // Whether these cells are the header of such an export: a key or id, and one more column that Jira has.
  [[nodiscard]] static bool is_header(std::span<const std::string_view> header);

  // `to_instant` says what the exporting person's clock means; without it the times are UTC.
  // Errors (ErrorCode::usage): neither "Issue key" nor "Issue id", with the columns there are; bytes that are
  // no UTF-8.
  [[nodiscard]] static Result<JiraCsv> create(const csv::Row& header, ToInstant to_instant = {});

  // Takes a row as evidence of how the file writes its dates (see LocalDates). To be called with as many rows
  // as can be had before the first read_row; without any, ambiguous dates are read by the default.
  void learn_dates(const csv::Row& row);
  [[nodiscard]] const LocalDates& dates() const { return dates_; }

  // The issue of a row, without history (has_history is false). What a CSV lacks is made from what it has: a
  // missing id is the key, a status's or sprint's or version's id is its name, a person's id is the name
  // where there is no id column. `updated` is the latest date of the row where there is no such column,
  // `created` the earliest, and 1970-01-01 where there is none at all; comments without a date have that of
  // `updated`. Numbers in custom fields have the field's name as their id. Sprints have neither dates nor
  // state.
  //
  // Errors (ErrorCode::usage), with the line in `where`: neither key nor id, a date that is none, bytes that
  // are no UTF-8, more cells than the header has.
  [[nodiscard]] Result<jira::IssueRecord> read_row(const csv::Row& row);

  // The custom fields in which numbers were found so far.
  [[nodiscard]] const std::vector<Field>& number_fields() const { return number_fields_; }

 private:
  explicit JiraCsv(std::vector<CsvField> fields, ToInstant to_instant)
      : fields_(std::move(fields)), dates_(std::move(to_instant)) {}

  [[nodiscard]] bool has(CsvColumn column) const;
  void note_number_field(const std::string& name);

  std::vector<CsvField> fields_;
  LocalDates dates_;
  std::vector<Field> number_fields_;
};

}  // namespace stint::tracker
