#include "tracker/jira/account.h"

#include <array>
#include <fmt/format.h>
#include <utility>

#include "lib/curl/url.h"
#include "tracker/jira/values.h"

namespace stint::tracker::jira {
namespace {

struct Permission {
  std::string_view key;
  std::string_view what;   // to be followed by "of KEY"
  std::string_view scope;  // of a Cloud token that has scopes
  bool needed_to_read;
};
constexpr std::array kPermissions{
    Permission{"BROWSE_PROJECTS", "see the issues", "read:jira-work", true},
    Permission{"CREATE_ISSUES", "create issues", "write:jira-work", false},
    Permission{"EDIT_ISSUES", "edit issues", "write:jira-work", false},
    Permission{"ADD_COMMENTS", "comment on issues", "write:jira-work", false},
    Permission{"TRANSITION_ISSUES", "move issues through the workflow", "write:jira-work", false},
    Permission{"ASSIGN_ISSUES", "assign issues", "write:jira-work", false},
    Permission{"LINK_ISSUES", "link issues", "write:jira-work", false},
    Permission{"SCHEDULE_ISSUES", "plan the issues", "write:jira-work", false},
    Permission{"DELETE_ISSUES", "take back created issues", "write:jira-work", false},
};

std::string of_project(std::string_view what, std::string_view project) {
  return project.empty() ? std::string{what} : fmt::format("{} of {}", what, project);
}

std::string scope_hint(const Site& site, std::string_view scope) {
  return site.cloud() && !scope.empty() ? fmt::format("; a token with scopes needs {}", scope) : "";
}

Outcome check_project(Site& site, std::string_view project, std::vector<PermissionCheck>& checks) {
  std::string path = site.api("/mypermissions?permissions=");
  for (const Permission& permission : kPermissions) {
    if (!path.ends_with('=')) path += ',';
    path += permission.key;
  }
  if (!project.empty()) path += "&projectKey=" + curl::url_encoded(project);
  auto answer = site.get(path);
  if (!answer) {
    RestFault& fault = answer.error();
    if (fault.status != 400 && fault.status != 403 && fault.status != 404)
      return fail(std::move(fault.error));
    checks.push_back(
        {of_project("see the issues", project), false, true,
         fmt::format("there is no such project, or this account lacks \"Browse projects\" in it{}",
                     scope_hint(site, "read:jira-work"))});
    return {};
  }
  const json::Value granted = answer->root["permissions"];
  for (const Permission& permission : kPermissions) {
    const json::Value state = granted[permission.key];
    PermissionCheck check{of_project(permission.what, project),
                          state["havePermission"].as_bool().value_or(false),
                          permission.needed_to_read,
                          {}};
    if (!check.granted) {
      check.hint = fmt::format("the permission \"{}\" is missing{}", state["name"].text(permission.key),
                               scope_hint(site, permission.scope));
    }
    checks.push_back(std::move(check));
  }
  return {};
}

Outcome check_boards(Site& site, std::vector<PermissionCheck>& checks) {
  auto answer = site.get("/rest/agile/1.0/board?startAt=0&maxResults=1");
  PermissionCheck check{"see boards and sprints", answer.has_value(), true, {}};
  if (!answer) {
    RestFault& fault = answer.error();
    if (fault.status == 0 || fault.error.code == ErrorCode::throttled) return fail(std::move(fault.error));
    check.hint =
        fmt::format("Jira Software is not there, or not for this account: {}{}", fault.error.message,
                    scope_hint(site,
                               "read:board-scope:jira-software, read:board-scope.admin:jira-software "
                               "and read:sprint:jira-software"));
  }
  checks.push_back(std::move(check));
  return {};
}

Error other_edition(Error error, bool cloud) {
  error.hint = cloud ? "if this is a server of your own, connect to it as jira-data-center"
                     : "look at the address; a server may have a path of its own, such as /jira";
  return error;
}

}  // namespace

Result<Account> read_account(Site& site) {
  auto myself = site.get(site.api("/myself"));
  if (!myself) {
    RestFault& fault = myself.error();
    if (fault.status == 404) return fail(other_edition(std::move(fault.error), site.cloud()));
    return fail(std::move(fault.error));
  }
  const Person person = read_person(myself->root);
  if (person.id.empty()) {
    return fail(ErrorCode::not_found, "what answers at that address is no Jira: it does not say who we are",
                {}, "look at the connection's address");
  }
  Account account;
  account.id = person.id;
  account.name = person.name;
  account.time_zone = myself->root["timeZone"].text();
  auto server = site.get(site.api("/serverInfo"));
  if (!server) return fail(std::move(server).error().error);
  const bool cloud = server->root["deploymentType"].text() == "Cloud";
  if (cloud && !site.cloud()) {
    return fail(ErrorCode::usage, "that is Jira Cloud, not Data Center", {}, "connect to it as jira-cloud");
  }
  account.server_time = read_instant(server->root["serverTime"]);
  account.version =
      site.cloud() ? "Jira Cloud" : fmt::format("Jira Data Center {}", server->root["version"].text("?"));
  return account;
}

Result<std::vector<PermissionCheck>> check_permissions(Site& site, const Scope& scope) {
  std::vector<PermissionCheck> checks;
  if (scope.projects.empty()) STINT_TRY(check_project(site, "", checks));
  for (const std::string& project : scope.projects) STINT_TRY(check_project(site, project, checks));
  STINT_TRY(check_boards(site, checks));
  return checks;
}

}  // namespace stint::tracker::jira
