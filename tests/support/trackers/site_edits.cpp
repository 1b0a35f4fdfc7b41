// Saves: what a field becomes, and what the history tells of it.
#include <algorithm>
#include <cassert>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/trackers/site.h"

namespace stint::test {
namespace {

using tracker::Change;
using Field = FieldEdit::Field;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    std::string_view part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string number_text(const tracker::Issue& issue, const std::string& field) {
  const auto found = std::ranges::find(issue.numbers, field, &tracker::NumberField::field_id);
  return found == issue.numbers.end() ? "" : fmt::format("{}", found->value);
}

void set_number(tracker::Issue& issue, const std::string& field, const std::string& text) {
  std::erase_if(issue.numbers, [&](const auto& number) { return number.field_id == field; });
  if (text.empty()) return;
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  issue.numbers.push_back({field, value});
}

Change text_change(std::string_view id, std::string_view name, std::string from, std::string to) {
  Change change;
  change.field_id = id;
  change.field = name;
  change.from_text = std::move(from);
  change.to_text = std::move(to);
  return change;
}

Change named_change(std::string_view id, Named from, Named to) {
  Change change = text_change(id, id, std::move(from.name), std::move(to.name));
  change.from = std::move(from.id);
  change.to = std::move(to.id);
  return change;
}

template <class List>
Named with_name(const List& list, const std::string& name) {
  for (const auto& row : list)
    if (row.name == name) return {row.id, row.name};
  return {"", name};
}

// At most `bytes` of the text, whole characters.
std::string beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string{text};
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) --bytes;
  return std::string{text.substr(0, bytes)};
}

std::string names_of(const std::vector<tracker::Version>& versions) {
  std::vector<std::string_view> names;
  for (const tracker::Version& version : versions) names.emplace_back(version.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

tracker::Change Site::apply(SiteIssue& each, const FieldEdit& edit) {
  tracker::Issue& issue = each.issue;
  const std::string& value = edit.value;
  const auto text = [&](std::string_view id, std::string& field) {
    Change change = text_change(id, id, field, value);
    field = value;
    return change;
  };
  switch (edit.field) {
    case Field::summary:
      return text("summary", issue.summary);
    case Field::description:
      return text("description", issue.description);
    case Field::status: {
      const tracker::Status* const next = status(value);
      assert(next != nullptr);
      Change change = named_change("status", {issue.status.id, issue.status.name}, {next->id, next->name});
      issue.status = *next;
      return change;
    }
    case Field::resolution: {
      Change change =
          named_change("resolution", with_name(resolutions, issue.resolution), with_name(resolutions, value));
      issue.resolution = value;
      return change;
    }
    case Field::priority: {
      Change change =
          named_change("priority", with_name(priorities, issue.priority), with_name(priorities, value));
      issue.priority = value;
      return change;
    }
    case Field::assignee: {
      const tracker::Person next = person(value);
      Change change =
          named_change("assignee", {issue.assignee.id, issue.assignee.name}, {next.id, next.name});
      issue.assignee = next;
      return change;
    }
    case Field::type: {
      const SiteType* const next = type(value);
      assert(next != nullptr);
      Change change = named_change("issuetype", with_name(types, issue.type), {next->id, next->name});
      issue.type = next->name;
      issue.subtask = next->subtask;
      issue.epic = next->epic;
      return change;
    }
    case Field::labels: {
      Change change = text_change("labels", "labels", fmt::format("{}", fmt::join(issue.labels, " ")), "");
      issue.labels = split(value, ' ');
      change.to_text = fmt::format("{}", fmt::join(issue.labels, " "));
      return change;
    }
    case Field::components: {
      Change change =
          text_change("components", "Component", fmt::format("{}", fmt::join(issue.components, ", ")), "");
      issue.components = split(value, ',');
      change.to_text = fmt::format("{}", fmt::join(issue.components, ", "));
      return change;
    }
    case Field::fix_versions:
      return apply_versions(issue, value);
    case Field::points: {
      Change change = text_change(points_field, "Story Points", number_text(issue, points_field), value);
      set_number(issue, points_field, value);
      change.to_text = number_text(issue, points_field);
      return change;
    }
    case Field::flagged: {
      const auto word = [](bool on) { return Named{on ? "[10019]" : "", on ? "Impediment" : ""}; };
      Change change = named_change(flag_field, word(issue.flagged), word(!value.empty()));
      change.field = "Flagged";
      issue.flagged = !value.empty();
      return change;
    }
    case Field::sprint:
      return apply_sprints(issue, value);
    case Field::parent: {
      const SiteIssue* const next = value.empty() ? nullptr : find(value);
      Change change = text_change("parent", "IssueParentAssociation", issue.parent_key, value);
      change.from = issue.parent_id;
      change.to = next != nullptr ? next->issue.id : "";
      issue.parent_id = change.to;
      issue.parent_key = next != nullptr ? next->issue.key : "";
      return change;
    }
    case Field::due: {
      const std::string before = issue.due ? format_iso(*issue.due).substr(0, 10) : "";
      Change change = text_change("duedate", "duedate", before, value);
      change.from = before;
      change.to = value;
      issue.due = value.empty() ? std::nullopt : parse_iso_instant(value);
      return change;
    }
  }
  return {};
}

tracker::Change Site::apply_versions(tracker::Issue& issue, const std::string& value) const {
  Change change = text_change("fixVersions", "Fix Version", names_of(issue.fix_versions), "");
  issue.fix_versions.clear();
  const SiteProject* const home = project(issue.project_key);
  for (const std::string& name : split(value, ',')) {
    const auto found = std::ranges::find(home->versions, name, &tracker::Version::name);
    if (found != home->versions.end()) issue.fix_versions.push_back(*found);
  }
  change.to_text = names_of(issue.fix_versions);
  if (!issue.fix_versions.empty()) change.to = issue.fix_versions.back().id;
  return change;
}

tracker::Change Site::apply_sprints(tracker::Issue& issue, const std::string& value) const {
  const auto names = [&] {
    std::vector<std::string_view> texts;
    for (const std::string& id : issue.sprint_ids)
      if (const tracker::Sprint* found = sprint(id)) texts.emplace_back(found->name);
    return fmt::format("{}", fmt::join(texts, ", "));
  };
  const auto ids = [&] { return fmt::format("{}", fmt::join(issue.sprint_ids, ", ")); };
  Change change = text_change(sprint_field, "Sprint", names(), "");
  change.from = ids();
  issue.sprint_ids = split(value, ',');
  change.to = ids();
  change.to_text = names();
  return change;
}

void Site::save(SiteIssue& each, const std::vector<FieldEdit>& edits, const Act& act) {
  std::vector<FieldEdit> all = edits;
  const auto names = [&](Field field) {
    return std::ranges::any_of(edits, [&](const FieldEdit& edit) { return edit.field == field; });
  };
  const bool was_done = each.issue.status.category == tracker::StatusCategory::done;
  for (const FieldEdit& edit : edits) {
    if (edit.field != Field::status || names(Field::resolution)) continue;
    const tracker::Status* const next = status(edit.value);
    assert(next != nullptr);
    const bool done = next->category == tracker::StatusCategory::done;
    if (done != was_done) all.insert(all.begin(), {Field::resolution, done ? "Done" : ""});
  }
  std::vector<Change> items;
  for (const FieldEdit& edit : all) {
    Change change = apply(each, edit);
    if (change.from != change.to || change.from_text != change.to_text) items.push_back(std::move(change));
  }
  if (items.empty()) return;
  if (each.issue.resolution.empty()) {
    each.issue.resolved.reset();
  } else if (std::ranges::any_of(items, [](const Change& item) { return item.field_id == "resolution"; })) {
    each.issue.resolved = act.at;
  }
  tell(each, act, std::move(items));
  touch(each, act);
}

void Site::disturb(demo::Random& random, Instant now) {
  if (issues_.empty() || users.empty()) return;
  SiteIssue& issue =
      issues_[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(issues_.size())))];
  if (issue.deleted) return;
  const Act act{random.pick(users).id, now};
  switch (random.below(6)) {
    case 0:
      comment(issue, fmt::format("Seen in passing, number {}.", random.below(100'000)), act);
      return;
    case 1:
      return save(
          issue,
          {{Field::summary, fmt::format("{} ({})", beginning(issue.issue.summary, 40), random.below(1000))}},
          act);
    case 2:
      return save(issue, {{Field::points, fmt::format("{}", random.between(1, 13))}}, act);
    case 3:
      return save(issue, {{Field::assignee, random.pick(users).id}}, act);
    case 4:
      return save(issue, {{Field::flagged, issue.issue.flagged ? "" : "1"}}, act);
    default:
      return save(issue, {{Field::status, random.pick(statuses).id}}, act);
  }
}

}  // namespace stint::test
