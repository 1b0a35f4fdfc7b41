// The organisation's and the projects' definitions.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>

#include "support/trackers/azure_boards.h"

namespace stint::test {
namespace {

struct FieldRow {
  std::string_view reference;
  std::string_view name;
  std::string_view type;
};
constexpr std::array kFields{
    FieldRow{"System.Id", "ID", "integer"},
    FieldRow{"System.Rev", "Rev", "integer"},
    FieldRow{"System.Title", "Title", "string"},
    FieldRow{"System.Description", "Description", "html"},
    FieldRow{"System.WorkItemType", "Work Item Type", "string"},
    FieldRow{"System.TeamProject", "Team Project", "string"},
    FieldRow{"System.State", "State", "string"},
    FieldRow{"System.Reason", "Reason", "string"},
    FieldRow{"System.AssignedTo", "Assigned To", "identity"},
    FieldRow{"System.AreaPath", "Area Path", "treePath"},
    FieldRow{"System.IterationPath", "Iteration Path", "treePath"},
    FieldRow{"System.IterationId", "Iteration ID", "integer"},
    FieldRow{"System.Tags", "Tags", "plainText"},
    FieldRow{"System.History", "History", "history"},
    FieldRow{"System.Parent", "Parent", "integer"},
    FieldRow{"System.CreatedDate", "Created Date", "dateTime"},
    FieldRow{"System.ChangedDate", "Changed Date", "dateTime"},
    FieldRow{"System.CommentCount", "Comment Count", "integer"},
    FieldRow{"Microsoft.VSTS.Common.Priority", "Priority", "integer"},
    FieldRow{"Microsoft.VSTS.Common.ClosedDate", "Closed Date", "dateTime"},
    FieldRow{"Microsoft.VSTS.TCM.ReproSteps", "Repro Steps", "html"},
    FieldRow{"Microsoft.VSTS.CMMI.Blocked", "Blocked", "string"},
    FieldRow{"Microsoft.VSTS.Scheduling.DueDate", "Due Date", "dateTime"},
    FieldRow{"Microsoft.VSTS.Scheduling.StoryPoints", "Story Points", "double"},
    FieldRow{"Microsoft.VSTS.Scheduling.Effort", "Effort", "double"},
    FieldRow{"Microsoft.VSTS.Scheduling.Size", "Size", "double"},
    FieldRow{"Microsoft.VSTS.Scheduling.RemainingWork", "Remaining Work", "double"},
};

std::string_view process_name(AzureProcess process) {
  switch (process) {
    case AzureProcess::agile:
      return "Agile";
    case AzureProcess::scrum:
      return "Scrum";
    case AzureProcess::cmmi:
      return "CMMI";
    case AzureProcess::basic:
      return "Basic";
  }
  return "";
}

JsonDocument node_json(const AzureView& view, const SiteProject& project, std::int64_t id, std::string guid,
                       const std::string& name, const char* structure, const std::string& below) {
  const std::string group = structure == std::string_view{"area"} ? "Area" : "Iteration";
  JsonDocument json;
  json["id"] = id;
  json["identifier"] = std::move(guid);
  json["name"] = name;
  json["structureType"] = structure;
  json["hasChildren"] = false;
  json["path"] = fmt::format("\\{}\\{}{}", project.name, group, below);
  json["url"] = fmt::format("{}/{}/_apis/wit/classificationNodes/{}s", view.base_url,
                            view.words.project_id(project), group);
  return json;
}

void add_child(JsonDocument& parent, JsonDocument child, bool shown) {
  parent["hasChildren"] = true;
  if (shown) parent["children"].push_back(std::move(child));
}

JsonDocument sprint_node(const AzureView& view, const SiteProject& project, const tracker::Sprint& sprint,
                         const std::string& below) {
  JsonDocument json =
      node_json(view, project, view.words.iteration_number(sprint.id), view.words.iteration_guid(sprint.id),
                AzureWords::node_name(sprint.name), "iteration",
                fmt::format("{}\\{}", below, AzureWords::node_name(sprint.name)));
  const auto day = [](Instant at) { return azure_time(std::chrono::floor<std::chrono::days>(at)); };
  if (sprint.start) json["attributes"]["startDate"] = day(*sprint.start);
  if (sprint.end) json["attributes"]["finishDate"] = day(*sprint.end);
  return json;
}

}  // namespace

JsonDocument azure_list(JsonDocument list) {
  JsonDocument json;
  json["count"] = list.size();
  json["value"] = std::move(list);
  return json;
}

JsonDocument connection_json(const AzureView& view) {
  const SiteUser* const me = view.words.site().user(view.words.site().me);
  JsonDocument user;
  user["id"] = view.words.user_guid(view.words.site().me);
  user["descriptor"] = "Microsoft.IdentityModel.Claims.ClaimsIdentity;" + (me == nullptr ? "" : me->email);
  user["subjectDescriptor"] = "aad." + std::string{user["id"]}.substr(24);
  user["providerDisplayName"] = me == nullptr ? "" : me->name;
  user["isActive"] = true;
  user["properties"]["Account"] = {{"$type", "System.String"}, {"$value", me == nullptr ? "" : me->email}};
  JsonDocument json;
  json["authenticatedUser"] = user;
  json["authorizedUser"] = user;
  json["instanceId"] = AzureWords::guid(8, 1);
  json["deploymentId"] = AzureWords::guid(8, 2);
  json["deploymentType"] = "hosted";
  json["locationServiceData"] = {{"serviceOwner", AzureWords::guid(8, 3)},
                                 {"defaultAccessMappingMoniker", "HostGuidAccessMapping"}};
  return json;
}

JsonDocument project_json(const AzureView& view, const SiteProject& project, bool capabilities) {
  JsonDocument json;
  json["id"] = view.words.project_id(project);
  json["name"] = project.name;
  json["url"] = fmt::format("{}/_apis/projects/{}", view.base_url, view.words.project_id(project));
  json["state"] = "wellFormed";
  json["revision"] = 11;
  json["visibility"] = "private";
  json["lastUpdateTime"] = "2025-03-04T05:06:07.08Z";
  if (capabilities) {
    json["capabilities"]["processTemplate"] = {{"templateName", process_name(view.words.options().process)}};
    json["capabilities"]["versioncontrol"] = {{"sourceControlType", "Git"}};
  }
  return json;
}

JsonDocument team_json(const AzureView& view, const SiteProject& project, const tracker::Board& board) {
  const std::string id = view.words.team_id(board);
  return {{"id", id},
          {"name", board.name},
          {"url",
           fmt::format("{}/_apis/projects/{}/teams/{}", view.base_url, view.words.project_id(project), id)},
          {"description", ""},
          {"identityUrl", fmt::format("{}/_apis/Identities/{}", view.base_url, id)},
          {"projectName", project.name},
          {"projectId", view.words.project_id(project)}};
}

JsonDocument members_json(const AzureView& view) {
  JsonDocument list = JsonDocument::array();
  for (const SiteUser& user : view.words.site().users) {
    JsonDocument member;
    member["identity"] = view.words.identity(user.id, view.base_url);
    list.push_back(std::move(member));
  }
  return list;
}

JsonDocument azure_fields_json(const AzureView& view) {
  JsonDocument list = JsonDocument::array();
  for (const FieldRow& row : kFields) {
    JsonDocument json;
    json["name"] = row.name;
    json["referenceName"] = row.reference;
    json["type"] = row.type == "identity" ? "string" : row.type;
    json["usage"] = "workItem";
    json["readOnly"] = row.reference == "System.Id" || row.reference == "System.Rev";
    json["canSortBy"] = true;
    json["isQueryable"] = true;
    json["supportedOperations"] = JsonDocument::array();
    json["supportedOperations"].push_back({{"referenceName", "SupportedOperations.Equals"}, {"name", "="}});
    json["isIdentity"] = row.type == "identity";
    json["isPicklist"] = false;
    json["isPicklistSuggested"] = false;
    json["url"] = fmt::format("{}/_apis/wit/fields/{}", view.base_url, row.reference);
    list.push_back(std::move(json));
  }
  return azure_list(std::move(list));
}

JsonDocument states_json(const AzureView& view) {
  JsonDocument list = JsonDocument::array();
  for (const tracker::Status& status : view.words.site().statuses)
    list.push_back({{"name", status.name},
                    {"color", "b2b2b2"},
                    {"category", AzureWords::state_category(status.category)}});
  return list;
}

JsonDocument type_json(const AzureView& view, const SiteProject& project, const SiteType& type) {
  const std::string name = view.words.type(type.name);
  JsonDocument json;
  json["name"] = name;
  std::string reference = "Microsoft.VSTS.WorkItemTypes.";
  for (const char c : name)
    if (c != ' ') reference += c;
  json["referenceName"] = reference;
  json["description"] = "";
  json["color"] = "CC293D";
  json["icon"] = {{"id", "icon_book"},
                  {"url", view.base_url + "/_apis/wit/workItemIcons/icon_book?color=CC293D&v=2"}};
  json["isDisabled"] = false;
  json["xmlForm"] = "";
  json["fields"] = JsonDocument::array();
  for (const FieldRow& row : kFields) {
    json["fields"].push_back({{"alwaysRequired", row.reference == "System.Title"},
                              {"referenceName", row.reference},
                              {"name", row.name},
                              {"url", fmt::format("{}/_apis/wit/fields/{}", view.base_url, row.reference)}});
  }
  json["fieldInstances"] = json["fields"];
  // Any state may follow any.
  const auto& statuses = view.words.site().statuses;
  json["transitions"][""] = JsonDocument::array();
  if (!statuses.empty())
    json["transitions"][""].push_back({{"to", statuses.front().name}, {"actions", nullptr}});
  for (const tracker::Status& from : statuses) {
    JsonDocument& list = json["transitions"][from.name] = JsonDocument::array();
    for (const tracker::Status& to : statuses) list.push_back({{"to", to.name}, {"actions", nullptr}});
  }
  json["states"] = states_json(view);
  json["url"] =
      fmt::format("{}/{}/_apis/wit/workItemTypes/{}", view.base_url, view.words.project_id(project), name);
  return json;
}

JsonDocument categories_json(const AzureView& view, const SiteProject& project) {
  JsonDocument list = JsonDocument::array();
  std::set<std::string_view> told;
  for (const SiteType& type : view.words.site().types) {
    const std::string_view category = view.words.category(type);
    if (category.empty() || !told.insert(category).second) continue;
    JsonDocument json;
    json["name"] = category.substr(category.find('.') + 1);
    json["referenceName"] = category;
    json["workItemTypes"] = JsonDocument::array();
    for (const SiteType& other : view.words.site().types) {
      if (view.words.category(other) != category) continue;
      const std::string name = view.words.type(other.name);
      json["workItemTypes"].push_back({{"name", name},
                                       {"url", fmt::format("{}/{}/_apis/wit/workItemTypes/{}", view.base_url,
                                                           view.words.project_id(project), name)}});
    }
    json["defaultWorkItemType"] = json["workItemTypes"][0];
    json["url"] = fmt::format("{}/{}/_apis/wit/workItemTypeCategories/{}", view.base_url,
                              view.words.project_id(project), category);
    list.push_back(std::move(json));
  }
  return azure_list(std::move(list));
}

JsonDocument iterations_json(const AzureView& view, const SiteProject& project, std::int64_t depth) {
  const auto teams = view.words.teams(project);
  JsonDocument root = node_json(view, project, 40, AzureWords::guid(5, 1), project.name, "iteration", "");
  for (const tracker::Board* board : teams) {
    const std::string name = AzureWords::node_name(board->name);
    const std::string below = teams.size() > 1 ? "\\" + name : "";
    JsonDocument folder =
        node_json(view, project, 500 + (board - view.words.site().boards.data()),
                  AzureWords::guid(9, static_cast<std::size_t>(board - view.words.site().boards.data()) + 1),
                  name, "iteration", below);
    for (const tracker::Sprint& sprint : view.words.site().sprints) {
      if (sprint.board_id != board->id) continue;
      JsonDocument& parent = teams.size() > 1 ? folder : root;
      add_child(parent, sprint_node(view, project, sprint, below), depth >= (teams.size() > 1 ? 2 : 1));
    }
    if (teams.size() > 1) add_child(root, std::move(folder), depth >= 1);
  }
  root["_links"]["self"]["href"] = root["url"];
  return root;
}

JsonDocument areas_json(const AzureView& view, const SiteProject& project, std::int64_t depth) {
  JsonDocument root = node_json(view, project, 30, AzureWords::guid(10, 1), project.name, "area", "");
  std::size_t number = 0;
  for (const Named& component : project.components) {
    ++number;
    add_child(root,
              node_json(view, project, 300 + static_cast<std::int64_t>(number), AzureWords::guid(11, number),
                        AzureWords::node_name(component.name), "area",
                        "\\" + AzureWords::node_name(component.name)),
              depth >= 1);
  }
  return root;
}

JsonDocument tags_json(const AzureView& view) {
  std::set<std::string> names;
  for (const SiteIssue& issue : view.words.site().issues())
    names.insert(issue.issue.labels.begin(), issue.issue.labels.end());
  JsonDocument list = JsonDocument::array();
  for (const std::string& name : names) {
    const std::string id = AzureWords::guid(12, list.size() + 1);
    list.push_back(
        {{"id", id}, {"name", name}, {"url", fmt::format("{}/_apis/wit/tags/{}", view.base_url, id)}});
  }
  return azure_list(std::move(list));
}

JsonDocument relation_types_json(const AzureView& view) {
  JsonDocument list = JsonDocument::array();
  const auto add = [&](std::string_view reference) {
    JsonDocument json;
    json["attributes"] = {{"usage", "workItemLink"},
                          {"editable", false},
                          {"enabled", true},
                          {"acyclic", true},
                          {"directional", true}};
    json["referenceName"] = reference;
    json["name"] = view.words.relation_wording(reference);
    json["url"] = fmt::format("{}/_apis/wit/workItemRelationTypes/{}", view.base_url, reference);
    list.push_back(std::move(json));
  };
  add(kParentRelation);
  add(kChildRelation);
  for (const SiteLinkType& type : view.words.site().link_types) {
    add(view.words.relation(type.name, true));
    if (view.words.relation(type.name, false) != view.words.relation(type.name, true))
      add(view.words.relation(type.name, false));
  }
  return azure_list(std::move(list));
}

}  // namespace stint::test
