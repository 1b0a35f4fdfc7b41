#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "support/trackers/azure_words.h"
#include "support/trackers/taiga_documents.h"
#include "trackers/told_issues.h"

namespace stint::test {
namespace {

using tracker::Change;

constexpr std::array<std::string_view, 4> kPrefixes{"epic", "us", "task", "issue"};

std::string points_text(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return text.empty() ? "" : fmt::format("{}", value);
}

class Teller {
 public:
  Teller(TaigaWords& words, const SiteIssue& each)
      : words_(words),
        site_(words.site()),
        each_(each),
        kind_(TaigaWords::kind(each.issue)),
        project_(*site_.project(each.issue.project_key)) {}

  [[nodiscard]] tracker::Issue tell() {
    const tracker::Issue& truth = each_.issue;
    issue_.id = id_of(each_);
    issue_.key = key_of(truth);
    issue_.project_key = TaigaWords::slug(project_);
    issue_.project_name = project_.name;
    constexpr std::array<std::string_view, 4> kTypes{"Epic", "User Story", "Task", "Bug"};
    issue_.type = kTypes.at(static_cast<std::size_t>(kind_));
    issue_.epic = kind_ == TaigaKind::epic;
    issue_.status = {status_id(truth.status.id), truth.status.name, truth.status.category};
    issue_.resolution = resolution(truth.status.id);
    if (kind_ == TaigaKind::issue) issue_.priority = truth.priority;
    issue_.created = truth.created;
    issue_.updated = truth.updated;
    if (kind_ != TaigaKind::epic) {
      issue_.resolved = truth.resolved;
      issue_.due = truth.due;
      if (!truth.sprint_ids.empty()) issue_.sprint_ids = {sprint(truth.sprint_ids.back())};
    }
    issue_.assignee = person(truth.assignee.id);
    issue_.reporter = person(each_.creator);
    tell_parent(truth);
    issue_.summary = truth.summary;
    issue_.description = truth.description;
    issue_.flagged = truth.flagged;
    issue_.labels = truth.labels;
    for (const tracker::NumberField& number : truth.numbers)
      if (number.field_id == site_.points_field && kind_ == TaigaKind::story)
        issue_.numbers.push_back({"points", number.value});
    tell_attributes(truth);
    for (const tracker::Comment& comment : truth.comments)
      issue_.comments.push_back(
          {taiga_entry_id(comment.id), comment.at, user(comment.author), false, comment.body});
    for (const Change& change : truth.changes) tell_change(change);
    issue_.has_history = true;
    return std::move(issue_);
  }

 private:
  [[nodiscard]] std::string id_of(const SiteIssue& other) {
    return fmt::format("{}:{}", kPrefixes.at(static_cast<std::size_t>(TaigaWords::kind(other.issue))),
                       words_.number(other));
  }
  [[nodiscard]] std::string key_of(const tracker::Issue& issue) const {
    return fmt::format("{}#{}", TaigaWords::slug(*site_.project(issue.project_key)), TaigaWords::ref(issue));
  }
  [[nodiscard]] std::string user(const std::string& id) const {
    return site_.user(id) == nullptr ? "" : std::to_string(words_.user_id(id));
  }
  [[nodiscard]] tracker::Person person(const std::string& id) const {
    const SiteUser* const found = site_.user(id);
    return found == nullptr ? tracker::Person{} : tracker::Person{user(id), found->name, false};
  }
  [[nodiscard]] std::string status_id(const std::string& id) const {
    return fmt::format("{}:{}", kPrefixes.at(static_cast<std::size_t>(kind_)),
                       words_.status_id(project_, kind_, id));
  }
  [[nodiscard]] std::string resolution(const std::string& status) const {
    const tracker::Status* const found = site_.status(status);
    return found != nullptr && found->category == tracker::StatusCategory::done ? found->name : "";
  }
  [[nodiscard]] std::string sprint(const std::string& id) const {
    return id.empty() || site_.sprint(id) == nullptr ? "" : std::to_string(words_.milestone_id(id));
  }
  [[nodiscard]] const SiteIssue* issue_of(const std::string& id) const {
    for (const SiteIssue& other : site_.issues())
      if (!id.empty() && other.issue.id == id) return &other;
    return nullptr;
  }

  // Numbers, and what is called "Acceptance criteria".
  void tell_attributes(const tracker::Issue& truth) {
    for (const TaigaWords::Attribute& attribute : TaigaWords::attributes()) {
      const std::string value = TaigaWords::attribute_value(truth, attribute);
      if (value.empty()) continue;
      if (attribute.type == "number")
        issue_.numbers.push_back(
            {fmt::format("{}_attribute:{}", kPrefixes.at(static_cast<std::size_t>(kind_)),
                         words_.attribute_id(project_, attribute)),
             std::stod(value)});
      if (attribute.name == "Acceptance criteria") issue_.acceptance_criteria = value;
    }
  }

  void tell_parent(const tracker::Issue& truth) {
    const SiteIssue* const parent = issue_of(truth.parent_id);
    if (parent == nullptr || parent->deleted) return;
    const TaigaKind above = TaigaWords::kind(parent->issue);
    const bool told = (kind_ == TaigaKind::story && above == TaigaKind::epic) ||
                      (kind_ == TaigaKind::task && above == TaigaKind::story);
    if (!told) return;
    issue_.parent_id = id_of(*parent);
    // A task knows its story's number only, and takes it for one of its own project.
    issue_.parent_key = kind_ == TaigaKind::task
                            ? fmt::format("{}#{}", TaigaWords::slug(project_), TaigaWords::ref(parent->issue))
                            : key_of(parent->issue);
    issue_.subtask = kind_ == TaigaKind::task;
  }

  Change& add(const Change& truth, std::string_view id, std::string_view field, std::string from_text,
              std::string to_text) {
    Change& change = issue_.changes.emplace_back();
    change.history_id = taiga_entry_id(truth.history_id);
    change.at = truth.at;
    change.author = user(truth.author);
    change.field_id = id;
    change.field = field;
    change.from_text = std::move(from_text);
    change.to_text = std::move(to_text);
    return change;
  }

  void tell_change(const Change& truth) {
    if (truth.field_id == "status") {
      Change& change = add(truth, "status", "status", truth.from_text, truth.to_text);
      change.from = status_id(truth.from);
      change.to = status_id(truth.to);
      if (resolution(truth.from) != resolution(truth.to))
        add(truth, "resolution", "resolution", resolution(truth.from), resolution(truth.to));
    } else if (truth.field_id == "summary" || truth.field_id == "description") {
      add(truth, truth.field_id, truth.field_id, truth.from_text, truth.to_text);
    } else if (truth.field_id == "priority" && kind_ == TaigaKind::issue) {
      Change& change = add(truth, "priority", "priority", truth.from_text, truth.to_text);
      change.from = std::to_string(words_.priority_id(project_, truth.from_text));
      change.to = std::to_string(words_.priority_id(project_, truth.to_text));
    } else if (truth.field_id == "assignee") {
      Change& change = add(truth, "assignee", "assignee", person(truth.from).name, person(truth.to).name);
      change.from = user(truth.from);
      change.to = user(truth.to);
    } else if (truth.field_id == "labels") {
      const auto listed = [](std::string text) {
        for (std::size_t at = 0; (at = text.find(' ', at)) != std::string::npos; at += 2)
          text.replace(at, 1, ", ");
        return text;
      };
      add(truth, "labels", "labels", listed(truth.from_text), listed(truth.to_text));
    } else if (truth.field_id == site_.points_field && kind_ == TaigaKind::story) {
      add(truth, "points", "Story Points", points_text(truth.from_text), points_text(truth.to_text));
    } else if (truth.field_id == site_.flag_field) {
      add(truth, "is_blocked", "Flagged", truth.from_text.empty() ? "" : "Impediment",
          truth.to_text.empty() ? "" : "Impediment");
    } else if (truth.field_id == site_.sprint_field && kind_ != TaigaKind::epic) {
      tell_sprint(truth);
    } else if (truth.field_id == "duedate" && kind_ != TaigaKind::epic) {
      add(truth, "duedate", "duedate", truth.from_text.substr(0, 10), truth.to_text.substr(0, 10));
    }
  }

  void tell_sprint(const Change& truth) {
    const std::string before = last_of_list(truth.from);
    const std::string after = last_of_list(truth.to);
    if (sprint(before) == sprint(after)) return;
    const auto name = [&](const std::string& id) {
      const tracker::Sprint* const found = site_.sprint(id);
      return found == nullptr ? "" : found->name;
    };
    Change& change = add(truth, "milestone", "Sprint", name(before), name(after));
    change.from = sprint(before);
    change.to = sprint(after);
  }

  TaigaWords& words_;
  const Site& site_;
  const SiteIssue& each_;
  const TaigaKind kind_;
  const SiteProject& project_;
  tracker::Issue issue_;
};

}  // namespace

tracker::Issue as_taiga_tells(TaigaWords& words, const SiteIssue& issue) {
  return Teller{words, issue}.tell();
}

}  // namespace stint::test
