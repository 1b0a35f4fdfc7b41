// Delimited text: what is read does not depend on how it is cut, and every row of a Jira export is an issue
// or an error with its line.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "check.h"
#include "lib/libcsv/reader.h"
#include "lib/simdjson/utf8.h"
#include "tracker/csv/jira_csv.h"

namespace {

using stint::fuzz::check;

std::string read(std::string_view text, std::size_t piece) {
  std::string out;
  std::int64_t last_line = 0;
  stint::csv::Reader reader(
      [&](const stint::csv::Row& row) -> stint::Status {
        check(row.line >= last_line, "lines go up");
        last_line = row.line;
        out += std::to_string(row.line) + '@' + std::to_string(row.offset);
        for (const std::string_view field : row.fields) {
          out += '\x1f';
          out += field;
        }
        out += '\x1e';
        return {};
      },
      {.max_row_bytes = 256});
  stint::Status done;
  while (done && !text.empty()) {
    done = reader.feed(text.substr(0, piece));
    text.remove_prefix(std::min(piece, text.size()));
  }
  if (done) done = reader.finish();
  if (!done) out += done.error().to_string();
  return out;
}

void read_issues(std::string_view text) {
  std::optional<stint::tracker::JiraCsv> jira;
  stint::csv::Reader reader([&](const stint::csv::Row& row) -> stint::Status {
    if (!jira) {
      auto created = stint::tracker::JiraCsv::create(row);
      if (!created) return stint::fail(created.error());
      jira = std::move(*created);
      return {};
    }
    jira->learn_dates(row);
    const auto record = jira->read_row(row);
    if (record) {
      check(!record->issue.id.empty() && !record->issue.key.empty(), "an issue has an id and a key");
      check(stint::is_valid_utf8(record->issue.description), "descriptions are valid UTF-8");
      check(stint::is_valid_utf8(record->issue.summary), "summaries are valid UTF-8");
    } else {
      check(record.error().where == "line " + std::to_string(row.line), "an error names its line");
      check(stint::is_valid_utf8(record.error().to_string()), "errors are valid UTF-8");
    }
    return {};
  });
  if (reader.feed(text)) (void)reader.finish().has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string whole = read(text, std::string_view::npos);
  check(whole == read(text, 1), "single bytes read the same");
  check(whole == read(text, size / 3 + 1), "thirds read the same");
  read_issues(text);
  return 0;
}
