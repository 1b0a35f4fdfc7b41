// Which request is answered by what, and what a client may say in it.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "lib/sodium/base64.h"
#include "support/trackers/jira_fake.h"

namespace stint::test {

struct JiraRoutes {
  struct Route {
    std::string_view method;
    std::string_view path;   // below /rest/api/N, or with /agile before it; * stands for one segment
    std::string_view query;  // names a client may use, separated by spaces
    std::string_view body;   // likewise the body's members; empty: no body
    Answer (FakeJira::*run)(FakeJira::Call&);
    int only = 0;  // 3: Cloud, 2: Data Center; 0: both
  };

  static std::span<const Route> all();
};

std::span<const JiraRoutes::Route> JiraRoutes::all() {
  using J = FakeJira;
  static constexpr std::string_view kPage = "startAt maxResults";
  static constexpr std::string_view kSearch = "jql startAt maxResults fields expand validateQuery";
  static constexpr std::string_view kIssueGet =
      "fields expand fieldsByKeys properties updateHistory failFast";
  static constexpr std::string_view kIssueBody = "fields update historyMetadata properties transition";
  static constexpr auto kRoutes = std::to_array<Route>({
      {"POST", "/search/jql", "",
       "jql nextPageToken maxResults fields expand properties fieldsByKeys reconcileIssues", &J::search, 3},
      {"GET", "/search", kSearch, "", &J::removed, 3},
      {"POST", "/search", "", kSearch, &J::removed, 3},
      {"GET", "/search", kSearch, "", &J::classic_search, 2},
      {"POST", "/search", "", kSearch, &J::classic_search, 2},
      {"POST", "/issue/bulkfetch", "", "issueIdsOrKeys fields expand fieldsByKeys properties", &J::bulk_fetch,
       3},
      {"POST", "/changelog/bulkfetch", "", "issueIdsOrKeys fieldIds maxResults nextPageToken",
       &J::bulk_changelog, 3},
      {"GET", "/issue/createmeta", "projectIds projectKeys issuetypeIds issuetypeNames expand", "",
       &J::classic_create_meta},
      {"GET", "/issue/createmeta/*/issuetypes", kPage, "", &J::create_types},
      {"GET", "/issue/createmeta/*/issuetypes/*", kPage, "", &J::create_fields},
      {"POST", "/issue", "updateHistory", kIssueBody, &J::create_issue},
      {"GET", "/issue/*", kIssueGet, "", &J::get_issue},
      {"PUT", "/issue/*", "notifyUsers overrideScreenSecurity overrideEditableFlag returnIssue expand",
       kIssueBody, &J::edit_issue},
      {"DELETE", "/issue/*", "deleteSubtasks", "", &J::delete_issue},
      {"GET", "/issue/*/changelog", kPage, "", &J::changelog_page, 3},
      {"GET", "/issue/*/comment", "startAt maxResults orderBy expand", "", &J::comment_page},
      {"POST", "/issue/*/comment", "expand", "body visibility properties", &J::add_comment},
      {"GET", "/issue/*/comment/*", "expand", "", &J::get_comment},
      {"DELETE", "/issue/*/comment/*", "", "", &J::delete_comment},
      {"GET", "/issue/*/editmeta", "overrideScreenSecurity overrideEditableFlag", "", &J::edit_fields},
      {"PUT", "/issue/*/assignee", "", "accountId", &J::assign, 3},
      {"PUT", "/issue/*/assignee", "", "name", &J::assign, 2},
      {"GET", "/issue/*/transitions",
       "expand transitionId skipRemoteOnlyCondition includeUnavailableTransitions sortByOpsBarAndStatus", "",
       &J::transitions},
      {"POST", "/issue/*/transitions", "", kIssueBody, &J::transition},
      {"POST", "/issueLink", "", "type inwardIssue outwardIssue comment", &J::add_link},
      {"GET", "/issueLink/*", "", "", &J::get_link},
      {"DELETE", "/issueLink/*", "", "", &J::delete_link},
      {"GET", "/issueLinkType", "", "", &J::link_types},
      {"POST", "/jql/parse", "validation", "queries", &J::parse_queries, 3},
      {"GET", "/field", "", "", &J::fields},
      {"GET", "/status", "", "", &J::statuses},
      {"GET", "/statuses/search", "projectId startAt maxResults searchString statusCategory", "",
       &J::status_page, 3},
      {"GET", "/project", "expand recent properties includeArchived", "", &J::projects},
      {"GET", "/project/search",
       "startAt maxResults orderBy id keys query typeKey categoryId action expand status properties "
       "propertyQuery",
       "", &J::project_page, 3},
      {"GET", "/project/*", "expand properties", "", &J::one_project},
      {"GET", "/priority", "", "", &J::priorities},
      {"GET", "/resolution", "", "", &J::resolutions},
      {"GET", "/myself", "expand", "", &J::myself},
      {"GET", "/serverInfo", "", "", &J::server_info, 3},
      {"GET", "/serverInfo", "doHealthCheck", "", &J::server_info, 2},
      {"GET", "/mypermissions",
       "projectKey projectId issueKey issueId permissions projectUuid projectConfigurationUuid commentId", "",
       &J::permissions},
      {"GET", "/user/search", "query username accountId startAt maxResults property", "", &J::find_users, 3},
      {"GET", "/user/search", "username startAt maxResults includeActive includeInactive", "", &J::find_users,
       2},
      {"GET", "/user/assignable/search",
       "query sessionId username accountId project issueKey issueId startAt maxResults actionDescriptorId "
       "recommend",
       "", &J::find_users, 3},
      {"GET", "/user/assignable/search", "username project issueKey startAt maxResults actionDescriptorId",
       "", &J::find_users, 2},
      {"GET", "/agile/board",
       "startAt maxResults type name projectKeyOrId accountIdLocation projectLocation includePrivate "
       "negateLocationFiltering orderBy expand filterId",
       "", &J::boards},
      {"GET", "/agile/board/*", "", "", &J::board},
      {"GET", "/agile/board/*/configuration", "", "", &J::board_configuration},
      {"GET", "/agile/board/*/sprint", "startAt maxResults state", "", &J::board_sprints},
      {"GET", "/agile/sprint/*", "", "", &J::sprint},
      {"POST", "/agile/sprint/*/issue", "", "issues rankBeforeIssue rankAfterIssue rankCustomFieldId",
       &J::move_to_sprint},
      {"POST", "/agile/backlog/issue", "", "issues", &J::move_to_backlog},
  });
  return kRoutes;
}

namespace {

// The segments that * stands for; nothing when the path is another one.
std::optional<std::vector<std::string>> fits(std::string_view pattern,
                                             std::span<const std::string> segments) {
  std::vector<std::string> ids;
  for (const std::string& segment : segments) {
    if (!pattern.starts_with('/')) return std::nullopt;
    pattern.remove_prefix(1);
    const std::string_view part = pattern.substr(0, pattern.find('/'));
    if (part == "*") {
      ids.push_back(segment);
    } else if (part != segment) {
      return std::nullopt;
    }
    pattern.remove_prefix(part.size());
  }
  if (!pattern.empty()) return std::nullopt;
  return ids;
}

bool lists(std::string_view list, std::string_view name) {
  const std::string padded = fmt::format(" {} ", list);
  return padded.contains(fmt::format(" {} ", name));
}

}  // namespace

Answer FakeJira::route(const ReceivedRequest& request, const Moment& moment, const Target& target) {
  const std::string_view version = options_.cloud ? "3" : "2";
  std::vector<std::string> below;
  bool agile = false;
  const auto& all = target.segments;
  if (all.size() > 3 && all[0] == "rest" && all[1] == "api" && (all[2] == version || all[2] == "latest")) {
    below.assign(all.begin() + 3, all.end());
  } else if (all.size() > 3 && all[0] == "rest" && all[1] == "agile" && all[2] == "1.0") {
    agile = true;
    below.assign(all.begin() + 2, all.end());
    below.front() = "agile";
  }
  const JiraRoutes::Route* found = nullptr;
  std::vector<std::string> ids;
  for (const JiraRoutes::Route& route : JiraRoutes::all()) {
    if (route.method != request.method || (route.only != 0 && (route.only == 3) != options_.cloud)) continue;
    auto match = fits(route.path, below);
    // A word wins over a *.
    if (!match || (found != nullptr && ids.size() <= match->size())) continue;
    found = &route;
    ids = std::move(*match);
  }
  if (below.empty() || found == nullptr) {
    violated(fmt::format("{} {} is not there", request.method, target.path));
    Answer answer = jira_error(404, "");
    answer.body = R"({"message":"null for uri","status-code":404})";
    return answer;
  }
  const auto refuse = [&](const std::string& what) {
    violated(fmt::format("{} {}: {}", request.method, target.path, what));
    Answer answer = jira_error(400, what);
    answer.spec = "none";
    return answer;
  };
  for (const auto& [name, value] : target.query)
    if (!lists(found->query, name)) return refuse(fmt::format("unknown parameter {}", name));
  Call call{target, moment, {}, std::move(ids)};
  if (found->body.empty() ? !request.body.empty() : request.body.empty())
    return refuse(found->body.empty() ? "a body where none belongs" : "no body");
  if (!request.body.empty()) {
    const auto body = parser_.parse(request.body);
    if (!body || !body->is_object()) return refuse("the body is no JSON object");
    call.body = *body;
    for (const auto& [name, value] : call.body.members())
      if (!lists(found->body, name)) return refuse(fmt::format("unknown member {}", name));
    if (!request.header("content-type").starts_with("application/json")) return refuse("no JSON by its type");
  }
  Answer answer = (this->*found->run)(call);
  // Data Center has no official description.
  answer.spec = !options_.cloud ? "none" : agile ? "jira-agile" : "jira-v3";
  return answer;
}

bool FakeJira::is_signed(const ReceivedRequest& request) const {
  const std::string given = request.header("authorization");
  if (given == "Basic " + base64_of(fmt::format("{}:{}", options_.user, options_.token))) return true;
  return !options_.cloud && given == "Bearer " + options_.token;
}

Answer FakeJira::handle(const ReceivedRequest& request, const Moment& moment) {
  json_.set_base(moment.base_url);
  const Target target = parse_target(request.target);
  const bool open = target.path.ends_with("/serverInfo");
  if (!open && !is_signed(request)) {
    Answer answer = jira_error(401, "");
    answer.body =
        options_.cloud
            ? R"({"message":"Client must be authenticated to access this resource.","status-code":401})"
            : "<html><body><h1>Unauthorized (401)</h1></body></html>";
    if (!options_.cloud) answer.content_type = "text/html;charset=UTF-8";
    return answer;
  }
  return route(request, moment, target);
}

}  // namespace stint::test
