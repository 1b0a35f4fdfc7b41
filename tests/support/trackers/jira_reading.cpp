// Issues, one by one and in bulk.
#include <algorithm>
#include <fmt/format.h>
#include <ranges>

#include "support/trackers/jira_fake.h"
#include "support/trackers/jira_lists.h"

namespace stint::test {
namespace {

using demo::JsonWriter;

constexpr std::size_t kBulkIssues = 100;

}  // namespace

Answer jira_answer(std::string body, int status) {
  Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  return answer;
}

Answer jira_error(int status, std::string_view message, const std::map<std::string, std::string>& errors) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("errorMessages").begin_array();
  if (!message.empty()) json.string(message);
  json.end_array().key("errors").begin_object();
  for (const auto& [field, text] : errors) json.field(field, text);
  json.end_object().end_object();
  return jira_answer(std::move(body), status);
}

void begin_page(JsonWriter& json, const JiraPage& page, std::string_view name, bool with_last) {
  json.begin_object().field("startAt", page.first).field("maxResults", page.count).field("total", page.total);
  if (with_last) json.field("isLast", page.first + page.count >= page.total);
  json.key(name).begin_array();
}

std::size_t FakeJira::capped(std::int64_t asked, std::size_t cap) const {
  if (options_.page_cap > 0) cap = std::min(cap, options_.page_cap);
  return std::min(static_cast<std::size_t>(std::max<std::int64_t>(asked, 0)), cap);
}

FakeJira::FakeJira(Site& site, JiraOptions options)
    : site_(site),
      options_([&] {
        if (options.user.empty()) {
          const SiteUser* const me = site.user(site.me);
          options.user = options.cloud ? me->email : me->login;
        }
        return std::move(options);
      }()),
      documents_(!options_.cloud),
      json_(site, documents_, options_.cloud, TimeZone::find(options_.time_zone).value_or(TimeZone{})) {}

bool FakeJira::FieldChoice::wants(std::string_view id) const {
  if (without.contains(id)) return false;
  if (with.contains(id) || all) return true;
  // Comments are in no list's columns.
  return navigable && id != "comment" && id != "description";
}

bool FakeJira::FieldChoice::ids_only() const {
  return !all && !navigable &&
         std::ranges::all_of(with, [](const std::string& id) { return id == "id" || id == "key"; });
}

const FakeJira::Rendered& FakeJira::rendered(const SiteIssue& issue) {
  Rendered& row = rendered_[issue.issue.id];
  if (row.revision == issue.revision && row.moves == site_.moves()) return row;
  row.revision = issue.revision;
  row.moves = site_.moves();
  row.fields = json_.fields(issue, [](std::string_view) { return true; });
  row.changelog = inline_changelog(issue);
  return row;
}

void FakeJira::prepare(const std::string& base_url) {
  json_.set_base(base_url);
  for (const SiteIssue& issue : site_.issues())
    if (!issue.deleted) (void)rendered(issue);
}

void FakeJira::write_issue(std::string& out, const SiteIssue& issue, const FieldChoice& choice,
                           bool changelog) {
  if (options_.cloud && choice.ids_only() && !changelog) {
    out += fmt::format(R"({{"id":"{}")", issue.issue.id);
    if (choice.with.contains("key")) out += fmt::format(R"(,"key":"{}")", issue.issue.key);
    out += '}';
    return;
  }
  out += fmt::format(
      R"({{"expand":"operations,editmeta,changelog,renderedFields","id":"{}","self":"{}","key":"{}",)",
      issue.issue.id, json_.link("issue/" + issue.issue.id), issue.issue.key);
  if (changelog) out.append("\"changelog\":").append(rendered(issue).changelog).append(",");
  out += "\"fields\":";
  if (choice.all && choice.without.empty()) {
    out += rendered(issue).fields;
  } else {
    out += json_.fields(issue, [&](std::string_view id) { return choice.wants(id); });
  }
  out += '}';
}

Answer FakeJira::bulk_fetch(Call& call) {
  if (!options_.bulk_fetch) return jira_error(404, "");
  const std::vector<std::string> asked = texts_of(call.body["issueIdsOrKeys"]);
  if (asked.empty() || asked.size() > kBulkIssues)
    return jira_error(400, "The number of issues to fetch must be between 1 and 100.");
  FieldChoice choice = choice_of(texts_of(call.body["fields"]), true);
  const std::vector<std::string> expand = texts_of(call.body["expand"]);
  const bool with_names = std::ranges::find(expand, "names") != expand.end();
  std::vector<const SiteIssue*> found;
  std::vector<std::string> missing;
  for (const std::string& id : asked) {
    const SiteIssue* const issue = site_.find(id);
    if (issue == nullptr) {
      missing.push_back(id);
    } else if (std::ranges::find(found, issue) == found.end()) {
      found.push_back(issue);
    }
  }
  std::ranges::sort(found, {}, [](const SiteIssue* issue) { return number_of(issue->issue.id); });
  std::string out = "{\"issueErrors\":[";
  for (const std::string& id : missing) {
    if (!out.ends_with('[')) out += ',';
    JsonWriter json(out);
    json.begin_object().field("id", id);
    json.field("errorMessage", "Issue does not exist or you do not have permission to see it.").end_object();
  }
  out += "],\"issues\":[";
  for (const SiteIssue* issue : found) {
    if (!out.ends_with('[')) out += ',';
    write_issue(out, *issue, choice, std::ranges::find(expand, "changelog") != expand.end());
    if (!with_names) continue;
    out.pop_back();
    out.append(",\"names\":").append(names()).append("}");
  }
  return jira_answer(out + "]}");
}

std::string FakeJira::names() const {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const tracker::Field& field : site_.fields) json.field(field.id, field.name);
  json.end_object();
  return out;
}

FakeJira::FieldChoice FakeJira::choice_of(const std::vector<std::string>& fields, bool all_when_none) {
  FieldChoice choice;
  choice.all = fields.empty() && all_when_none;
  for (const std::string& text : fields) {
    for (const auto part : std::views::split(text, ',')) {
      const std::string_view id{part.begin(), part.end()};
      if (id == "*all") {
        choice.all = true;
      } else if (id == "*navigable") {
        choice.navigable = true;
      } else if (id.starts_with('-')) {
        choice.without.emplace(id.substr(1));
        // "-comment" alone: all the others.
        if (fields.size() == 1 && choice.with.empty()) choice.all = all_when_none;
      } else if (!id.empty()) {
        choice.with.emplace(id);
      }
    }
  }
  return choice;
}

Answer FakeJira::get_issue(Call& call) {
  const SiteIssue* const issue = site_.find(call.ids[0]);
  if (issue == nullptr)
    return jira_error(404, "Issue does not exist or you do not have permission to see it.");
  std::vector<std::string> fields;
  for (const auto& [name, value] : call.target.query)
    if (name == "fields") fields.push_back(value);
  const std::string expand = call.target.parameter("expand").value_or("");
  FieldChoice choice = choice_of(fields, true);
  // Of a single issue there is no short form.
  if (choice.ids_only()) choice.without.insert("*");
  std::string out;
  choice.with.insert("*");
  write_issue(out, *issue, choice, expand.contains("changelog"));
  if (expand.contains("names")) {
    out.pop_back();
    out.append(",\"names\":").append(names()).append("}");
  }
  return jira_answer(std::move(out));
}

void add_epic_links(Site& site) {
  site.fields.push_back({std::string{kEpicLinkField}, "Epic Link", "any"});
}

tracker::Issue as_jira_tells(tracker::Issue issue, bool cloud) {
  if (cloud) return issue;
  // A Data Center knows no bots, and no ids of fields in a history; an epic is named by its key alone.
  for (tracker::Change& change : issue.changes) {
    change.field_id.clear();
    change.author_bot = false;
  }
  for (tracker::Comment& comment : issue.comments) comment.author_bot = false;
  issue.assignee.bot = false;
  issue.reporter.bot = false;
  if (!issue.subtask) issue.parent_id.clear();
  return issue;
}

}  // namespace stint::test
