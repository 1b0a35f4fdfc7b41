#include "demo/truth.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "demo/domains.h"
#include "demo/jira_issue.h"
#include "demo/jira_site.h"
#include "demo/json_writer.h"
#include "demo/words.h"

namespace stint::demo {

namespace {

void write_keys(JsonWriter& json, std::string_view name, const Board& board,
                const std::vector<std::int32_t>& issues) {
  json.key(name).begin_array();
  for (const std::int32_t index : issues) json.string(issue_key(board, index));
  json.end_array();
}

void write_place(JsonWriter& json, const Board& board, int sprint) {
  json.field("board_id", board.id).field("board", board.name).field("project", board.key);
  if (sprint < 0) {
    json.field_null("sprint_id").field_null("sprint");
  } else {
    json.field("sprint_id", board.sprints[at(sprint)].id)
        .field("sprint", sprint_name(board, board.sprints[at(sprint)]));
  }
}

void write_ratio(JsonWriter& json, std::string_view name, std::int64_t part, std::int64_t whole) {
  if (whole > 0) {
    json.field_raw(name, ratio_text(part, whole));
  } else {
    json.field_null(name);
  }
}

void write_ledger(JsonWriter& json, const Board& board, int index, const Ledger& ledger) {
  const Sprint& sprint = board.sprints[at(index)];
  const bool closed = sprint.state == SprintState::closed;
  const auto count = [](const std::vector<std::int32_t>& list) {
    return static_cast<std::int64_t>(list.size());
  };
  std::string start;
  std::string end;
  append_sprint_time(start, sprint.activated);
  append_sprint_time(end, sprint.window_end);
  json.begin_object()
      .field("id", sprint.id)
      .field("name", sprint_name(board, sprint))
      .field("board_id", board.id);
  json.field("state", closed ? "closed" : "active").field("start", start).field("end", end);
  json.field("committed", ledger.committed).field("added", ledger.added).field("removed", ledger.removed);
  json.field("re_estimated", ledger.re_estimated)
      .field("positive_re_estimates", ledger.grown)
      .field("completed", ledger.completed);
  json.field("completed_outside", ledger.completed_outside).field("remaining", ledger.remaining);
  if (closed) {
    json.field("spillover", ledger.spillover);
    write_ratio(json, "missed_target", ledger.missed(), ledger.committed);
  } else {
    json.field_null("spillover").field_null("missed_target");
  }
  write_ratio(json, "scope_creep", ledger.creep(), ledger.committed);
  write_ratio(json, "churn", ledger.added + ledger.removed, ledger.committed);
  write_ratio(json, "stories_grown_share", count(ledger.grown_stories), ledger.stories);
  json.field("committed_items", count(ledger.committed_issues))
      .field("added_items", count(ledger.added_issues));
  json.field("completed_items", count(ledger.completed_issues))
      .field("spilled_items", count(ledger.spilled_issues));
  json.field("unestimated_items", count(ledger.unestimated_issues)).end_object();
}

// What is found about people follows from no book that the demo keeps; told is what was done for it. That of
// workloads is found only where it is turned on.
void write_people_plant(JsonWriter& json, const Board& board, Plant plant) {
  const bool silo = plant == Plant::knowledge_silo;
  const std::int32_t person = board.first_developer() + (silo ? 0 : 1);
  std::vector<std::int32_t> issues;
  for (std::size_t i = 0; i < board.issues.size(); ++i) {
    const Issue& issue = board.issues[i];
    const bool late = std::any_of(issue.comments.begin(), issue.comments.end(),
                                  [](const Comment& c) { return c.kind == CommentKind::late; });
    const bool own = issue.component == 0 && issue.assignee == person && is_counted(issue.type) &&
                     !issue.events.empty() &&
                     issue.events.back().at > board.end - std::chrono::hours{24 * 90};
    if (silo ? own : late) issues.push_back(static_cast<std::int32_t>(i));
  }
  json.field("because", silo ? "one person does most of the work on a component"
                             : "one person wrote in the evenings and at weekends of the last three weeks");
  write_keys(json, "issues", board, issues);
  json.key("figures")
      .begin_object()
      .field("person", board.people[at(person)].name)
      .field("account_id", board.people[at(person)].account);
  if (silo) json.field("component", board.domain->components[0]);
  json.end_object();
}

bool shows(const Finding& finding, const Planted& planted) {
  return plant_check(planted.plant) == finding.check &&
         (planted.sprint < 0 || planted.sprint == finding.sprint);
}

std::string_view near_miss_reason(std::string_view kind) {
  if (kind == "scope_creep") return "scope grew, but by less than a fifth";
  if (kind == "missed_target") return "less than a fifth of the committed points were missed";
  if (kind == "velocity") return "fewer points than usual, but by less than a fifth";
  if (kind == "escape_rate") return "bugs in production, but less than a fifth of all";
  if (kind == "blocked") return "blocked for less than three days";
  if (kind == "stale_work") return "a single silent item";
  return "flagged while nobody works on it";
}

std::string joined(const std::vector<Planted>& plants) {
  std::string text;
  for (const Planted& planted : plants)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", plant_name(planted.plant));
  return text;
}

}  // namespace

void TruthWriter::add_finding(std::string& list, const BuiltBoard& built, const Finding& finding,
                              const Planted* planted) {
  list += list.empty() ? "\n" : ",\n";
  JsonWriter json(list);
  json.begin_object();
  if (planted != nullptr) {
    json.field("kind", plant_name(planted->plant)).field("finding_kind", finding_kind(finding.check));
  } else {
    json.field("kind", finding_kind(finding.check));
  }
  json.field("severity", finding.error ? "error" : "warning");
  write_place(json, built.board, finding.sprint);
  json.field("because", planted != nullptr ? std::string(finding_reason(finding.check))
                                           : fmt::format("{}; follows from {}", finding_reason(finding.check),
                                                         joined(built.plants)));
  write_keys(json, "issues", built.board, finding.issues);
  json.key("figures").begin_object();
  for (const auto& [name, value] : finding.figures) json.field_raw(name, value);
  json.end_object().end_object();
}

std::string TruthWriter::add(const BuiltBoard& built) {
  const Board& board = built.board;
  for (const Planted& planted : built.plants) {
    if (plant_check(planted.plant)) continue;
    plants_ += plants_.empty() ? "\n" : ",\n";
    JsonWriter json(plants_);
    json.begin_object()
        .field("kind", plant_name(planted.plant))
        .field("finding_kind", plant_finding_kind(planted.plant));
    json.field("severity", "warning");
    write_place(json, board, -1);
    write_people_plant(json, board, planted.plant);
    json.end_object();
  }
  for (const Finding& finding : built.findings) {
    const auto planted = std::find_if(built.plants.begin(), built.plants.end(),
                                      [&](const Planted& p) { return shows(finding, p); });
    const bool is_plant = planted != built.plants.end();
    add_finding(is_plant ? plants_ : consequences_, built, finding, is_plant ? &*planted : nullptr);
  }
  for (const NearMiss& miss : built.near_misses) {
    near_misses_ += near_misses_.empty() ? "\n" : ",\n";
    JsonWriter json(near_misses_);
    json.begin_object().field("kind", miss.kind).field("because", near_miss_reason(miss.kind));
    write_place(json, board, miss.sprint);
    write_keys(json, "issues", board, miss.issues);
    json.end_object();
  }
  std::string ledgers;
  for (std::size_t i = 0; i < built.figures.ledgers.size(); ++i) {
    ledgers += first_ledger_ ? "\n" : ",\n";
    first_ledger_ = false;
    JsonWriter json(ledgers);
    write_ledger(json, board, static_cast<int>(i), built.figures.ledgers[i]);
  }
  return ledgers;
}

std::string TruthWriter::head(const DemoOptions& options, std::int64_t boards) const {
  std::string out;
  std::string end;
  append_sprint_time(end, options.end);
  JsonWriter json(out);
  // The seed is an unsigned 64-bit number, which not every reader takes: above 2^53 it is still written in
  // full.
  json.begin_object()
      .field("schema", "stint.demo.truth/1")
      .field_raw("seed", fmt::format("{}", options.seed))
      .field("end", end);
  json.field("issues", options.issues).field("boards", boards).field("sprints_per_board", options.sprints);
  for (const auto& [name, list] : {std::pair<std::string_view, const std::string*>{"plants", &plants_},
                                   {"consequences", &consequences_},
                                   {"near_misses", &near_misses_}}) {
    json.key(name).begin_array().raw(*list).end_array();
  }
  json.key("sprints");
  return out + "[";
}

}  // namespace stint::demo
