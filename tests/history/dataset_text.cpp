#include "history/dataset_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <vector>

namespace stint::test {
namespace {

using history::Dataset;
using history::EventKind;
using history::Index;
using history::kNone;

std::string time_text(Instant instant) {
  return instant == history::kForever ? "ever" : std::to_string(to_epoch_ms(instant));
}

template <class Table>
std::string row_id(const Table& table, Index index) {
  return index == kNone ? "-" : table[index].id;
}

std::string key_text(const Dataset& data, Index index) {
  return index == kNone ? "-" : std::string{data.key(index)};
}

std::string status_text(const Dataset& data, Index index) {
  if (index == kNone) return "-";
  const history::Status& status = data.statuses[index];
  return fmt::format("{}:{}:{}{}{}{}", status.id, status.name, static_cast<int>(status.category),
                     status.blocked ? "b" : "", status.review ? "r" : "", status.waiting ? "w" : "");
}

std::string event_text(const Dataset& data, const history::Event& event) {
  std::string what;
  switch (event.kind) {
    case EventKind::status:
      what = status_text(data, event.from()) + ">" + status_text(data, event.to());
      break;
    case EventKind::sprint_enter:
      what = "+" + row_id(data.sprints, event.to());
      break;
    case EventKind::sprint_leave:
      what = "-" + row_id(data.sprints, event.from());
      break;
    case EventKind::resolution:
      what = event.to() == kNone ? "-" : data.resolutions[event.to()];
      break;
    case EventKind::assignee:
      what = row_id(data.people, event.from()) + ">" + row_id(data.people, event.to());
      break;
    default:
      what = std::to_string(event.payload);
  }
  return fmt::format("  {} {} {} {}{}{}\n", time_text(event.at), static_cast<int>(event.kind), what,
                     row_id(data.people, event.author), event.human ? " human" : "",
                     event.synthetic ? " synthetic" : "");
}

std::string issue_text(const Dataset& data, Index index) {
  const history::Issue& issue = data.issues[index];
  const history::Type& type = data.type_of(issue);
  std::string out = fmt::format(
      "{} {} \"{}\" site {} project {} type {}{}{}{} status {} resolution {} assignee {} reporter {} home {} "
      "board {} parent {} created {} updated {} history {}{}",
      data.key(index), data.id(index), data.summary(index), data.sites[issue.site].id,
      data.projects[issue.project], type.name, type.bug, type.epic, type.subtask,
      status_text(data, issue.status), issue.resolution == kNone ? "-" : data.resolutions[issue.resolution],
      row_id(data.people, issue.assignee), row_id(data.people, issue.reporter),
      row_id(data.sprints, issue.home_sprint), data.boards[issue.board].id + data.boards[issue.board].name,
      key_text(data, issue.parent), time_text(issue.created), time_text(issue.updated), issue.has_history,
      issue.complete_history);
  for (const Index component : data.components_of(issue)) out += " in " + data.components[component].name;
  if (issue.bug_details != kNone) {
    const history::BugDetails& bug = data.bugs[issue.bug_details];
    out += fmt::format(" bug \"{}\"", data.text(bug.environment));
    for (const history::Text label : data.labels_of(bug)) out += fmt::format(" label {}", data.text(label));
    for (const history::AffectedVersion& version : data.versions_of(bug)) {
      out += fmt::format(" version {} {} {}", data.text(version.name), time_text(version.released_at),
                         version.released);
    }
  }
  out += '\n';
  for (const history::Event& event : data.events_of(issue)) out += event_text(data, event);
  return out;
}

}  // namespace

std::string dataset_text(const Dataset& data) {
  std::string out = fmt::format("newest {} incomplete {}\n",
                                time_text(data.newest_change.value_or(Instant{})), data.incomplete_histories);
  for (std::size_t i = 0; i < data.issues.size(); ++i) out += issue_text(data, static_cast<Index>(i));
  std::multiset<std::string> lines;
  const auto flush = [&](const char* name) {
    for (const std::string& line : lines) out += fmt::format("{} {}\n", name, line);
    lines.clear();
  };
  for (const history::BlockedBy& row : data.blocked_by) {
    lines.insert(fmt::format("{} by {} {} {}", key_text(data, row.issue), key_text(data, row.blocker),
                             time_text(row.from), time_text(row.until)));
  }
  flush("blocked");
  for (const history::Link& row : data.links) {
    lines.insert(
        fmt::format("{} {} {}", key_text(data, row.issue), key_text(data, row.other), row.listed_by));
  }
  flush("link");
  for (const history::Child& row : data.children) {
    lines.insert(key_text(data, row.issue) + " " + key_text(data, row.child));
  }
  flush("child");
  for (const history::FlagReason& row : data.flag_reasons) {
    lines.insert(fmt::format("{} {} {} {}", key_text(data, row.issue), time_text(row.flagged),
                             time_text(row.said), data.text(row.text)));
  }
  flush("reason");
  for (const history::Dangling& row : data.dangling) {
    lines.insert(fmt::format("{} {} \"{}\" \"{}\" {} {}", key_text(data, row.issue),
                             static_cast<int>(row.kind), data.text(row.other_id), data.text(row.other_key),
                             time_text(row.from), time_text(row.until)));
  }
  flush("dangling");
  for (const history::Sprint& sprint : data.sprints) {
    if (sprint.issues.empty()) continue;
    std::string line = sprint.id + " " + sprint.name + " " + sprint.goal + " on " +
                       (sprint.board == kNone ? "-" : data.boards[sprint.board].name) + ":";
    for (const Index issue : sprint.issues) line += " " + key_text(data, issue);
    lines.insert(line);
  }
  flush("sprint");
  for (const history::Board& board : data.boards) {
    out += fmt::format("board {} {} {}:", board.id, board.name, board.project_key);
    for (const Index sprint : board.sprints) {
      if (!data.sprints[sprint].issues.empty()) out += " " + data.sprints[sprint].id;
    }
    out += '\n';
  }
  return out;
}

}  // namespace stint::test
