// What Jira defines around issues, and who may do what.
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "support/trackers/jira_fake.h"
#include "support/trackers/jira_lists.h"

namespace stint::test {
namespace {

using demo::JsonWriter;

std::string lowered(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return copy;
}

std::string_view category_name(tracker::StatusCategory category) {
  if (category == tracker::StatusCategory::done) return "DONE";
  return category == tracker::StatusCategory::todo ? "TODO" : "IN_PROGRESS";
}

}  // namespace

Answer FakeJira::fields(Call&) {
  return jira_answer(array_text(site_.fields, [&](JsonWriter& json, const tracker::Field& field) {
    const bool custom = field.id.starts_with("customfield_");
    json.begin_object().field("id", field.id);
    if (options_.cloud) json.field("key", field.id);
    json.field("name", field.name).field("custom", custom).field("orderable", true).field("navigable", true);
    json.field("searchable", true).key("clauseNames").begin_array();
    if (custom) json.string(fmt::format("cf[{}]", field.id.substr(12)));
    json.string(field.name).end_array().key("schema");
    json_.schema(json, field);
    json.end_object();
  }));
}

Answer FakeJira::statuses(Call&) {
  return jira_answer(array_text(
      site_.statuses, [&](JsonWriter& json, const tracker::Status& status) { json_.status(json, status); }));
}

Answer FakeJira::status_page(Call& call) {
  const JiraPage page = page_of(call.target, site_.statuses.size(), capped(200, 200));
  return jira_answer(
      page_text(page, "values", site_.statuses, [&](JsonWriter& json, const tracker::Status& status) {
        json.begin_object().field("id", status.id).field("name", status.name).field("description", "");
        json.field("statusCategory", category_name(status.category));
        json.key("scope").begin_object().field("type", "GLOBAL").end_object().end_object();
      }));
}

Answer FakeJira::projects(Call&) {
  return jira_answer(array_text(
      site_.projects, [&](JsonWriter& json, const SiteProject& project) { json_.project(json, project); }));
}

Answer FakeJira::project_page(Call& call) {
  std::vector<SiteProject> wanted;
  std::vector<std::string> keys;
  for (const auto& [name, value] : call.target.query)
    if (name == "keys" || name == "id") keys.push_back(value);
  for (const SiteProject& project : site_.projects) {
    const auto names_it = [&](const std::string& key) { return key == project.key || key == project.id; };
    if (keys.empty() || std::ranges::any_of(keys, names_it)) wanted.push_back(project);
  }
  const JiraPage page = page_of(call.target, wanted.size(), capped(100, 100));
  return jira_answer(page_text(page, "values", wanted, [&](JsonWriter& json, const SiteProject& project) {
    json_.project(json, project);
  }));
}

Answer FakeJira::one_project(Call& call) {
  const auto found = std::ranges::find_if(site_.projects, [&](const SiteProject& project) {
    return project.key == call.ids[0] || project.id == call.ids[0];
  });
  if (found == site_.projects.end())
    return jira_error(404, fmt::format("No project could be found with key '{}'.", call.ids[0]));
  std::string out;
  JsonWriter json(out);
  json_.project(json, *found);
  out.pop_back();
  out += ",\"issueTypes\":" +
         array_text(site_.types, [&](JsonWriter& row, const SiteType& type) { json_.type(row, type); });
  out += ",\"components\":" + array_text(found->components, [&](JsonWriter& row, const Named& component) {
           json_.component(row, component);
         });
  out += ",\"versions\":" +
         array_text(found->versions,
                    [&](JsonWriter& row, const tracker::Version& version) { json_.version(row, version); });
  return jira_answer(out + '}');
}

Answer FakeJira::priorities(Call&) {
  return jira_answer(
      array_text(site_.priorities, [&](JsonWriter& json, const Named& row) { json_.priority(json, row); }));
}

Answer FakeJira::resolutions(Call&) {
  return jira_answer(array_text(site_.resolutions,
                                [&](JsonWriter& json, const Named& row) { json_.resolution(json, row); }));
}

Answer FakeJira::link_types(Call&) {
  return jira_answer(
      "{\"issueLinkTypes\":" +
      array_text(site_.link_types,
                 [&](JsonWriter& json, const SiteLinkType& type) { json_.link_type(json, type); }) +
      '}');
}

Answer FakeJira::myself(Call&) {
  std::string out;
  JsonWriter json(out);
  json_.user(json, site_.me, true);
  return jira_answer(std::move(out));
}

Answer FakeJira::server_info(Call& call) {
  std::string out;
  JsonWriter json(out);
  const std::string version = options_.cloud ? "1001.0.0-SNAPSHOT" : options_.version;
  json.begin_object().field("baseUrl", call.moment.base_url).field("version", version);
  json.key("versionNumbers").begin_array();
  std::string number;
  for (const char c : version + '.') {
    if (c >= '0' && c <= '9') {
      number += c;
    } else if (!number.empty()) {
      json.raw(number == "0" ? "0"
                             : number.substr(std::min(number.find_first_not_of('0'), number.size() - 1)));
      number.clear();
    }
  }
  json.end_array().field("deploymentType", options_.cloud ? "Cloud" : "Server").field("buildNumber", 100'000);
  json_.time(json, "serverTime", call.moment.now);
  json.field("serverTitle", "A fake Jira");
  if (options_.cloud) json.field("serverTimeZone", options_.time_zone);
  json.end_object();
  return jira_answer(std::move(out));
}

Answer FakeJira::permissions(Call& call) {
  const auto list = call.target.parameter("permissions");
  if (options_.cloud && !list) return jira_error(400, "The 'permissions' query parameter is required.");
  if (const auto key = call.target.parameter("projectKey"); key && site_.project(*key) == nullptr)
    return jira_error(404, fmt::format("No project could be found with key '{}'.", *key));
  static constexpr std::array<std::string_view, 12> kKnown{
      "BROWSE_PROJECTS",           "CREATE_ISSUES",   "EDIT_ISSUES",     "ADD_COMMENTS",
      "TRANSITION_ISSUES",         "ASSIGN_ISSUES",   "LINK_ISSUES",     "DELETE_ISSUES",
      "MANAGE_SPRINTS_PERMISSION", "SCHEDULE_ISSUES", "ASSIGNABLE_USER", "DELETE_OWN_COMMENTS"};
  std::vector<std::string> wanted;
  std::string rest = options_.cloud ? *list : "";
  for (std::size_t end = 0; !rest.empty(); rest.erase(0, end + 1)) {
    end = std::min(rest.find(','), rest.size());
    wanted.push_back(rest.substr(0, end));
  }
  if (!options_.cloud) wanted.assign(kKnown.begin(), kKnown.end());
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("permissions").begin_object();
  for (const std::string& key : wanted) {
    if (std::ranges::find(kKnown, key) == kKnown.end())
      return jira_error(400, fmt::format("Unrecognised permission(s) {}", key));
    json.key(key)
        .begin_object()
        .field("id", "1")
        .field("key", key)
        .field("name", key)
        .field("type", "PROJECT");
    json.field("description", "")
        .field("havePermission", !options_.missing_permissions.contains(key))
        .end_object();
  }
  json.end_object().end_object();
  return jira_answer(std::move(out));
}

// People whose name or e-mail address has a word that begins so; on Data Center the login too.
Answer FakeJira::find_users(Call& call) {
  const auto account = call.target.parameter("accountId");
  const std::string query =
      lowered(call.target.parameter(options_.cloud ? "query" : "username").value_or(""));
  if (!options_.cloud && query.empty() && !call.target.path.contains("assignable"))
    return jira_error(400, "The username query parameter was not provided");
  std::vector<SiteUser> found;
  for (const SiteUser& user : site_.users) {
    const auto begins = [&](std::string_view text) {
      const std::string low = ' ' + lowered(text);
      return low.contains(' ' + query) || low.contains('.' + query);
    };
    if (account ? user.id == *account
                : begins(user.name) || begins(user.email) || (!options_.cloud && begins(user.login)))
      found.push_back(user);
  }
  const JiraPage page = page_of(call.target, found.size(), capped(1000, 1000));
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (std::size_t i = page.first; i < std::min(page.total, page.first + page.count); ++i)
    json_.user(json, found[i].id);
  json.end_array();
  return jira_answer(std::move(out));
}

}  // namespace stint::test
