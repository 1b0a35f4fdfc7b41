#include "exchange/jira_reader.h"

#include <fmt/format.h>
#include <utility>

#include "tracker/changes.h"
#include "tracker/jira/changelog.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::exchange {
namespace {

namespace jira = tracker::jira;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_key_letter(char c) {
  return (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

// The last thing in a path that looks like an issue key ("export/SP-1/changelog-2.json" → "SP-1").
std::string key_in_path(std::string_view path) {
  for (std::size_t dash = path.rfind('-'); dash != std::string_view::npos && dash > 0;
       dash = path.rfind('-', dash - 1)) {
    std::size_t end = dash + 1;
    while (end < path.size() && is_digit(path[end])) ++end;
    std::size_t begin = dash;
    while (begin > 0 && is_key_letter(path[begin - 1])) --begin;
    if (end > dash + 1 && begin < dash && !is_digit(path[begin]))
      return std::string{path.substr(begin, end - begin)};
  }
  return {};
}

// The issue that a URL such as ".../issue/SP-1/changelog?startAt=100" speaks of.
std::string issue_in_url(std::string_view url) {
  constexpr std::string_view kIssue = "/issue/";
  const std::size_t at = url.find(kIssue);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = url.substr(at + kIssue.size());
  return std::string{rest.substr(0, rest.find('/'))};
}

bool is_history_entry(json::Value value) {
  return value["created"].exists() && value["items"].is_array();
}

// Other trackers have items with "fields" too.
bool is_issue(json::Value value) {
  const json::Value fields = value["fields"];
  return fields.is_object() && (value["key"].is_string() || fields["created"].exists());
}

}  // namespace

void JiraReader::begin_file(std::string name, std::string site) {
  name_ = std::move(name);
  site_ = std::move(site);
  contents_ = {};
}

void JiraReader::add_field(tracker::Field field) {
  field_names_[field.id] = field.name;
  collector_->add(site_, std::move(field));
}

Outcome JiraReader::read(const tracker::JsonPiece& piece) {
  auto value = parser_.parse_padded(piece.text);
  if (!value) {
    Error error = std::move(value).error();
    error.where = fmt::format("{}, byte {}", name_, piece.offset + parser_.fault_offset().value_or(0));
    error.hint = "export it again, or repair the file at that place; everything else in it is imported";
    return fail(std::move(error));
  }
  if (piece.kind == tracker::JsonPiece::Kind::document && piece.had_list) {
    contents_.pages = true;
    // Search pages fetched with expand=names say what their fields are called.
    for (const auto& [id, name] : (*value)["names"].members()) {
      add_field({std::string{id}, std::string{name.text()}, {}});
    }
    return {};
  }
  Outcome read = read_value(*value, piece.offset);
  if (!read) {
    Error error = std::move(read).error();
    error.where = fmt::format("{}, byte {}", name_, piece.offset);
    if (error.hint.empty()) error.hint = "everything else in the file is imported";
    return fail(std::move(error));
  }
  return {};
}

Outcome JiraReader::read_value(json::Value value, std::uint64_t offset) {
  // What Stint itself writes beside a demo is no tracker data, whatever it looks like.
  if (!value.is_object() || value["schema"].text().starts_with("stint.")) return {};
  if (is_issue(value)) return read_issue(value, offset);
  if (value["issueId"].exists() && value["changeHistories"].is_array()) return read_bulk_history(value);
  if (read_definition(value)) return {};
  for (const std::string_view member : {"values", "histories", "sprints", "statuses"}) {
    const json::Value list = value[member];
    if (!list.is_array()) continue;
    const bool history =
        is_history_entry(list.at(0)) || (list.size() == 0 && !issue_in_url(value["self"].text()).empty());
    if (history) return read_history_page(value, list);
    bool any = false;
    Outcome first_error;
    for (const json::Value item : list.items()) {
      if (is_issue(item)) {
        if (Outcome read = read_issue(item, offset); !read && first_error) first_error = std::move(read);
        any = true;
      } else {
        any = read_definition(item) || any;
      }
    }
    if (any) return first_error;
  }
  for (const std::string_view member : {"date_end", "time_end", "dateEnd"}) {
    if (auto end = jira::read_instant(value[member])) {
      collector_->add(site_, ExportEnd{*end});
      contents_.export_end = true;
    }
  }
  return {};
}

Outcome JiraReader::read_issue(json::Value value, std::uint64_t offset) {
  STINT_ASSIGN(record, jira::read_issue(value, field_names_));
  const std::string& site = record.site.empty() ? site_ : record.site;
  for (tracker::Sprint& sprint : record.sprints)
    collector_->add(site, store::SprintRow{std::move(sprint), false});
  for (tracker::Person& person : record.people) collector_->add(site, std::move(person));
  learn_fields(site, record.issue.changes);
  collector_->add(site, std::move(record.issue), fmt::format("{}, byte {}", name_, offset));
  ++contents_.issues;
  return {};
}

// Exports without a field list tell what a custom field is called only in the history.
void JiraReader::learn_fields(const std::string& site, const std::vector<tracker::Change>& changes) {
  for (const tracker::Change& change : changes) {
    if (!change.field_id.starts_with("customfield_") || change.field.empty()) continue;
    if (!field_names_.try_emplace(change.field_id, change.field).second) continue;
    collector_->add(site, FieldSeen{{change.field_id, change.field, {}}});
  }
}

Outcome JiraReader::read_bulk_history(json::Value value) {
  jira::Changelog log;
  STINT_TRY(jira::read_histories(value["changeHistories"], log));
  for (tracker::Person& person : log.authors) collector_->add(site_, std::move(person));
  learn_fields(site_, log.changes);
  collector_->add(site_, tracker::id_text_of(value["issueId"]), 0, std::move(log.changes));
  ++contents_.histories;
  return {};
}

Outcome JiraReader::read_history_page(json::Value page, json::Value entries) {
  const std::string_view self = page["self"].text();
  std::string issue = issue_in_url(self);
  if (issue.empty()) issue = key_in_path(name_);
  if (issue.empty()) {
    return fail(ErrorCode::usage, "a page of history does not say which issue it belongs to", {},
                "name the file after the issue's key, for example SP-1-changelog.json");
  }
  jira::Changelog log;
  STINT_TRY(jira::read_histories(entries, log));
  const std::string_view own_site = jira::site_of_url(self);
  const std::string site{own_site.empty() ? std::string_view{site_} : own_site};
  for (tracker::Person& person : log.authors) collector_->add(site, std::move(person));
  collector_->add(site, std::move(issue), page["total"].as_int().value_or(0), std::move(log.changes));
  ++contents_.histories;
  return {};
}

bool JiraReader::read_definition(json::Value value) {
  const std::string_view own_site = jira::site_of_url(value["self"].text());
  const std::string site{own_site.empty() ? std::string_view{site_} : own_site};
  if (jira::is_sprint(value)) {
    collector_->add(site, store::SprintRow{jira::read_sprint(value), true});
  } else if (jira::is_board(value)) {
    collector_->add(site, jira::read_board(value));
  } else if (jira::is_status(value)) {
    collector_->add(site, store::StatusRow{jira::read_status(value), true});
  } else if (jira::is_field(value)) {
    add_field(jira::read_field(value));
  } else if (value["statuses"].is_array() && value["subtask"].exists()) {
    // Statuses by issue type: /project/KEY/statuses.
    for (const json::Value status : value["statuses"].items()) {
      if (jira::is_status(status)) collector_->add(site, store::StatusRow{jira::read_status(status), true});
    }
  } else {
    return false;
  }
  ++contents_.definitions;
  return true;
}

}  // namespace stint::exchange
