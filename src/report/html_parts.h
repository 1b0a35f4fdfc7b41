// Parts of the HTML page that recur. All escape what they are given.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "report/report.h"

namespace stint::report {

// A table in the page shows so many rows; the other formats have all.
inline constexpr std::size_t kMostHtmlRows = 60;

[[nodiscard]] std::string note_marker(std::size_t number);
// Keys as links where the report knows their address, and how many more there are.
[[nodiscard]] std::string key_list(const Report& report, const Keys& keys);
// The same behind "issues (12)", opened by a click.
[[nodiscard]] std::string folded_keys(const Report& report, const Keys& keys, std::string_view what);

void append_figure(std::string& out, const Figure& figure, std::optional<std::size_t> note);
void append_table(std::string& out, const Report& report, const Table& table);
void append_note(std::string& out, const Report& report, const Note& note, std::size_t number);

}  // namespace stint::report
