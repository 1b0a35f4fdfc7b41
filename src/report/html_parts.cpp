#include "report/html_parts.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "chart/text.h"

namespace stint::report {
namespace {

using chart::escaped;

std::string key_link(const Report& report, std::string_view key) {
  const std::string address = issue_address(report, chart::cleaned(key));
  // What is no ordinary key may break over lines.
  const std::string_view style = key.size() <= 24 ? " class=\"key\"" : "";
  if (address.empty()) return fmt::format("<span{}>{}</span>", style, escaped(key));
  return fmt::format("<a{} href=\"{}\">{}</a>", style, escaped(address), escaped(key));
}

std::string_view cell_style(const Value& value) {
  switch (value.kind) {
    case Value::Kind::number:
    case Value::Kind::share:
      return " class=\"number\"";
    case Value::Kind::undefined:
      return " class=\"number undefined\"";
    default:
      return "";
  }
}

void append_cell(std::string& out, const Report& report, const Value& value, bool bars) {
  if (value.kind == Value::Kind::key) {
    out += key_link(report, value.text);
  } else if (value.kind == Value::Kind::undefined) {
    out += "<span title=\"" + escaped(value.text) + "\">–</span>";
  } else {
    if (bars && value.kind == Value::Kind::share && std::isfinite(value.number)) {
      const int width = static_cast<int>(std::lround(std::clamp(value.number, 0.0, 1.0) * 100));
      out += fmt::format("<span class=\"bar\"><span style=\"width:{}%\"></span></span>", width);
    }
    out += escaped(value_text(value));
  }
}

// "subtasks (3)": right for one, too.
std::string counted(std::string_view what, std::size_t count) {
  return escaped(what) + "&#160;(" + chart::figure(static_cast<double>(count)) + ")";
}

bool holds_figures(const Table& table, std::size_t column) {
  return std::ranges::any_of(table.rows, [&](const auto& row) {
    return column < row.size() &&
           (row[column].kind == Value::Kind::number || row[column].kind == Value::Kind::share);
  });
}

}  // namespace

std::string note_marker(std::size_t number) {
  return fmt::format("<sup><a href=\"#note-{0}\" aria-label=\"Note {0}\">{0}</a></sup>", number);
}

std::string key_list(const Report& report, const Keys& keys) {
  std::string out;
  const std::size_t count = std::min(keys.keys.size(), kMostKeys);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    out += key_link(report, keys.keys[i]);
  }
  if (keys.total > count) {
    const std::string rest = chart::figure(static_cast<double>(keys.total - count));
    out += count > 0 ? " and " + rest + " more" : rest + " issues";
    if (!keys.command.empty()) out += ": <code>" + escaped(keys.command) + "</code>";
  }
  return out;
}

std::string folded_keys(const Report& report, const Keys& keys, std::string_view what) {
  return "<details class=\"keys\"><summary>" + counted(what, keys.total) + "</summary> " +
         key_list(report, keys) + "</details>\n";
}

void append_figure(std::string& out, const Figure& figure, std::optional<std::size_t> note) {
  out += "<div class=\"figure\"><dt>" + escaped(figure.name);
  if (note) out += note_marker(*note);
  out += "</dt><dd>";
  if (figure.value.kind == Value::Kind::undefined) {
    out += "<span class=\"value undefined\">–</span> <span class=\"comparison\">" +
           escaped(figure.value.text) + "</span>";
  } else {
    out += "<span class=\"value\">" + escaped(value_text(figure.value)) + "</span>";
    if (!figure.unit.empty()) out += " <span class=\"unit\">" + escaped(figure.unit) + "</span>";
    if (!figure.comparison.empty())
      out += " <span class=\"comparison\">" + escaped(figure.comparison) + "</span>";
  }
  if (!figure.sparkline.empty()) out += "<span class=\"spark\">" + figure.sparkline + "</span>";
  out += "</dd></div>\n";
}

void append_table(std::string& out, const Report& report, const Table& table) {
  out += "<div class=\"scroll\"><table>\n";
  if (!table.caption.empty()) out += "<caption>" + escaped(table.caption) + "</caption>\n";
  out += "<thead><tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    out += holds_figures(table, i) ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">";
    out += escaped(column.name);
    if (!column.unit.empty()) out += ", <span class=\"unit\">" + escaped(column.unit) + "</span>";
    out += "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  const std::size_t shown = std::min(table.rows.size(), kMostHtmlRows);
  for (std::size_t r = 0; r < shown; ++r) {
    out += "<tr>";
    for (std::size_t i = 0; i < table.rows[r].size() && i < table.columns.size(); ++i) {
      const Value& value = table.rows[r][i];
      if (i == 0) {
        out += "<th scope=\"row\">";
        append_cell(out, report, value, false);
        out += "</th>";
        continue;
      }
      out += "<td";
      out += cell_style(value);
      out += '>';
      append_cell(out, report, value, table.columns[i].bars);
      out += "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  if (shown < table.rows.size()) {
    out += "<p class=\"rest\">" + chart::figure(static_cast<double>(table.rows.size() - shown)) +
           " more rows are in the CSV and JSON formats.</p>\n";
  }
}

void append_note(std::string& out, const Report& report, const Note& note, std::size_t number) {
  out +=
      fmt::format("<li id=\"note-{}\"><b>{}.</b> {}", number, escaped(note.figure), escaped(note.definition));
  if (note.n) {
    out += " <span class=\"n\"><i>n</i>&#160;=&#160;" + chart::figure(static_cast<double>(*note.n));
    if (!note.n_of.empty()) out += " " + escaped(note.n_of);
    out += ".</span>";
  }
  if (!note.excluded.empty()) {
    out += " Left out: ";
    for (std::size_t i = 0; i < note.excluded.size(); ++i) {
      const Exclusion& exclusion = note.excluded[i];
      if (i > 0) out += ", ";
      out += counted(exclusion.reason, exclusion.issues.total);
    }
    out += '.';
  }
  std::string folds;
  if (note.issues.total > 0) folds += folded_keys(report, note.issues, "issues");
  for (const Exclusion& exclusion : note.excluded) {
    if (!exclusion.issues.keys.empty()) folds += folded_keys(report, exclusion.issues, exclusion.reason);
  }
  if (!folds.empty()) out += "\n<div class=\"folds\">" + folds + "</div>";
  out += "</li>\n";
}

}  // namespace stint::report
