// The formats a report is written in: one row of the table in format.cpp per writer. Every writer is a pure
// function; the same report gives the same bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/report.h"

namespace stint::report {

struct Format {
  std::string_view name;  // what --format takes
  std::string_view media_type;
  std::string_view summary;
  std::string (*write)(const Report& report);
};

[[nodiscard]] std::span<const Format> formats();
// Nothing for a name that is none.
[[nodiscard]] const Format* find_format(std::string_view name);

// One self-contained page: no scripts, nothing loaded; for screens, phones and A4 paper.
[[nodiscard]] std::string write_html(const Report& report);
// GitHub's Markdown; charts as their description and their table.
[[nodiscard]] std::string write_markdown(const Report& report);
// One long table, a line per figure and per cell: section,figure,board,label,value,unit,n.
[[nodiscard]] std::string write_csv(const Report& report);
// stint.report/1: everything in the report but the drawings.
[[nodiscard]] std::string write_json(const Report& report);

}  // namespace stint::report
