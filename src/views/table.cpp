#include "views/table.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "lib/utf8proc/display.h"

namespace stint::views {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 12;

void append_cell(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string Table::to_csv() const {
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += ',';
    append_cell(out, columns[i].name);
  }
  out += '\n';
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      append_cell(out, row[i]);
    }
    out += '\n';
  }
  return out;
}

std::string Table::to_text(std::size_t terminal_columns) const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns) widths.push_back(display_width(column.name));
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width + kGap;
  while (total > terminal_columns + kGap) {
    const auto widest = std::ranges::max_element(widths);
    if (*widest <= kNarrowest) break;
    const std::size_t less = std::min(*widest - kNarrowest, total - terminal_columns - kGap);
    *widest -= less;
    total -= less;
  }
  std::string out;
  const auto add_row = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string cell = fit(cell_of(i), widths[i]);
      const std::string padding(widths[i] - std::min(widths[i], display_width(cell)), ' ');
      if (i > 0) line.append(kGap, ' ');
      line += columns[i].right ? padding + cell : cell + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  add_row([&](std::size_t i) { return columns[i].name; });
  for (const auto& row : rows) add_row([&](std::size_t i) { return row[i]; });
  return out;
}

std::string number_text(double value) {
  const double rounded = std::round(value * 10'000) / 10'000;
  return fmt::format("{}", rounded == 0 ? 0.0 : rounded);
}

}  // namespace stint::views
