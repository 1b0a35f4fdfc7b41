#include "metrics/scenario.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>

#include "history/builder.h"
#include "tracker/acceptance_criteria.h"
#include "tracker/changes.h"

namespace stint::test {
namespace {

using tracker::StatusCategory;

constexpr std::string_view kPoints = "points";
constexpr std::string_view kHours = "timeoriginalestimate";

[[noreturn]] void refuse(const std::string& what) {
  throw std::runtime_error(what);
}

std::string criteria_text(const std::string& count) {
  std::string text = "What it is about.\n";
  if (count != "0" && count != "-") text += "\nAcceptance criteria:\n\n";
  for (int i = 0; i < std::atoi(count.c_str()); ++i) text += "* it does a thing\n";
  return text;
}

std::string dash_is_none(const std::string& word) {
  return word == "-" ? std::string{} : word;
}

// One issue's values as they stand while its changes are read, by the names of fields.
using Values = std::map<std::string, std::string>;

class Reader {
 public:
  Reader() {
    scenario_.site = scenario_.definitions.site("");
    for (const auto& [id, name, category] : {std::tuple{"todo", "To Do", StatusCategory::todo},
                                             {"next", "Next", StatusCategory::in_progress},
                                             {"doing", "In Progress", StatusCategory::in_progress},
                                             {"review", "In Review", StatusCategory::in_progress},
                                             {"blocked", "Blocked", StatusCategory::in_progress},
                                             {"done", "Done", StatusCategory::done},
                                             {"resolved", "Resolved", StatusCategory::done},
                                             {"closed", "Closed", StatusCategory::done},
                                             {"odd", "Odd", StatusCategory::unknown}}) {
      put_status(id, name, category);
    }
    scenario_.definitions.put(scenario_.site, tracker::Field{std::string{kPoints}, "Story Points", "number"});
    scenario_.definitions.put(scenario_.site, tracker::Person{"bot", "Bot", true});
  }

  void read(std::string_view line) {
    const std::vector<std::string> words = split_words(line);
    if (words.empty() || words[0].starts_with('#')) return;
    if (line.starts_with(' ')) return change(words);
    finish_issue();
    if (words[0] == "board") return board(words);
    if (words[0] == "sprint") return sprint(words);
    if (words[0] == "issue") return issue(words);
    if (words.size() == 2 && words[0] == "as-of") {
      scenario_.as_of = parse_time(words[1]);
      return;
    }
    if (words.size() == 2 && words[0] == "zone") {
      auto zone = TimeZone::find(words[1]);
      if (!zone) refuse(zone.error().to_string());
      scenario_.zone = *zone;
      return;
    }
    if (words.size() == 3 && words[0] == "option") {
      if (auto set = metrics::set_option(scenario_.options, words[1], words[2]); !set)
        refuse(set.error().to_string());
      return;
    }
    if (words.size() == 4 && words[0] == "status") {
      put_status(words[1], words[2],
                 words[3] == "done"
                     ? StatusCategory::done
                     : (words[3] == "todo" ? StatusCategory::todo : StatusCategory::in_progress));
      return;
    }
    refuse("not understood: " + std::string{line});
  }

  Scenario take() {
    finish_issue();
    return std::move(scenario_);
  }

 private:
  void put_status(const std::string& id, const std::string& name, StatusCategory category) {
    scenario_.definitions.put(scenario_.site, store::StatusRow{{id, name, category}, true});
    status_names_[id] = name;
  }

  // board ID points|hours|issues|unsaid [project KEY] [column NAME STATUS,…]…
  void board(const std::vector<std::string>& words) {
    tracker::Board board;
    board.id = words.at(1);
    board.name = "Board " + board.id;
    board.type = "scrum";
    board.project_key = "A";
    const std::string& unit = words.at(2);
    if (unit == "points") board.estimation_field = kPoints;
    if (unit == "hours") board.estimation_field = kHours;
    if (unit == "issues") board.estimation_field = "issueCount";
    for (std::size_t i = 3; i < words.size(); ++i) {
      if (words[i] == "project") {
        board.project_key = words.at(++i);
      } else if (words[i] == "column") {
        tracker::BoardColumn& column = board.columns.emplace_back();
        column.name = words.at(++i);
        std::stringstream statuses{words.at(++i)};
        for (std::string id; std::getline(statuses, id, ',');) column.status_ids.push_back(id);
      } else {
        refuse("of a board: " + words[i]);
      }
    }
    scenario_.definitions.put(scenario_.site, board);
  }

  // sprint ID [board ID] [start T] [end T] [activated T] [completed T] [goal TEXT] [active|closed|future]
  void sprint(const std::vector<std::string>& words) {
    tracker::Sprint sprint;
    sprint.id = words.at(1);
    sprint.name = "Sprint " + sprint.id;
    sprint.board_id = "1";
    sprint.goal = "A goal";
    for (std::size_t i = 2; i < words.size(); ++i) {
      const std::string& word = words[i];
      if (word == "active") {
        sprint.state = tracker::SprintState::active;
      } else if (word == "closed") {
        sprint.state = tracker::SprintState::closed;
      } else if (word == "future") {
        sprint.state = tracker::SprintState::future;
      } else if (word == "board") {
        sprint.board_id = dash_is_none(words.at(++i));
      } else if (word == "start") {
        sprint.start = parse_time(words.at(++i));
      } else if (word == "end") {
        sprint.end = parse_time(words.at(++i));
      } else if (word == "activated") {
        sprint.activated = parse_time(words.at(++i));
      } else if (word == "completed") {
        sprint.completed = parse_time(words.at(++i));
      } else if (word == "goal") {
        sprint.goal = dash_is_none(words.at(++i));
      } else {
        refuse("of a sprint: " + word);
      }
    }
    scenario_.definitions.put(scenario_.site, store::SprintRow{sprint, true});
  }

  // issue KEY created T [FIELD VALUE]… [subtask] [epic] [no-history]
  void issue(const std::vector<std::string>& words) {
    tracker::Issue& issue = scenario_.issues.emplace_back();
    open_ = true;
    values_ = {{"status", "todo"}, {"sprint", "-"},     {"points", "-"},   {"hours", "-"},
               {"flag", "off"},    {"resolution", "-"}, {"assignee", "-"}, {"criteria", "0"}};
    issue.key = words.at(1);
    issue.id = "id-" + issue.key;
    issue.project_key = issue.key.substr(0, issue.key.find('-'));
    issue.type = "Story";
    issue.has_history = true;
    scenario_.definitions.put_project(scenario_.site, issue.project_key, "Project " + issue.project_key);
    for (std::size_t i = 2; i < words.size(); ++i) {
      const std::string& word = words[i];
      const auto value = [&]() -> const std::string& { return words.at(++i); };
      if (values_.contains(word)) {
        values_[word] = value();
      } else if (word == "created") {
        issue.created = parse_time(value());
      } else if (word == "type") {
        issue.type = value();
      } else if (word == "parent") {
        issue.parent_key = value();
      } else if (word == "subtask") {
        issue.subtask = true;
      } else if (word == "epic") {
        issue.epic = true;
      } else if (word == "no-history") {
        issue.has_history = false;
      } else if (word == "history-total") {
        issue.history_total = std::atoi(value().c_str());
      } else if (word == "component") {
        issue.components.push_back(value());
      } else if (word == "label") {
        issue.labels.push_back(value());
      } else if (word == "environment") {
        issue.environment = value();
      } else if (word == "affects") {
        tracker::Version& version = issue.affected_versions.emplace_back();
        version.name = value();
        const std::string& released = value();
        version.released = released != "-";
        if (version.released && released != "released") version.release_date = parse_time(released);
      } else if (word == "blocked-by") {
        issue.links.push_back({"Blocks", "is blocked by", false, {}, value()});
      } else if (word == "link") {
        issue.links.push_back({"Relates", "relates to", true, {}, value()});
      } else {
        refuse("of an issue: " + word);
      }
    }
  }

  // T FIELD VALUE [by WHO] · T comment TEXT [by WHO] · T rank|remote-link|summary · T [un]blocked-by KEY
  void change(const std::vector<std::string>& words) {
    if (!open_) refuse("a change of no issue: " + words.at(0));
    tracker::Issue& issue = scenario_.issues.back();
    const Instant at = parse_time(words.at(0));
    const std::string& field = words.at(1);
    std::string author = "ann";
    if (words.size() > 3 && words[words.size() - 2] == "by") author = words.back();
    if (field == "comment") {
      issue.comments.push_back({std::to_string(issue.comments.size()), at, author, false, words.at(2)});
      return;
    }
    tracker::Change change;
    change.at = at;
    change.author = author;
    change.history_id = std::to_string(100 + issue.changes.size());
    if (values_.contains(field)) {
      std::string& value = values_[field];
      fill(change, field, value, words.at(2));
      value = words.at(2);
    } else if (field == "rank") {
      change.field = "Rank";
    } else if (field == "remote-link") {
      change.field = "RemoteIssueLink";
    } else if (field == "summary") {
      change.field = change.field_id = "summary";
    } else if (field == "is-blocked-by") {
      change.field = "Link";
      change.to = words.at(2);
      change.to_text = "This work item is blocked by " + change.to;
    } else if (field == "not-blocked-by") {
      change.field = "Link";
      change.from = words.at(2);
      change.from_text = "This issue is blocked by " + change.from;
    } else {
      refuse("of a change: " + field);
    }
    issue.changes.push_back(std::move(change));
  }

  void fill(tracker::Change& change, const std::string& field, const std::string& from,
            const std::string& to) const {
    const auto set = [&](std::string_view id, std::string_view name) {
      change.field_id = id;
      change.field = name;
    };
    if (field == "status") {
      set("status", "status");
      change.from = from;
      change.from_text = status_names_.at(from);
      change.to = to;
      change.to_text = status_names_.at(to);
    } else if (field == "sprint") {
      set("customfield_10020", "Sprint");
      change.from = dash_is_none(from);
      change.to = dash_is_none(to);
    } else if (field == "points") {
      set(kPoints, "Story Points");
      change.from_text = dash_is_none(from);
      change.to_text = dash_is_none(to);
    } else if (field == "hours") {
      set(kHours, "timeoriginalestimate");
      change.from = seconds(from);
      change.to = seconds(to);
    } else if (field == "flag") {
      set("customfield_10021", "Flagged");
      change.from_text = from == "on" ? "Impediment" : "";
      change.to_text = to == "on" ? "Impediment" : "";
    } else if (field == "resolution") {
      set("resolution", "resolution");
      change.from_text = dash_is_none(from);
      change.to_text = dash_is_none(to);
    } else if (field == "assignee") {
      set("assignee", "assignee");
      change.from = dash_is_none(from);
      change.to = dash_is_none(to);
    } else {
      set("description", "description");
      change.from_text = criteria_text(from);
      change.to_text = criteria_text(to);
    }
  }

  static std::string seconds(const std::string& hours) {
    return hours == "-" ? std::string{} : std::to_string(std::lround(std::stod(hours) * 3600));
  }

  // What the tracker would show as current.
  void finish_issue() {
    if (!std::exchange(open_, false)) return;
    tracker::Issue& issue = scenario_.issues.back();
    issue.status = {values_["status"], status_names_.at(values_["status"]), StatusCategory::unknown};
    std::stringstream sprints{dash_is_none(values_["sprint"])};
    for (std::string id; std::getline(sprints, id, ',');) issue.sprint_ids.push_back(id);
    if (values_["points"] != "-")
      issue.numbers.push_back({std::string{kPoints}, std::stod(values_["points"])});
    if (values_["hours"] != "-") {
      issue.numbers.push_back({std::string{kHours}, std::stod(seconds(values_["hours"]))});
    }
    issue.flagged = values_["flag"] == "on";
    issue.resolution = dash_is_none(values_["resolution"]);
    issue.assignee.id = dash_is_none(values_["assignee"]);
    issue.description = criteria_text(values_["criteria"]);
    if (!issue.has_history) issue.changes.clear();
    tracker::sort_changes(issue.changes);
    issue.updated = issue.changes.empty() ? issue.created : issue.changes.back().at;
  }

  Scenario scenario_;
  std::map<std::string, std::string> status_names_;
  Values values_;
  bool open_ = false;
};

}  // namespace

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  bool quoted = false;
  bool inside = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      if (!std::exchange(inside, true)) words.emplace_back();
    } else if (c == ' ' && !quoted) {
      inside = false;
    } else {
      if (!std::exchange(inside, true)) words.emplace_back();
      words.back() += c;
    }
  }
  return words;
}

Instant parse_time(std::string_view text) {
  std::string full{text};
  if (full.size() < 5 || full[2] != '-') {
    if (full.size() == 10) full += "T10:00";
  } else {
    full = "2026-" + full;
    if (full.size() == 10) full += "T10:00";
  }
  const auto instant = parse_iso_instant(full);
  if (!instant) refuse("no time: " + std::string{text});
  return *instant;
}

std::string show(Instant instant) {
  std::string text = format_iso(instant);
  text.resize(text.size() - std::string_view{"+00:00"}.size());
  if (text.ends_with(":00")) text.resize(text.size() - 3);
  if (text.ends_with("T10:00")) text.resize(text.size() - 6);
  if (text.starts_with("2026-")) text.erase(0, 5);
  return text;
}

Scenario parse_scenario(std::string_view text) {
  Reader reader;
  std::stringstream lines{std::string{text}};
  for (std::string line; std::getline(lines, line);) {
    try {
      reader.read(line);
    } catch (const std::exception& error) {
      refuse(fmt::format("\"{}\": {}", line, error.what()));
    }
  }
  return reader.take();
}

history::Dataset dataset_of(const Scenario& scenario, std::size_t runs) {
  const history::EstimateFieldRule estimates{scenario.definitions, ""};
  std::vector<history::DatasetBuilder> builders;
  for (std::size_t i = 0; i < runs; ++i) builders.emplace_back(scenario.definitions, estimates);
  for (std::size_t i = 0; i < scenario.issues.size(); ++i) {
    const tracker::Issue& issue = scenario.issues[i];
    builders[i * runs / scenario.issues.size()].add(scenario.site, issue,
                                                    tracker::count_acceptance_criteria(issue.description));
  }
  return history::DatasetBuilder::join(std::move(builders));
}

std::vector<ScenarioText> read_scenarios(const std::filesystem::path& file) {
  std::vector<ScenarioText> scenarios;
  std::ifstream stream{file};
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("== ")) {
      scenarios.push_back({line.substr(3), {}, {}});
    } else if (scenarios.empty()) {
      continue;
    } else if (line.starts_with("-- ")) {
      scenarios.back().questions.push_back({line.substr(3), {}});
    } else {
      ScenarioText& last = scenarios.back();
      (last.questions.empty() ? last.body : last.questions.back().expected) += line + "\n";
    }
  }
  return scenarios;
}

}  // namespace stint::test
