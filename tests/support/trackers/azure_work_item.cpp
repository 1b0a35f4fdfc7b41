#include "support/trackers/azure_work_item.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stint::test {
namespace {

// Given only when everything is asked for.
constexpr std::array<std::string_view, 10> kSeldom{
    "System.Id",           "System.AreaId",         "System.NodeName",    "System.AreaLevel1",
    "System.Rev",          "System.AuthorizedDate", "System.RevisedDate", "System.IterationId",
    "System.AuthorizedAs", "System.Watermark",
};

bool seldom(std::string_view name) {
  return std::ranges::find(kSeldom, name) != kSeldom.end();
}

JsonDocument relations_of(const AzureView& view, const SiteIssue& issue) {
  JsonDocument list = JsonDocument::array();
  const auto add = [&](const std::string& relation, const std::string& id) {
    JsonDocument json;
    json["rel"] = relation;
    json["url"] = fmt::format("{}/_apis/wit/workItems/{}", view.base_url, id);
    json["attributes"]["isLocked"] = false;
    json["attributes"]["name"] = view.words.relation_wording(relation);
    list.push_back(std::move(json));
  };
  if (!issue.issue.parent_id.empty()) add(std::string{kParentRelation}, issue.issue.parent_id);
  for (const SiteIssue& other : view.words.site().issues())
    if (other.issue.parent_id == issue.issue.id && !other.deleted)
      add(std::string{kChildRelation}, other.issue.id);
  for (const tracker::Link& link : issue.issue.links) {
    std::string id = link.other_id;
    for (const SiteIssue& other : view.words.site().issues())
      if (id.empty() && other.issue.key == link.other_key) id = other.issue.id;
    if (!id.empty()) add(view.words.relation(link.type, link.outward), id);
  }
  return list;
}

JsonDocument links_of(const AzureView& view, const SiteIssue& issue) {
  const std::string self = fmt::format("{}/_apis/wit/workItems/{}", view.base_url, issue.issue.id);
  JsonDocument json;
  json["self"]["href"] = self;
  json["workItemUpdates"]["href"] = self + "/updates";
  json["workItemRevisions"]["href"] = self + "/revisions";
  json["workItemComments"]["href"] = self + "/comments";
  json["html"]["href"] = fmt::format("{}/_workitems/edit/{}", view.base_url, issue.issue.id);
  json["fields"]["href"] = fmt::format("{}/_apis/wit/fields", view.base_url);
  return json;
}

bool wanted(const WorkItemOptions& options, std::string_view name) {
  if (!options.fields.empty()) return std::ranges::find(options.fields, name) != options.fields.end();
  return options.all_fields || !seldom(name);
}

}  // namespace

std::string area_path(std::string_view project, std::string_view component) {
  return component.empty() ? std::string{project}
                           : fmt::format("{}\\{}", project, AzureWords::node_name(component));
}

bool keeps_markdown(std::string_view id) {
  return !id.empty() && (id.back() - '0') % 2 == 1;
}

std::map<std::string, JsonDocument> fields_of(const AzureView& view, const SiteIssue& issue) {
  const AzureWords& words = view.words;
  const tracker::Issue& item = issue.issue;
  std::map<std::string, JsonDocument> fields;
  const std::string sprint = item.sprint_ids.empty() ? "" : item.sprint_ids.back();
  fields["System.AreaPath"] =
      area_path(item.project_name, item.components.empty() ? "" : item.components.front());
  fields["System.TeamProject"] = item.project_name;
  fields["System.IterationId"] = words.iteration_number(sprint);
  fields["System.IterationPath"] = words.iteration_path(sprint, item.project_name);
  fields["System.WorkItemType"] = words.type(item.type);
  fields["System.State"] = item.status.name;
  fields["System.Reason"] = fmt::format("Moved to state {}", item.status.name);
  fields["System.Title"] = item.summary;
  fields["System.CommentCount"] = item.comments.size();
  fields["Microsoft.VSTS.Common.Priority"] = words.priority(item.priority);
  if (!item.assignee.id.empty())
    fields["System.AssignedTo"] = words.identity(item.assignee.id, view.base_url);
  if (!item.description.empty()) {
    fields[std::string{words.description(item.type)}] =
        keeps_markdown(item.id) ? item.description : view.html(item.description);
  }
  if (!item.labels.empty()) fields["System.Tags"] = fmt::format("{}", fmt::join(item.labels, "; "));
  for (const tracker::NumberField& number : item.numbers)
    if (number.field_id == words.site().points_field) fields[std::string{words.estimate()}] = number.value;
  if (item.flagged) fields[std::string{kBlockedField}] = "Yes";
  if (item.due) fields["Microsoft.VSTS.Scheduling.DueDate"] = azure_time(*item.due);
  if (!item.parent_id.empty()) fields["System.Parent"] = std::stoll(item.parent_id);
  if (item.resolved) fields["Microsoft.VSTS.Common.ClosedDate"] = azure_time(*item.resolved);
  return fields;
}

JsonDocument work_item_json(const AzureView& view, const SiteIssue& issue, const WorkItemOptions& options) {
  const std::vector<AzureUpdate> updates = updates_of(view, issue);
  const std::int64_t rev = rev_of(updates);
  const tracker::Issue& item = issue.issue;
  std::map<std::string, JsonDocument> fields = fields_of(view, issue);
  fields["System.Id"] = std::stoll(item.id);
  fields["System.AreaId"] = 30;
  fields["System.NodeName"] = item.project_name;
  fields["System.AreaLevel1"] = item.project_name;
  fields["System.Rev"] = rev;
  fields["System.AuthorizedDate"] = azure_time(item.updated);
  fields["System.RevisedDate"] = kNeverRevised;
  fields["System.Watermark"] = rev + 100;
  fields["System.CreatedDate"] = azure_time(item.created);
  fields["System.CreatedBy"] = view.words.identity(issue.creator, view.base_url);
  fields["System.ChangedDate"] = azure_time(item.updated);
  fields["System.ChangedBy"] = view.words.identity(updates.back().author, view.base_url);
  fields["System.AuthorizedAs"] = fields["System.ChangedBy"];
  JsonDocument json;
  json["id"] = std::stoll(item.id);
  json["rev"] = rev;
  json["fields"] = JsonDocument::object();
  for (auto& [name, value] : fields)
    if (wanted(options, name)) json["fields"][name] = std::move(value);
  if (!item.description.empty() && keeps_markdown(item.id))
    json["multilineFieldsFormat"][std::string{view.words.description(item.type)}] = "markdown";
  if (options.relations) {
    if (JsonDocument relations = relations_of(view, issue); !relations.empty())
      json["relations"] = std::move(relations);
  }
  if (options.links) json["_links"] = links_of(view, issue);
  json["url"] = fmt::format("{}/_apis/wit/workItems/{}", view.base_url, item.id);
  return json;
}

JsonDocument comment_json(const AzureView& view, const SiteIssue& issue, const tracker::Comment& comment,
                          bool rendered) {
  const bool markdown = keeps_markdown(comment.id);
  JsonDocument json;
  json["workItemId"] = std::stoll(issue.issue.id);
  json["id"] = std::stoll(comment.id);
  json["version"] = 1;
  json["text"] = markdown ? comment.body : view.html(comment.body);
  if (rendered) json["renderedText"] = view.html(comment.body);
  json["createdBy"] = view.words.identity(comment.author, view.base_url);
  json["createdDate"] = azure_time(comment.at);
  json["modifiedBy"] = json["createdBy"];
  json["modifiedDate"] = json["createdDate"];
  json["format"] = markdown ? "markdown" : "html";
  json["url"] =
      fmt::format("{}/_apis/wit/workItems/{}/comments/{}", view.base_url, issue.issue.id, comment.id);
  return json;
}

}  // namespace stint::test
