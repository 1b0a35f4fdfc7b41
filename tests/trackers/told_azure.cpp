#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "trackers/told_issues.h"

namespace stint::test {
namespace {

using tracker::Change;

// "- cleared" is an empty text on either side.
std::string points_text(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return text.empty() ? "" : fmt::format("{}", value);
}

struct Side {
  std::string_view link_type;
  bool outward;
  std::string_view type;
  std::string_view wording;
  bool out;
};
constexpr std::array kSides{
    Side{"Blocks", true, "Dependency", "blocks", true},
    Side{"Blocks", false, "Dependency", "is blocked by", false},
    Side{"Relates", true, "Related", "relates to", true},
    Side{"Relates", false, "Related", "relates to", true},
    Side{"Problem/Incident", true, "Affects", "affects", true},
    Side{"Problem/Incident", false, "Affects", "is affected by", false},
};

const Side& side_of(std::string_view link_type, bool outward) {
  const auto* const found = std::ranges::find_if(
      kSides, [&](const Side& side) { return side.link_type == link_type && side.outward == outward; });
  return found == kSides.end() ? kSides[2] : *found;
}

class Teller {
 public:
  Teller(const AzureView& view, const SiteIssue& each) : view_(view), site_(view.words.site()), each_(each) {}

  [[nodiscard]] tracker::Issue tell() {
    const tracker::Issue& truth = each_.issue;
    issue_.id = truth.id;
    issue_.key = truth.id;
    issue_.project_key = truth.project_name;
    issue_.project_name = truth.project_name;
    issue_.type = view_.words.type(truth.type);
    issue_.epic = truth.epic;
    issue_.subtask = truth.subtask;
    issue_.status = {truth.status.name, truth.status.name, truth.status.category};
    issue_.resolution = resolution(truth.status.name);
    issue_.priority = std::to_string(view_.words.priority(truth.priority));
    issue_.created = truth.created;
    issue_.updated = truth.updated;
    if (truth.status.category == tracker::StatusCategory::done) issue_.resolved = truth.resolved;
    issue_.due = truth.due;
    issue_.assignee = person(truth.assignee.id);
    issue_.reporter = person(each_.creator);
    issue_.parent_id = truth.parent_id;
    issue_.parent_key = truth.parent_id;
    issue_.summary = truth.summary;
    issue_.description = truth.description;
    issue_.flagged = truth.flagged;
    issue_.labels = truth.labels;
    if (!truth.components.empty()) issue_.components = {AzureWords::node_name(truth.components.front())};
    for (const tracker::NumberField& number : truth.numbers)
      if (number.field_id == site_.points_field)
        issue_.numbers.push_back({std::string{view_.words.estimate()}, number.value});
    if (!truth.sprint_ids.empty()) issue_.sprint_ids = {sprint(truth.sprint_ids.back())};
    for (const tracker::Link& link : truth.links) {
      const Side& side = side_of(link.type, link.outward);
      const std::string other = id_of(link.other_id.empty() ? link.other_key : link.other_id);
      if (!other.empty())
        issue_.links.push_back({std::string{side.type}, std::string{side.wording}, side.out, other, other});
    }
    issue_.comments = truth.comments;
    for (tracker::Comment& comment : issue_.comments) {
      comment.author_bot = person(comment.author).bot;
      comment.author = view_.words.user_guid(comment.author);
    }
    tell_history();
    issue_.has_history = true;
    return std::move(issue_);
  }

 private:
  [[nodiscard]] tracker::Person person(const std::string& id) const {
    const SiteUser* const user = site_.user(id);
    return user == nullptr ? tracker::Person{}
                           : tracker::Person{view_.words.user_guid(id), user->name, user->bot};
  }
  // The id of an item with that id or key; empty when there is none.
  [[nodiscard]] std::string id_of(const std::string& text) const {
    for (const SiteIssue& other : site_.issues()) {
      const bool former = std::ranges::find(other.former_keys, text) != other.former_keys.end();
      if (other.issue.id == text || other.issue.key == text || former) return other.issue.id;
    }
    return "";
  }
  [[nodiscard]] std::string sprint(const std::string& id) const {
    return id.empty() || site_.sprint(id) == nullptr ? "" : std::to_string(view_.words.iteration_number(id));
  }
  // The reason, of what is done.
  [[nodiscard]] std::string resolution(const std::string& status_name) const {
    const auto found = std::ranges::find(site_.statuses, status_name, &tracker::Status::name);
    const bool done = found != site_.statuses.end() && found->category == tracker::StatusCategory::done;
    return done ? "Moved to state " + status_name : "";
  }

  void tell_history() {
    const std::vector<AzureUpdate> updates = updates_of(view_, each_);
    for (std::size_t i = 0; i < updates.size(); ++i) {
      entry_ = std::to_string(i + 1);
      at_ = updates[i].at;
      author_ = view_.words.user_guid(updates[i].author);
      bot_ = person(updates[i].author).bot;
      for (const Change* change : updates[i].changes) tell_change(*change);
    }
  }

  Change& add(std::string_view id, std::string_view field, std::string from_text, std::string to_text) {
    Change& change = issue_.changes.emplace_back();
    change.history_id = entry_;
    change.at = at_;
    change.author = author_;
    change.author_bot = bot_;
    change.field_id = id;
    change.field = field;
    change.from_text = std::move(from_text);
    change.to_text = std::move(to_text);
    return change;
  }
  void add_differing(std::string_view id, std::string_view field, const std::string& from,
                     const std::string& to) {
    if (from != to) add(id, field, from, to);
  }

  void tell_change(const Change& truth) {
    if (truth.field_id == "status") {
      Change& change = add("status", "status", truth.from_text, truth.to_text);
      change.from = truth.from_text;
      change.to = truth.to_text;
      const std::string before = resolution(truth.from_text);
      const std::string after = resolution(truth.to_text);
      if (before == after) return;
      Change& reason = add("resolution", "resolution", before, after);
      reason.from = before;
      reason.to = after;
    } else if (truth.field_id == "summary") {
      add("summary", "summary", truth.from_text, truth.to_text);
    } else if (truth.field_id == "description") {
      add("description", "description", "", "");
    } else if (truth.field_id == "priority") {
      add_differing("priority", "priority", std::to_string(view_.words.priority(truth.from_text)),
                    std::to_string(view_.words.priority(truth.to_text)));
    } else if (truth.field_id == "assignee") {
      Change& change = add("assignee", "assignee", person(truth.from).name, person(truth.to).name);
      change.from = person(truth.from).id;
      change.to = person(truth.to).id;
    } else if (truth.field_id == "issuetype") {
      add_differing("issuetype", "issuetype", view_.words.type(truth.from_text),
                    view_.words.type(truth.to_text));
    } else if (truth.field_id == "labels") {
      const auto tags = [](std::string text) {
        for (std::size_t at = 0; (at = text.find(' ', at)) != std::string::npos; at += 2)
          text.replace(at, 1, "; ");
        return text;
      };
      add("labels", "labels", tags(truth.from_text), tags(truth.to_text));
    } else if (truth.field_id == site_.points_field) {
      const std::string_view field = view_.words.estimate();
      const std::string_view name =
          field.ends_with("StoryPoints") ? "Story Points" : field.substr(field.rfind('.') + 1);
      add(field, name, points_text(truth.from_text), points_text(truth.to_text));
    } else if (truth.field_id == site_.flag_field) {
      add(kBlockedField, "Flagged", truth.from_text.empty() ? "" : "Impediment",
          truth.to_text.empty() ? "" : "Impediment");
    } else if (truth.field_id == site_.sprint_field) {
      const std::string before = last_of_list(truth.from);
      const std::string after = last_of_list(truth.to);
      if (before == after) return;
      const auto name = [&](const std::string& id) {
        const tracker::Sprint* const found = site_.sprint(id);
        return found == nullptr ? "" : AzureWords::node_name(found->name);
      };
      Change& change = add("System.IterationId", "Sprint", name(before), name(after));
      change.from = sprint(before);
      change.to = sprint(after);
    } else if (truth.field_id == "project") {
      add("project", "project", truth.from_text, truth.to_text);
      add("components", "Component", truth.from_text, truth.to_text);
    } else if (truth.field_id == "duedate") {
      const auto day = [](const std::string& text) {
        return text.empty() ? "" : text.substr(0, 10) + "T00:00:00Z";
      };
      add("duedate", "duedate", day(truth.from), day(truth.to));
    } else if (truth.field_id == "parent") {
      if (const std::string id = id_of(truth.from); !id.empty()) add("parent", "Parent", id, "").from = id;
      if (const std::string id = id_of(truth.to); !id.empty()) add("parent", "Parent", "", id).to = id;
    } else if (truth.field == "Link") {
      tell_link(truth);
    }
  }

  void tell_link(const Change& truth) {
    const std::string& sentence = truth.from.empty() ? truth.to_text : truth.from_text;
    const std::string id = id_of(truth.from.empty() ? truth.to : truth.from);
    if (id.empty()) return;
    const Side* side = &kSides[2];
    for (const SiteLinkType& type : site_.link_types) {
      if (sentence.contains(" " + type.outward + " "))
        side = &side_of(type.name, true);
      else if (sentence.contains(" " + type.inward + " "))
        side = &side_of(type.name, false);
    }
    const std::string words = fmt::format("This work item {} {}", side->wording, id);
    if (truth.from.empty()) {
      add("Link", "Link", "", words).to = id;
    } else {
      add("Link", "Link", words, "").from = id;
    }
  }

  const AzureView& view_;
  const Site& site_;
  const SiteIssue& each_;
  tracker::Issue issue_;
  std::string entry_;
  std::string author_;
  bool bot_ = false;
  Instant at_{};
};

}  // namespace

tracker::Issue as_azure_tells(const AzureView& view, const SiteIssue& issue) {
  return Teller{view, issue}.tell();
}

}  // namespace stint::test
