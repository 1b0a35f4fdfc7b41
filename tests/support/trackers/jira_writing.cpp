// What changes issues.
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/trackers/jira_fake.h"

namespace stint::test {
namespace {

using demo::JsonWriter;
using Field = FieldEdit::Field;

constexpr std::string_view kNoIssue = "Issue does not exist or you do not have permission to see it.";
constexpr std::size_t kMoveAtOnce = 50;

Answer nothing(int status = 204) {
  return jira_answer("", status);
}

}  // namespace

Answer FakeJira::create_issue(Call& call) {
  if (options_.missing_permissions.contains("CREATE_ISSUES"))
    return jira_error(400, "", {{"project", "You do not have permission to create issues in this project."}});
  Edits edits = read_edits(call.body, nullptr, true);
  if (!edits.errors.empty()) return refuse_edits(edits);
  std::erase_if(edits.fields, [](const FieldEdit& edit) { return edit.field == Field::summary; });
  const SiteIssue& issue =
      site_.create({edits.project, edits.type, edits.summary, edits.fields}, act(call.moment));
  std::string out;
  JsonWriter json(out);
  json.begin_object().field("id", issue.issue.id).field("key", issue.issue.key);
  json.field("self", json_.link("issue/" + issue.issue.id)).end_object();
  return jira_answer(std::move(out), 201);
}

Answer FakeJira::edit_issue(Call& call) {
  SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr) return jira_error(404, kNoIssue);
  if (options_.missing_permissions.contains("EDIT_ISSUES"))
    return jira_error(403, "You do not have permission to edit issues in this project.");
  Edits edits = read_edits(call.body, issue, false);
  if (!edits.errors.empty()) return refuse_edits(edits);
  for (FieldEdit& edit : edits.fields)
    if (edit.field == Field::sprint) edit.value = sprints_after_move(*issue, edit.value);
  site_.save(*issue, edits.fields, act(call.moment));
  add_comments(call, *issue);
  return nothing();
}

Answer FakeJira::delete_issue(Call& call) {
  SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr) return jira_error(404, kNoIssue);
  if (options_.missing_permissions.contains("DELETE_ISSUES"))
    return jira_error(403, "You do not have permission to delete issues in this project.");
  std::vector<SiteIssue*> children;
  for (const SiteIssue& each : site_.issues())
    if (!each.deleted && each.issue.subtask && each.issue.parent_id == issue->issue.id)
      children.push_back(site_.find(each.issue.id));
  if (!children.empty() && call.target.parameter("deleteSubtasks") != "true")
    return jira_error(
        400, fmt::format("The issue '{}' has subtasks.  You must specify the 'deleteSubtasks' parameter to "
                         "delete this issue and all its subtasks.",
                         issue->issue.key));
  for (SiteIssue* child : children) site_.remove(*child, act(call.moment));
  site_.remove(*issue, act(call.moment));
  return nothing();
}

Answer FakeJira::assign(Call& call) {
  SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr) return jira_error(404, kNoIssue);
  const json::Value who = call.body[options_.cloud ? "accountId" : "name"];
  if (!who.exists()) return jira_error(400, "The user to assign is missing.");
  const SiteUser* const user = read_user(call.body);
  if (!who.is_null() && user == nullptr)
    return jira_error(400, "", {{"assignee", fmt::format("User '{}' does not exist.", who.text())}});
  site_.save(*issue, {{Field::assignee, user == nullptr ? "" : user->id}}, act(call.moment));
  return nothing();
}

Answer FakeJira::transition(Call& call) {
  SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr) return jira_error(404, kNoIssue);
  const std::string_view id = call.body["transition"]["id"].text();
  const auto to = std::ranges::find_if(
      site_.statuses, [&](const tracker::Status& status) { return transition_id(status) == id; });
  if (to == site_.statuses.end() || to->id == issue->issue.status.id)
    return jira_error(
        400, fmt::format("It seems that you have tried to perform a workflow operation (transition {}) that "
                         "is not valid for the current state of this issue.",
                         id));
  std::vector<FieldEdit> edits{{Field::status, to->id}};
  const json::Value resolution = call.body["fields"]["resolution"];
  if (resolution.is_object()) {
    const auto found = std::ranges::find_if(site_.resolutions, [&](const Named& row) {
      return row.name == resolution["name"].text() || row.id == resolution["id"].text();
    });
    if (found == site_.resolutions.end())
      return jira_error(400, "", {{"resolution", "The resolution is invalid."}});
    edits.insert(edits.begin(), {Field::resolution, found->name});
  } else if (asks_resolution(*to)) {
    return jira_error(400, "", {{"resolution", "Resolution is required."}});
  }
  site_.save(*issue, edits, act(call.moment));
  add_comments(call, *issue);
  return nothing();
}

// Those that come along with a save.
void FakeJira::add_comments(Call& call, SiteIssue& issue) {
  for (const json::Value operation : call.body["update"]["comment"].items()) {
    const json::Value body = operation["add"]["body"];
    if (!body.is_nothing() && documents_.takes(body))
      site_.comment(issue, documents_.keep(body), act(call.moment));
  }
}

Answer FakeJira::add_comment(Call& call) {
  SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr) return jira_error(404, kNoIssue);
  const json::Value body = call.body["body"];
  if (body.is_nothing() || !documents_.takes(body) || (body.is_string() && body.text().empty()))
    return jira_error(400, "", {{"comment", "Comment body can not be empty!"}});
  site_.comment(*issue, documents_.keep(body), act(call.moment));
  std::string out;
  JsonWriter json(out);
  json_.comment(json, *issue, issue->issue.comments.back());
  return jira_answer(std::move(out), 201);
}

Answer FakeJira::delete_comment(Call& call) {
  SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr) return jira_error(404, kNoIssue);
  if (!site_.remove_comment(*issue, call.ids[1], act(call.moment)))
    return jira_error(404, fmt::format("Can not find a comment for the id: {}.", call.ids[1]));
  return nothing();
}

// The inward issue is where the link begins: it says the outward wording of the outward issue.
Answer FakeJira::add_link(Call& call) {
  const json::Value wanted = call.body["type"];
  const auto type = std::ranges::find_if(site_.link_types, [&](const SiteLinkType& row) {
    return row.name == wanted["name"].text() || row.id == wanted["id"].text();
  });
  if (type == site_.link_types.end())
    return jira_error(404, fmt::format("No issue link type with name '{}' found.", wanted["name"].text()));
  const auto end = [&](std::string_view name) {
    const json::Value issue = call.body[name];
    return site_.find(issue["key"].text(issue["id"].text()));
  };
  SiteIssue* const from = end("inwardIssue");
  SiteIssue* const to = end("outwardIssue");
  if (from == nullptr || to == nullptr) return jira_error(404, kNoIssue);
  site_.link(*from, *to, *type, act(call.moment));
  return nothing(201);
}

Answer FakeJira::get_link(Call& call) {
  for (const SiteIssue& issue : site_.issues()) {
    const auto found = std::ranges::find(issue.link_ids, call.ids[0]);
    if (found == issue.link_ids.end()) continue;
    const tracker::Link& here = issue.issue.links[static_cast<std::size_t>(found - issue.link_ids.begin())];
    tracker::Link back;
    back.other_id = issue.issue.id;
    back.other_key = issue.issue.key;
    const auto type = std::ranges::find(site_.link_types, here.type, &SiteLinkType::name);
    std::string out;
    JsonWriter json(out);
    json.begin_object()
        .field("id", call.ids[0])
        .field("self", json_.link("issueLink/" + call.ids[0]))
        .key("type");
    json_.link_type(json, *type);
    json.key("inwardIssue");
    json_.link_end(json, here.outward ? back : here);
    json.key("outwardIssue");
    json_.link_end(json, here.outward ? here : back);
    json.end_object();
    return jira_answer(std::move(out));
  }
  return jira_error(404, fmt::format("No issue link with id '{}' exists.", call.ids[0]));
}

Answer FakeJira::delete_link(Call& call) {
  if (!site_.remove_link(call.ids[0], act(call.moment)))
    return jira_error(404, fmt::format("No issue link with id '{}' exists.", call.ids[0]));
  return nothing();
}

// Closed sprints stay with an issue; of the others it is in one at most.
std::string FakeJira::sprints_after_move(const SiteIssue& issue, const std::string& sprint) const {
  std::vector<std::string> ids;
  for (const std::string& id : issue.issue.sprint_ids) {
    const tracker::Sprint* const each = site_.sprint(id);
    if (each != nullptr && each->state == tracker::SprintState::closed && id != sprint) ids.push_back(id);
  }
  if (!sprint.empty()) ids.push_back(sprint);
  return fmt::format("{}", fmt::join(ids, ","));
}

Answer FakeJira::move_issues(Call& call, const std::string& sprint) {
  std::vector<SiteIssue*> issues;
  for (const json::Value item : call.body["issues"].items()) {
    SiteIssue* const issue = site_.find(item.text());
    if (issue == nullptr) return jira_error(404, fmt::format("The issue '{}' does not exist.", item.text()));
    issues.push_back(issue);
  }
  if (issues.empty() || issues.size() > kMoveAtOnce)
    return jira_error(400, "The number of issues must be between 1 and 50.");
  for (SiteIssue* issue : issues)
    site_.save(*issue, {{Field::sprint, sprints_after_move(*issue, sprint)}}, act(call.moment));
  return nothing();
}

Answer FakeJira::move_to_sprint(Call& call) {
  const tracker::Sprint* const sprint = site_.sprint(call.ids[0]);
  if (sprint == nullptr)
    return jira_error(404, "Sprint does not exist or you do not have permission to see it.");
  if (sprint->state == tracker::SprintState::closed)
    return jira_error(400, "Issues can be moved to open or active sprints only.");
  return move_issues(call, sprint->id);
}

Answer FakeJira::move_to_backlog(Call& call) {
  return move_issues(call, "");
}

}  // namespace stint::test
