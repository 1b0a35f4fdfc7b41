#include "tracker/csv/jira_csv.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "lib/simdjson/utf8.h"
#include "tracker/csv/row_reader.h"
#include "tracker/text/markdown.h"

namespace stint::tracker {

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

bool JiraCsv::is_header(std::span<const std::string_view> header) {
  const auto fields = read_csv_header(header);
  const auto is_identity = [](const CsvField& f) {
    return f.column == CsvColumn::key || f.column == CsvColumn::id;
  };
  const auto is_other = [&](const CsvField& f) { return f.column != CsvColumn::ignored && !is_identity(f); };
  return std::ranges::any_of(fields, is_identity) && std::ranges::any_of(fields, is_other);
}

Result<JiraCsv> JiraCsv::create(const csv::Row& header, ToInstant to_instant) {
  if (!std::ranges::all_of(header.fields, is_valid_utf8)) {
    return fail(ErrorCode::usage, "the header is not valid UTF-8", fmt::format("line {}", header.line),
                "save the file as UTF-8 and try again");
  }
  JiraCsv reader(read_csv_header(header.fields), std::move(to_instant));
  if (reader.has(CsvColumn::key) || reader.has(CsvColumn::id)) return reader;
  std::string found;
  for (const CsvField& field : reader.fields_) {
    if (found.size() > 400) {
      found += ", …";
      break;
    }
    if (!found.empty()) found += ", ";
    found += text::excerpt(field.name, 40);
  }
  return fail(ErrorCode::usage,
              fmt::format("no column \"Issue key\" or \"Issue id\"; the columns are: {}", found),
              fmt::format("line {}", header.line), std::string(kHowToExportCsv));
}

bool JiraCsv::has(CsvColumn column) const {
  return std::ranges::find(fields_, column, &CsvField::column) != fields_.end();
}

void JiraCsv::learn_dates(const csv::Row& row) {
  for (std::size_t i = 0; i < std::min(row.fields.size(), fields_.size()); ++i) {
    if (is_date_column(fields_[i].column)) dates_.learn(row.fields[i]);
  }
}

Result<jira::IssueRecord> JiraCsv::read_row(const csv::Row& row) {
  CsvRowReader reader(row.line, dates_);
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    if (i < fields_.size()) {
      STINT_TRY(reader.read(fields_[i], row.fields[i]));
    } else if (!is_blank(row.fields[i])) {
      return fail(ErrorCode::usage,
                  fmt::format("{} cells, but the header has {} columns", row.fields.size(), fields_.size()),
                  fmt::format("line {}", row.line), "look for a quote or a delimiter that is not quoted");
    }
  }
  auto record = reader.finish();
  if (record) {
    for (const NumberField& number : record->issue.numbers) note_number_field(number.field_id);
  }
  return record;
}

void JiraCsv::note_number_field(const std::string& name) {
  if (std::ranges::find(number_fields_, name, &Field::id) == number_fields_.end()) {
    number_fields_.push_back({name, name, "number"});
  }
}

}  // namespace stint::tracker
