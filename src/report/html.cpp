#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "chart/stylesheet.h"
#include "chart/text.h"
#include "report/format.h"
#include "report/html_parts.h"
#include "report/html_style.h"

namespace stint::report {
namespace {

using chart::escaped;

// Nothing may be loaded or run, whatever a text smuggles in.
constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

void append_head(std::string& out, const Report& report) {
  out += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", kPolicy);
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out +=
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" "
      "content=\"no-referrer\">\n";
  if (!report.generator.empty())
    out += "<meta name=\"generator\" content=\"" + escaped(report.generator) + "\">\n";
  out += "<title>" + escaped(report.title) + "</title>\n<style>\n";
  out += chart::stylesheet();
  out += html_style();
  out += "</style>\n</head>\n<body>\n";
}

void append_insight(std::string& out, const Report& report, const Insight& insight) {
  const std::string_view severity = severity_name(insight.severity);
  out += fmt::format(
      "<li class=\"insight {}\">\n<p class=\"kind\"><span class=\"mark\" aria-hidden=\"true\"></span>{}"
      "<span class=\"severity\"> · {}</span></p>\n<h3>",
      severity, escaped(insight.kind), severity);
  if (std::ranges::find(report.sections, insight.section, &Section::id) == report.sections.end()) {
    out += escaped(insight.title);
  } else {
    out += "<a href=\"#" + escaped(insight.section) + "\">" + escaped(insight.title) + "</a>";
  }
  out += "</h3>\n<p>" + escaped(insight.message) + "</p>\n";
  if (insight.issues.total > 0) {
    out += insight.issues.keys.size() <= 5 && insight.issues.total <= 5
               ? "<p class=\"keys\">" + key_list(report, insight.issues) + "</p>\n"
               : folded_keys(report, insight.issues, "issues");
  }
  out += "</li>\n";
}

void append_front(std::string& out, const Report& report) {
  if (report.insights.empty() && report.figures.empty()) return;
  out += "<div class=\"front\">\n";
  if (!report.insights.empty()) {
    out +=
        "<section class=\"matters\" aria-labelledby=\"matters\">\n<h2 id=\"matters\">What "
        "matters</h2>\n<ol>\n";
    for (const Insight& insight : report.insights) append_insight(out, report, insight);
    out += "</ol>\n</section>\n";
  }
  if (!report.figures.empty()) {
    out +=
        "<section class=\"glance\" aria-labelledby=\"glance\">\n<h2 id=\"glance\">At a glance</h2>\n<dl>\n";
    for (const Figure& figure : report.figures) append_figure(out, figure, note_number(report, figure));
    out += "</dl>\n</section>\n";
  }
  out += "</div>\n";
}

void append_chart(std::string& out, const chart::Chart& chart) {
  out += "<figure class=\"chart\">\n<div class=\"wide\">" + chart.wide + "</div>\n<div class=\"narrow\">" +
         chart.narrow + "</div>\n";
  if (!chart.remark.empty()) out += "<figcaption>" + escaped(chart.remark) + "</figcaption>\n";
  out += "</figure>\n";
}

// The notes that no figure of the section points to are those of its chart or table.
std::string chart_markers(const Section& section, std::size_t first_note) {
  std::string out;
  for (std::size_t i = 0; i < section.notes.size(); ++i) {
    const bool taken =
        std::ranges::any_of(section.figures, [&](const Figure& figure) { return figure.note == i; });
    if (!taken) out += note_marker(first_note + i);
  }
  return out;
}

void append_section(std::string& out, const Report& report, const Section& section, std::size_t first_note,
                    std::string_view place) {
  const std::string id = escaped(section.id);
  out += fmt::format(
      "<section class=\"story{}\" id=\"{}\" aria-labelledby=\"{}-title\">\n<div class=\"exhibit\">\n<p "
      "class=\"kicker\">{}",
      place, id, id, escaped(section.kicker));
  if (!section.board.empty()) out += " · " + escaped(section.board);
  out += fmt::format("</p>\n<h2 id=\"{}-title\">{}</h2>\n", id, escaped(section.title));
  out += "<p class=\"lede\">" + escaped(section.lede) + chart_markers(section, first_note) + "</p>\n";
  if (!section.figures.empty()) {
    out += "<dl class=\"figures\">\n";
    for (const Figure& figure : section.figures) {
      std::optional<std::size_t> number;
      if (figure.note && *figure.note < section.notes.size()) number = first_note + *figure.note;
      append_figure(out, figure, number);
    }
    out += "</dl>\n";
  }
  if (!section.missing.empty()) out += "<p class=\"missing\">" + escaped(section.missing) + "</p>\n";
  if (section.chart) append_chart(out, *section.chart);
  const bool folded = section.table && section.table->folded;
  if (section.table && !folded) append_table(out, report, *section.table);
  out += "</div>\n";
  if (folded) {
    out += "<details class=\"data\"><summary>The figures as a table</summary>\n";
    append_table(out, report, *section.table);
    out += "</details>\n";
  }
  if (!section.notes.empty()) {
    out += fmt::format("<ol class=\"notes\" start=\"{}\">\n", first_note);
    for (std::size_t i = 0; i < section.notes.size(); ++i)
      append_note(out, report, section.notes[i], first_note + i);
    out += "</ol>\n";
  }
  out += "</section>\n";
}

// The first story of the report and of each board runs over the width of the page: its chart beside its
// words, or its table.
std::string_view place_of(const Report& report, std::size_t i) {
  const Section& section = report.sections[i];
  const bool opens = i == 0 || section.board != report.sections[i - 1].board;
  if (!opens) return "";
  if (section.chart) return " lead";
  return section.table && !section.table->folded ? " broad" : "";
}

}  // namespace

std::string write_html(const Report& report) {
  std::string out;
  append_head(out, report);
  out += "<header>\n<p class=\"brand\">" + escaped(dateline(report)) + "</p>\n<h1>" + escaped(report.title) +
         "</h1>\n";
  if (!report.standfirst.empty()) out += "<p class=\"standfirst\">" + escaped(report.standfirst) + "</p>\n";
  out += "</header>\n<main>\n";
  append_front(out, report);
  out += "<div class=\"stories\">\n";
  const auto first = first_note_numbers(report);
  for (std::size_t i = 0; i < report.sections.size(); ++i) {
    append_section(out, report, report.sections[i], first[i], place_of(report, i));
  }
  out += "</div>\n</main>\n<footer>\n<p>";
  if (!report.generator.empty())
    out += "Made by " + escaped(report.generator) + " from what the tracker held, ";
  out += "as of " + escaped(as_of_text(report)) +
         ". Numbers in small print lead to what each figure means, how much it counts and what it leaves "
         "out.</p>\n"
         "</footer>\n</body>\n</html>\n";
  return out;
}

}  // namespace stint::report
