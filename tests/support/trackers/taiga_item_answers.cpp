// Answers about items: lists, one, histories, writes.
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <set>

#include "lib/simdjson/json.h"
#include "support/trackers/taiga_handler.h"

namespace stint::test {
namespace {

using Field = FieldEdit::Field;

std::int64_t whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault != std::errc{} || end != text.data() + text.size() ? 0 : value;
}

Answer wrong(std::string_view member, std::string_view message) {
  JsonDocument body;
  body[std::string{member}] = message;
  return taiga_answer(body, 400);
}

// Whether a date fits a filter such as "modified_date__gte".
bool fits(const Target& target, std::string_view name, Instant at) {
  for (const auto& [key, value] : target.query) {
    if (!key.starts_with(name)) continue;
    const auto bound = parse_iso_instant(value);
    if (!bound) return false;
    const std::string_view how = std::string_view{key}.substr(name.size());
    if ((how == "__gte" && at < *bound) || (how == "__gt" && at <= *bound) ||
        (how == "__lte" && at > *bound) || (how == "__lt" && at >= *bound) || (how.empty() && at != *bound))
      return false;
  }
  return true;
}

// The members that the newest saves were about, the version before which they were being left out.
std::set<std::string> modified_since(const TaigaView& view, const SiteIssue& issue, std::int64_t version) {
  std::vector<std::pair<Instant, std::vector<const tracker::Change*>>> saves;
  const auto& changes = issue.issue.changes;
  for (std::size_t i = 0; i < changes.size();) {
    const std::string& id = changes[i].history_id;
    saves.emplace_back(changes[i].at, std::vector<const tracker::Change*>{});
    for (; i < changes.size() && changes[i].history_id == id; ++i) saves.back().second.push_back(&changes[i]);
  }
  for (const tracker::Comment& comment : issue.issue.comments)
    saves.emplace_back(comment.at, std::vector<const tracker::Change*>{});
  std::ranges::stable_sort(saves, [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto newer = static_cast<std::size_t>(
      std::clamp<std::int64_t>(issue.revision - version, 0, static_cast<std::int64_t>(saves.size())));
  std::set<std::string> members;
  for (std::size_t i = saves.size() - newer; i < saves.size(); ++i) {
    for (const tracker::Change* change : saves[i].second)
      for (const std::string& member : taiga_members(view, issue, *change)) members.insert(member);
  }
  return members;
}

}  // namespace

Answer TaigaHandler::items(const Call& call, TaigaKind kind) {
  const std::string& method = call.request.method;
  if (call.path.size() == 1) return method == "POST" ? create(call, kind) : list(call, kind);
  if (call.path[1] == "by_ref") return by_ref(call, kind);
  if (call.path[1] == "custom-attributes-values" && call.path.size() == 3 && method == "GET") {
    const SiteIssue* const of = words_.issue(kind, whole(call.path[2]));
    return of == nullptr ? taiga_missing() : taiga_answer(taiga_attribute_values_json(call.view, *of));
  }
  const SiteIssue* const found = words_.issue(kind, whole(call.path[1]));
  if (found == nullptr) return taiga_missing();
  SiteIssue& issue = *site_.find(found->issue.id);
  if (call.path.size() > 2) {
    if (kind == TaigaKind::epic && call.path[2] == "related_userstories") {
      JsonDocument list = JsonDocument::array();
      for (const SiteIssue* story : words_.all(TaigaKind::story))
        if (!story->deleted && story->issue.parent_id == issue.issue.id)
          list.push_back({{"epic", words_.number(issue)},
                          {"order", list.size() + 1},
                          {"user_story", words_.number(*story)}});
      return taiga_answer(list);
    }
    return taiga_missing();
  }
  if (method == "GET") return taiga_answer(taiga_item_json(call.view, issue, true));
  if (method == "PATCH") return patch(call, issue);
  if (method != "DELETE")
    return taiga_error(405, "MethodNotAllowed", fmt::format("Method '{}' not allowed.", method));
  site_.remove(issue, {site_.me, call.moment.now});
  Answer answer;
  answer.status = 204;
  return answer;
}

Answer TaigaHandler::list(const Call& call, TaigaKind kind) {
  const Target& target = call.target;
  std::vector<const SiteIssue*> found;
  const std::int64_t project = target.number("project", 0);
  const std::int64_t milestone = target.number("milestone", 0);
  const std::int64_t owner = target.number("owner", 0);
  const std::int64_t assigned = target.number("assigned_to", 0);
  const std::int64_t status = target.number("status", 0);
  const std::string tag = target.parameter("tags").value_or("");
  for (const SiteIssue* each : words_.all(kind)) {
    const auto indexed = Site::indexed_updated(*each, call.moment.now);
    const tracker::Issue& issue = each->issue;
    const SiteProject* const home = site_.project(issue.project_key);
    if (!indexed || home == nullptr) continue;
    if (project != 0 && words_.project_id(*home) != project) continue;
    if (milestone != 0 &&
        (issue.sprint_ids.empty() || words_.milestone_id(issue.sprint_ids.back()) != milestone))
      continue;
    if (owner != 0 && words_.user_id(each->creator) != owner) continue;
    if (assigned != 0 && words_.user_id(issue.assignee.id) != assigned) continue;
    if (status != 0 && words_.status_id(*home, kind, issue.status.id) != status) continue;
    if (!tag.empty() && std::ranges::find(issue.labels, tag) == issue.labels.end()) continue;
    if (!fits(target, "modified_date", *indexed) || !fits(target, "created_date", issue.created)) continue;
    found.push_back(each);
  }
  const std::string order = target.parameter("order_by").value_or("");
  const auto by_number = [&](const SiteIssue* a, const SiteIssue* b) {
    return words_.number(*a) < words_.number(*b);
  };
  // Issues come with the newest first; epics know no other order than their own.
  std::ranges::sort(found, by_number);
  if (order.empty() && kind == TaigaKind::issue) std::ranges::reverse(found);
  const bool descending = order.starts_with('-');
  const std::string_view by = std::string_view{order}.substr(descending ? 1 : 0);
  if (kind != TaigaKind::epic && (by == "created_date" || by == "modified_date")) {
    const auto at = [&](const SiteIssue* each) {
      return by == "created_date" ? each->issue.created : each->issue.updated;
    };
    std::ranges::stable_sort(found, [&](const SiteIssue* a, const SiteIssue* b) {
      return descending ? at(b) < at(a) : at(a) < at(b);
    });
  }
  JsonDocument json = JsonDocument::array();
  for (const SiteIssue* each : found) json.push_back(taiga_item_json(call.view, *each, false));
  return known_only(
      call,
      "project project__slug milestone milestone__isnull status status__is_closed is_closed owner "
      "assigned_to tags q ref "
      "modified_date modified_date__gte modified_date__gt modified_date__lte modified_date__lt created_date "
      "created_date__gte created_date__gt created_date__lte created_date__lt user_story epic severity type "
      "priority",
      paged(call, std::move(json)));
}

Answer TaigaHandler::by_ref(const Call& call, TaigaKind kind) {
  const std::string slug = call.target.parameter("project__slug").value_or("");
  const SiteProject* const project =
      slug.empty() ? words_.project(call.target.number("project", 0)) : words_.project_of_slug(slug);
  const std::int64_t ref = call.target.number("ref", 0);
  for (const SiteIssue* each : words_.all(kind)) {
    if (!each->deleted && project != nullptr && each->issue.project_key == project->key &&
        TaigaWords::ref(each->issue) == ref)
      return known_only(call, "ref project project__slug",
                        taiga_answer(taiga_item_json(call.view, *each, true)));
  }
  return taiga_missing();
}

Answer TaigaHandler::history(const Call& call) {
  if (call.path.size() < 3) return taiga_missing();
  for (const TaigaKind kind : kTaigaKinds) {
    if (call.path[1] != singular(kind)) continue;
    const SiteIssue* const issue = words_.issue(kind, whole(call.path[2]));
    if (issue == nullptr) return taiga_missing();
    if (call.path.size() == 4 && call.path[3] == "delete_comment" && call.request.method == "POST")
      return delete_comment(call, *site_.find(issue->issue.id));
    if (call.path.size() != 3) return taiga_missing();
    return known_only(call, "type", paged(call, taiga_history_json(call.view, *issue)));
  }
  return taiga_missing();
}

Answer TaigaHandler::delete_comment(const Call& call, SiteIssue& issue) {
  const std::string id = call.target.parameter("id").value_or("");
  const auto found = std::ranges::find_if(issue.issue.comments, [&](const tracker::Comment& comment) {
    return taiga_entry_id(comment.id) == id;
  });
  if (found == issue.issue.comments.end()) return taiga_missing();
  removed_comments_[issue.issue.id].push_back(*found);
  const std::string comment = found->id;
  site_.remove_comment(issue, comment, {site_.me, call.moment.now});
  Answer answer;
  answer.status = 200;
  return answer;
}

std::variant<TaigaHandler::Edits, Answer> TaigaHandler::read_body(const Call& call, TaigaKind kind,
                                                                  const SiteProject& project,
                                                                  const SiteIssue* issue) {
  static constexpr std::array<std::string_view, 19> kMembers{
      "subject",  "description", "status",       "milestone", "assigned_to", "assigned_users", "tags",
      "points",   "is_blocked",  "blocked_note", "due_date",  "comment",     "version",        "priority",
      "severity", "type",        "user_story",   "project",   "color"};
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  if (!body || !body->is_object()) return taiga_error(400, "BadRequest", "the body is no object");
  Edits edits;
  const auto edit = [&](Field field, std::string value) {
    edits.fields.push_back({field, std::move(value)});
  };
  for (const auto [name, value] : body->members()) {
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      violated(fmt::format("{} {}: unknown member {}", call.request.method, call.target.path, name));
      return wrong(name, "this member is not known");
    }
    edits.members.emplace_back(name);
    const std::int64_t number = value.as_int().value_or(0);
    if (name == "subject") {
      if (value.text().empty()) return wrong(name, "This field is required.");
      edit(Field::summary, std::string{value.text()});
    } else if (name == "description") {
      edit(Field::description, std::string{value.text()});
    } else if (name == "status") {
      const tracker::Status* const status = words_.status(project, kind, number);
      if (status == nullptr)
        return wrong(name, fmt::format("Invalid pk '{}' - object does not exist.", number));
      edit(Field::status, status->id);
    } else if (name == "milestone") {
      const tracker::Sprint* const sprint = value.is_null() ? nullptr : words_.milestone(number);
      if (!value.is_null() && (sprint == nullptr || words_.project_of(*sprint) != &project))
        return wrong(name, fmt::format("Invalid pk '{}' - object does not exist.", number));
      edit(Field::sprint, sprint == nullptr ? "" : sprint->id);
    } else if (name == "assigned_to") {
      const SiteUser* const user = value.is_null() ? nullptr : words_.user(number);
      if (!value.is_null() && user == nullptr)
        return wrong(name, fmt::format("Invalid pk '{}' - object does not exist.", number));
      edit(Field::assignee, user == nullptr ? "" : user->id);
    } else if (name == "tags") {
      std::string labels;
      for (const json::Value tag : value.items()) {
        std::string label{tag.is_array() ? tag.at(0).text() : tag.text()};
        std::ranges::replace(label, ' ', '-');
        labels += (labels.empty() ? "" : " ") + label;
      }
      edit(Field::labels, labels);
    } else if (name == "points" && kind == TaigaKind::story) {
      // Roles that are not named keep theirs.
      JsonDocument roles =
          words_.role_points(project, issue == nullptr ? std::nullopt : taiga_total(call.view, issue->issue));
      for (const auto [role, point] : value.members()) {
        if (!roles.contains(std::string{role}))
          return wrong("points", fmt::format("Invalid role id '{}'", role));
        roles[std::string{role}] = point.as_int().value_or(0);
      }
      std::optional<double> total;
      for (const auto& [role, id] : roles.items()) {
        const auto point = words_.point(project, id);
        if (!point) return wrong("points", fmt::format("Invalid points id '{}'", std::int64_t{id}));
        if (point->value) total = total.value_or(0) + *point->value;
      }
      edit(Field::points, total ? fmt::format("{}", *total) : "");
    } else if (name == "is_blocked") {
      edit(Field::flagged, value.as_bool().value_or(false) ? "1" : "");
    } else if (name == "due_date") {
      edit(Field::due, std::string{value.text()});
    } else if (name == "comment") {
      edits.comment = std::string{value.text()};
    } else if (name == "priority" && kind == TaigaKind::issue) {
      const Named* const priority = words_.priority(project, number);
      if (priority == nullptr)
        return wrong(name, fmt::format("Invalid pk '{}' - object does not exist.", number));
      edit(Field::priority, priority->name);
    } else if (name == "user_story" && kind == TaigaKind::task) {
      const SiteIssue* const story = value.is_null() ? nullptr : words_.issue(TaigaKind::story, number);
      if (!value.is_null() && story == nullptr)
        return wrong(name, fmt::format("Invalid pk '{}' - object does not exist.", number));
      edit(Field::parent, story == nullptr ? "" : story->issue.key);
    }
  }
  return edits;
}

Answer TaigaHandler::create(const Call& call, TaigaKind kind) {
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  const SiteProject* const project = words_.project(body ? (*body)["project"].as_int().value_or(0) : 0);
  if (project == nullptr) return wrong("project", "This field is required.");
  auto read = read_body(call, kind, *project, nullptr);
  if (auto* const answer = std::get_if<Answer>(&read)) return std::move(*answer);
  const Edits& edits = std::get<Edits>(read);
  static constexpr std::array<std::string_view, 4> kTypes{"Epic", "Story", "Sub-task", "Bug"};
  NewIssue request{project->key, std::string{kTypes.at(static_cast<std::size_t>(kind))}, "", {}};
  for (const FieldEdit& edit : edits.fields) {
    if (edit.field == Field::summary) {
      request.summary = edit.value;
    } else {
      request.fields.push_back(edit);
    }
  }
  if (request.summary.empty()) return wrong("subject", "This field is required.");
  const SiteIssue& issue = site_.create(request, {site_.me, call.moment.now});
  return taiga_answer(taiga_item_json(call.view, issue, true), 201);
}

Answer TaigaHandler::patch(const Call& call, SiteIssue& issue) {
  const TaigaKind kind = TaigaWords::kind(issue.issue);
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  const auto version = body ? (*body)["version"].as_int() : std::nullopt;
  if (!version || *version < 0 || *version > issue.revision)
    return wrong("version", "The version parameter is not valid");
  auto read = read_body(call, kind, *site_.project(issue.issue.project_key), &issue);
  if (auto* const answer = std::get_if<Answer>(&read)) return std::move(*answer);
  const Edits& edits = std::get<Edits>(read);
  // Only who changes what somebody else has changed meanwhile is refused.
  const std::set<std::string> theirs = modified_since(call.view, issue, *version);
  for (const std::string& mine : edits.members)
    if (mine != "version" && theirs.contains(mine))
      return wrong("version", "The version doesn't match with the current one");
  const Act act{site_.me, call.moment.now};
  site_.save(issue, edits.fields, act);
  if (!edits.comment.empty()) site_.comment(issue, edits.comment, act);
  return taiga_answer(taiga_item_json(call.view, issue, true));
}

}  // namespace stint::test
