#include <algorithm>
#include <cmath>

#include "lib/nlohmann/json_document.h"
#include "report/format.h"

namespace stint::report {
namespace {

JsonDocument json_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
    case Value::Kind::key:
      return value.text;
    case Value::Kind::number:
    case Value::Kind::share:
      return std::isfinite(value.number) ? JsonDocument(value.number) : JsonDocument(nullptr);
    case Value::Kind::undefined:
      break;
  }
  return nullptr;
}

JsonDocument json_of(const Keys& keys) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(keys.keys.size(), kMostKeys));
  JsonDocument json{{"total", keys.total},
                    {"keys", std::vector<std::string>(keys.keys.begin(), keys.keys.begin() + count)}};
  if (!keys.command.empty()) json["command"] = keys.command;
  return json;
}

std::string_view unit_of(const Figure& figure) {
  return figure.value.kind == Value::Kind::share ? "share" : std::string_view{figure.unit};
}

JsonDocument json_of(const Figure& figure, std::optional<std::size_t> note) {
  JsonDocument json{{"name", figure.name}, {"value", json_of(figure.value)}, {"unit", unit_of(figure)}};
  if (figure.value.kind == Value::Kind::undefined) json["reason"] = figure.value.text;
  if (!figure.comparison.empty()) json["comparison"] = figure.comparison;
  json["note"] = or_null(note);
  return json;
}

JsonDocument json_of(const Table& table) {
  JsonDocument columns = JsonDocument::array();
  for (const Column& column : table.columns)
    columns.push_back({{"name", column.name}, {"unit", column.unit}});
  JsonDocument rows = JsonDocument::array();
  for (const auto& row : table.rows) {
    JsonDocument cells = JsonDocument::array();
    for (const Value& cell : row) cells.push_back(json_of(cell));
    rows.push_back(std::move(cells));
  }
  return {{"caption", table.caption}, {"columns", std::move(columns)}, {"rows", std::move(rows)}};
}

JsonDocument json_of(const Note& note, std::size_t number) {
  JsonDocument excluded = JsonDocument::array();
  for (const Exclusion& exclusion : note.excluded) {
    excluded.push_back({{"reason", exclusion.reason}, {"issues", json_of(exclusion.issues)}});
  }
  return {{"number", number},
          {"figure", note.figure},
          {"definition", note.definition},
          {"n", or_null(note.n)},
          {"n_of", note.n_of},
          {"excluded", std::move(excluded)},
          {"issues", json_of(note.issues)}};
}

JsonDocument json_of(const Insight& insight) {
  return {{"severity", severity_name(insight.severity)},
          {"kind", insight.kind},
          {"title", insight.title},
          {"message", insight.message},
          {"section", insight.section.empty() ? JsonDocument(nullptr) : JsonDocument(insight.section)},
          {"issues", json_of(insight.issues)}};
}

JsonDocument json_of(const Section& section, std::size_t first_note, const std::string& board) {
  JsonDocument figures = JsonDocument::array();
  for (const Figure& figure : section.figures) {
    std::optional<std::size_t> note;
    if (figure.note && *figure.note < section.notes.size()) note = first_note + *figure.note;
    figures.push_back(json_of(figure, note));
  }
  JsonDocument notes = JsonDocument::array();
  for (std::size_t i = 0; i < section.notes.size(); ++i)
    notes.push_back(json_of(section.notes[i], first_note + i));
  JsonDocument json{{"id", section.id},
                    {"kicker", section.kicker},
                    {"title", section.title},
                    {"lede", section.lede},
                    {"board", section.board.empty() ? board : section.board},
                    {"figures", std::move(figures)}};
  json["chart"] = section.chart ? JsonDocument{{"title", section.chart->title},
                                               {"description", section.chart->description},
                                               {"remark", section.chart->remark}}
                                : JsonDocument(nullptr);
  json["table"] = section.table ? json_of(*section.table) : JsonDocument(nullptr);
  json["notes"] = std::move(notes);
  if (!section.missing.empty()) json["missing"] = section.missing;
  return json;
}

}  // namespace

std::string write_json(const Report& report) {
  JsonDocument insights = JsonDocument::array();
  for (const Insight& insight : report.insights) insights.push_back(json_of(insight));
  JsonDocument figures = JsonDocument::array();
  for (const Figure& figure : report.figures) figures.push_back(json_of(figure, note_number(report, figure)));
  JsonDocument sections = JsonDocument::array();
  const auto first = first_note_numbers(report);
  for (std::size_t i = 0; i < report.sections.size(); ++i) {
    sections.push_back(json_of(report.sections[i], first[i], report.board));
  }
  return to_text({{"schema", "stint.report/1"},
                  {"as_of", format_iso(report.as_of)},
                  {"as_of_source", report.as_of_source},
                  {"time_zone", report.time_zone},
                  {"title", report.title},
                  {"standfirst", report.standfirst},
                  {"project", report.project},
                  {"board", report.board},
                  {"sprint", report.sprint},
                  {"figures", std::move(figures)},
                  {"insights", std::move(insights)},
                  {"sections", std::move(sections)}});
}

}  // namespace stint::report
