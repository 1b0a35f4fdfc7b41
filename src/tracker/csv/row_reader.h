// One row of a Jira CSV export, cell by cell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "tracker/csv/columns.h"
#include "tracker/csv/local_dates.h"
#include "tracker/jira/issue.h"

namespace stint::tracker {

inline constexpr std::string_view kHowToExportCsv =
    "in Jira choose Export > Export CSV (all fields) in the issue search, with \"Issue key\" among the "
    "columns";

// Used for one row: read for each of its cells, then finish once. Errors: see JiraCsv::read_row.
class CsvRowReader {
 public:
  // `dates` must outlive the reader; `line` is where the row begins.
  CsvRowReader(std::int64_t line, const LocalDates& dates) : line_(line), dates_(dates) {}

  [[nodiscard]] Result<void> read(const CsvField& field, std::string_view cell);
  // What follows from the cells together.
  [[nodiscard]] Result<jira::IssueRecord> finish();

 private:
  [[nodiscard]] std::unexpected<Error> wrong(std::string message, std::string_view hint = {}) const;
  [[nodiscard]] Result<void> read_date(const CsvField& field, std::string_view cell,
                                       std::optional<Instant>& date) const;
  [[nodiscard]] Result<void> read_sprint(std::string_view cell);
  [[nodiscard]] Result<void> read_comment(const CsvField& field, std::string_view cell);
  void finish_dates();
  void add_person(const Person& person);

  std::int64_t line_;
  const LocalDates& dates_;
  jira::IssueRecord record_;
  std::optional<Instant> created_;
  std::optional<Instant> updated_;
  std::string epic_;
  std::vector<std::size_t> undated_comments_;  // ascending
  std::unordered_set<std::string> sprints_seen_;
  std::unordered_set<std::string> people_seen_;
};

}  // namespace stint::tracker
