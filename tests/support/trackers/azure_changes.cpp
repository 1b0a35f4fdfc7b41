// A save of the site's in the fields and relations of Azure DevOps.
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/trackers/azure_work_item.h"

namespace stint::test {
namespace {

JsonDocument text_or_null(std::string text) {
  return text.empty() ? JsonDocument(nullptr) : JsonDocument(std::move(text));
}

JsonDocument number_or_null(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return text.empty() || fault != std::errc{} ? JsonDocument(nullptr) : JsonDocument(value);
}

std::string tags(std::string_view labels) {
  std::string out;
  for (const char c : labels) out += c == ' ' ? std::string{"; "} : std::string(1, c);
  return out;
}

JsonDocument relation_json(const AzureView& view, std::string_view relation, const std::string& key_or_id) {
  const std::string id = [&] {
    for (const SiteIssue& each : view.words.site().issues()) {
      if (each.issue.id == key_or_id || each.issue.key == key_or_id) return each.issue.id;
      for (const std::string& former : each.former_keys)
        if (former == key_or_id) return each.issue.id;
    }
    return std::string{};
  }();
  if (id.empty()) return nullptr;
  JsonDocument json;
  json["rel"] = relation;
  json["url"] = fmt::format("{}/_apis/wit/workItems/{}", view.base_url, id);
  json["attributes"]["isLocked"] = false;
  json["attributes"]["name"] = view.words.relation_wording(relation);
  return json;
}

// The relation that a sentence such as "This issue blocks PAY-3" is about.
std::string relation_of(const AzureView& view, std::string_view sentence) {
  for (const SiteLinkType& type : view.words.site().link_types) {
    if (sentence.contains(" " + type.outward + " ")) return view.words.relation(type.name, true);
    if (sentence.contains(" " + type.inward + " ")) return view.words.relation(type.name, false);
  }
  return view.words.relation("Relates", true);
}

void push(JsonDocument& list, JsonDocument json) {
  if (!json.is_null()) list.push_back(std::move(json));
}

}  // namespace

void tell_change(const AzureView& view, const SiteIssue& issue, const tracker::Change& change,
                 AzureChange& out) {
  const AzureWords& words = view.words;
  const auto field = [&](std::string_view name, JsonDocument before, JsonDocument after) {
    if (before != after) out.fields.push_back({std::string{name}, std::move(before), std::move(after)});
  };
  const auto person = [&](const std::string& id) {
    return id.empty() ? JsonDocument(nullptr) : words.identity(id, view.base_url);
  };
  if (change.field_id == "status") {
    field("System.State", text_or_null(change.from_text), text_or_null(change.to_text));
    field("System.Reason", fmt::format("Moved to state {}", change.from_text),
          fmt::format("Moved to state {}", change.to_text));
  } else if (change.field_id == "summary") {
    field("System.Title", text_or_null(change.from_text), text_or_null(change.to_text));
  } else if (change.field_id == "description") {
    const bool markdown = keeps_markdown(issue.issue.id);
    const auto text = [&](const std::string& t) {
      return text_or_null(markdown || t.empty() ? t : view.html(t));
    };
    field(words.description(issue.issue.type), text(change.from_text), text(change.to_text));
  } else if (change.field_id == "priority") {
    field("Microsoft.VSTS.Common.Priority", words.priority(change.from_text), words.priority(change.to_text));
  } else if (change.field_id == "assignee") {
    field("System.AssignedTo", person(change.from), person(change.to));
  } else if (change.field_id == "issuetype") {
    field("System.WorkItemType", words.type(change.from_text), words.type(change.to_text));
  } else if (change.field_id == "labels") {
    // An empty list of tags is an empty text.
    field("System.Tags", tags(change.from_text), tags(change.to_text));
  } else if (change.field_id == words.site().points_field) {
    field(words.estimate(), number_or_null(change.from_text), number_or_null(change.to_text));
  } else if (change.field_id == words.site().flag_field) {
    field(kBlockedField, change.from_text.empty() ? "No" : "Yes", change.to_text.empty() ? "No" : "Yes");
  } else if (change.field_id == words.site().sprint_field) {
    const std::string before = last_of_list(change.from);
    const std::string after = last_of_list(change.to);
    field("System.IterationId", words.iteration_number(before), words.iteration_number(after));
    field("System.IterationPath", words.iteration_path(before, issue.issue.project_name),
          words.iteration_path(after, issue.issue.project_name));
  } else if (change.field_id == "duedate") {
    const auto day = [](const std::string& text) {
      return text_or_null(text.empty() ? "" : text.substr(0, 10) + "T00:00:00Z");
    };
    const std::string& before = change.from.empty() ? change.from_text : change.from;
    const std::string& after = change.to.empty() ? change.to_text : change.to;
    field("Microsoft.VSTS.Scheduling.DueDate", day(before), day(after));
  } else if (change.field_id == "parent") {
    if (!change.from.empty()) push(out.removed, relation_json(view, kParentRelation, change.from));
    if (!change.to.empty()) push(out.added, relation_json(view, kParentRelation, change.to));
    const auto number = [](const std::string& id) {
      return id.empty() ? JsonDocument(nullptr) : JsonDocument(std::stoll(id));
    };
    field("System.Parent", number(change.from), number(change.to));
  } else if (change.field_id == "project") {
    field("System.TeamProject", text_or_null(change.from_text), text_or_null(change.to_text));
    field("System.AreaPath", text_or_null(change.from_text), text_or_null(change.to_text));
  } else if (change.field_id == "components") {
    const auto area = [&](std::string_view list) {
      return area_path(issue.issue.project_name, list.substr(0, list.find(',')));
    };
    field("System.AreaPath", area(change.from_text), area(change.to_text));
  } else if (change.field == "Link") {
    if (!change.from.empty())
      push(out.removed, relation_json(view, relation_of(view, change.from_text), change.from));
    if (!change.to.empty())
      push(out.added, relation_json(view, relation_of(view, change.to_text), change.to));
  }
}

}  // namespace stint::test
