#include <algorithm>
#include <fmt/format.h>

#include "chart/text.h"
#include "report/format.h"

namespace stint::report {
namespace {

constexpr std::size_t kMostRows = 25;

// How many characters at the front would make a list, a heading's underline or the like of a line.
std::size_t opening(std::string_view text) {
  if (text.empty()) return 0;
  if (std::string_view{"-+="}.contains(text.front())) return 1;
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string_view::npos) return 0;
  const bool mark = text[digits] == '.' || text[digits] == ')';
  const bool ends = digits + 1 == text.size() || text[digits + 1] == ' ';
  return mark && ends ? digits + 1 : 0;
}

// Plain text, wherever it stands in a line: nothing in it is markup, a mention or a reference to an issue.
std::string plain(std::string_view raw) {
  const std::string clean = chart::cleaned(raw);
  const std::size_t opens = opening(clean);
  std::string out;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    if (std::string_view{R"(\`*_[]<>#|~&$)"}.contains(c) || i + 1 == opens) out += '\\';
    out += c;
    // A word joiner, unseen, keeps "@name" and "#12" from becoming what they are to the forge.
    if (c == '@' || c == '#') out += "\u2060";
  }
  return out;
}

std::string link(const Report& report, std::string_view key) {
  const std::string address = issue_address(report, chart::cleaned(key));
  if (address.empty()) return plain(key);
  std::string out = "[" + plain(key) + "](<";
  for (const char c : chart::cleaned(address)) {
    if (c == '<' || c == '>' || c == '\\' || c == ' ') continue;
    out += c;
  }
  return out + ">)";
}

// A command as code, which a backtick in it cannot end.
std::string code(std::string_view text) {
  std::string clean = chart::cleaned(text);
  std::ranges::replace(clean, '`', '\'');
  return "`" + clean + "`";
}

std::string list(const Report& report, const Keys& keys) {
  std::string out;
  const std::size_t count = std::min(keys.keys.size(), kMostKeys);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    out += link(report, keys.keys[i]);
  }
  if (keys.total > count) {
    out +=
        fmt::format("{}{} {}", count > 0 ? " and " : "", keys.total - count, count > 0 ? "more" : "issues");
    if (!keys.command.empty()) out += " (" + code(keys.command) + ")";
  }
  return out;
}

std::string cell(const Report& report, const Value& value) {
  return value.kind == Value::Kind::key ? link(report, value.text) : plain(value_text(value));
}

bool is_figure(const Value& value) {
  return value.kind == Value::Kind::number || value.kind == Value::Kind::share;
}

void append_table(std::string& out, const Report& report, const Table& table) {
  out += '|';
  for (const Column& column : table.columns) {
    out += ' ';
    out += plain(column.name);
    if (!column.unit.empty()) out += " (" + plain(column.unit) + ")";
    out += " |";
  }
  out += "\n|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool right =
        std::ranges::any_of(table.rows, [&](const auto& row) { return i < row.size() && is_figure(row[i]); });
    out += right ? " --: |" : " --- |";
  }
  out += '\n';
  const std::size_t shown = std::min(table.rows.size(), kMostRows);
  for (std::size_t r = 0; r < shown; ++r) {
    out += '|';
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      out += ' ';
      if (i < table.rows[r].size()) out += cell(report, table.rows[r][i]);
      out += " |";
    }
    out += '\n';
  }
  if (shown < table.rows.size()) {
    out += fmt::format("\n{} more rows are in the CSV and JSON formats.\n", table.rows.size() - shown);
  }
  out += '\n';
}

void append_note(std::string& out, const Report& report, const Note& note, std::size_t number) {
  out += fmt::format("[^{}]: **{}.** {}", number, plain(note.figure), plain(note.definition));
  if (note.n) out += fmt::format(" n = {}{}{}.", *note.n, note.n_of.empty() ? "" : " ", plain(note.n_of));
  for (const Exclusion& exclusion : note.excluded) {
    out += fmt::format(" Left out: {} ({})", plain(exclusion.reason), exclusion.issues.total);
    if (!exclusion.issues.keys.empty()) out += ": " + list(report, exclusion.issues);
    out += '.';
  }
  if (note.issues.total > 0) out += " Issues: " + list(report, note.issues) + ".";
  out += '\n';
}

std::string marker(std::optional<std::size_t> number) {
  return number ? fmt::format("[^{}]", *number) : "";
}

std::string figure_line(const Figure& figure, std::optional<std::size_t> number) {
  std::string out = "- **" + plain(figure.name) + "**: " + plain(value_text(figure.value));
  if (figure.value.kind == Value::Kind::undefined) out += " (" + plain(figure.value.text) + ")";
  if (figure.value.kind != Value::Kind::undefined && !figure.unit.empty()) out += " " + plain(figure.unit);
  out += marker(number);
  if (!figure.comparison.empty()) out += ", " + plain(figure.comparison);
  return out + "\n";
}

void append_section(std::string& out, const Report& report, const Section& section, std::size_t first_note) {
  out += "## " + plain(section.title) + "\n\n";
  out += "*" + plain(section.kicker) + (section.board.empty() ? "" : " · " + plain(section.board)) + "*\n\n";
  if (!section.lede.empty()) {
    out += plain(section.lede);
    for (std::size_t i = 0; i < section.notes.size(); ++i) {
      const bool taken = std::ranges::any_of(section.figures, [&](const Figure& f) { return f.note == i; });
      if (!taken) out += marker(first_note + i);
    }
    out += "\n\n";
  }
  for (const Figure& figure : section.figures) {
    std::optional<std::size_t> number;
    if (figure.note && *figure.note < section.notes.size()) number = first_note + *figure.note;
    out += figure_line(figure, number);
  }
  if (!section.figures.empty()) out += '\n';
  if (!section.missing.empty()) out += plain(section.missing) + "\n\n";
  if (section.chart) out += plain(section.chart->description) + "\n\n";
  if (section.table) append_table(out, report, *section.table);
}

}  // namespace

std::string write_markdown(const Report& report) {
  std::string out = "# " + plain(report.title) + "\n\n" + plain(dateline(report)) + "\n\n";
  if (!report.standfirst.empty()) out += plain(report.standfirst) + "\n\n";
  for (const Figure& figure : report.figures) out += figure_line(figure, note_number(report, figure));
  if (!report.figures.empty()) out += '\n';
  if (!report.insights.empty()) out += "## What matters\n\n";
  for (const Insight& insight : report.insights) {
    out += "- **" + plain(insight.title) + "** (" + std::string{severity_name(insight.severity)} + ", " +
           plain(insight.kind) + "): " + plain(insight.message);
    if (insight.issues.total > 0) out += " Issues: " + list(report, insight.issues) + ".";
    out += '\n';
  }
  if (!report.insights.empty()) out += '\n';
  const auto first = first_note_numbers(report);
  for (std::size_t i = 0; i < report.sections.size(); ++i)
    append_section(out, report, report.sections[i], first[i]);
  for (std::size_t i = 0; i < report.sections.size(); ++i) {
    const auto& notes = report.sections[i].notes;
    for (std::size_t k = 0; k < notes.size(); ++k) append_note(out, report, notes[k], first[i] + k);
  }
  if (!report.generator.empty()) out += "\n---\n\nMade by " + plain(report.generator) + ".\n";
  return out;
}

}  // namespace stint::report
