#include <cmath>
#include <fmt/format.h>

#include "chart/text.h"
#include "report/format.h"

namespace stint::report {
namespace {

// Spreadsheets take a cell that begins with one of these for a formula.
bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view{"=+-@\t\r"}.contains(text.front());
}

void append_quoted(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_text(std::string& out, std::string_view raw) {
  std::string text = chart::cleaned(raw);
  if (looks_like_formula(text)) text.insert(text.begin(), '\'');
  append_quoted(out, text);
}

void append_value(std::string& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::undefined:
      return;
    case Value::Kind::text:
    case Value::Kind::key:
      append_text(out, value.text);
      return;
    case Value::Kind::number:
    case Value::Kind::share:
      break;
  }
  if (!std::isfinite(value.number)) return;
  const double rounded = std::round(value.number * 10'000) / 10'000;
  out += fmt::format("{}", rounded == 0 ? 0.0 : rounded);
}

class Rows {
 public:
  Rows(std::string& out, const Section& section, const std::string& board)
      : out_(out), section_(section), board_(section.board.empty() ? board : section.board) {}

  void add(std::string_view figure, std::string_view label, const Value& value, std::string_view unit,
           std::optional<std::size_t> note) {
    append_text(out_, section_.id);
    out_ += ',';
    append_text(out_, figure);
    out_ += ',';
    append_text(out_, board_);
    out_ += ',';
    append_text(out_, label);
    out_ += ',';
    append_value(out_, value);
    out_ += ',';
    append_text(out_, value.kind == Value::Kind::share ? "share" : unit);
    out_ += ',';
    if (note && *note < section_.notes.size() && section_.notes[*note].n) {
      out_ += fmt::format("{}", *section_.notes[*note].n);
    }
    out_ += '\n';
  }

 private:
  std::string& out_;
  const Section& section_;
  const std::string& board_;
};

}  // namespace

std::string write_csv(const Report& report) {
  std::string out = "section,figure,board,label,value,unit,n\n";
  for (const Section& section : report.sections) {
    Rows rows{out, section, report.board};
    for (const Figure& figure : section.figures)
      rows.add(figure.name, "", figure.value, figure.unit, figure.note);
    if (!section.table) continue;
    for (const auto& row : section.table->rows) {
      const std::string label = row.empty() ? std::string{} : value_text(row.front());
      for (std::size_t i = 1; i < row.size() && i < section.table->columns.size(); ++i) {
        const Column& column = section.table->columns[i];
        rows.add(column.name, label, row[i], column.unit, std::nullopt);
      }
    }
  }
  return out;
}

}  // namespace stint::report
