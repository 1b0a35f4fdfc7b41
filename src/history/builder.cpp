#include "history/builder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ranges>
#include <span>

#include "history/flag_reason.h"
#include "history/names.h"
#include "tracker/acceptance_criteria.h"
#include "tracker/changes.h"
#include "tracker/text/wiki.h"

namespace stint::history {
namespace {

using tracker::Change;

bool is_field(const Change& change, std::string_view id) {
  return change.field_id == id || (change.field_id.empty() && equal_names(change.field, id));
}

bool is_sprint_field(const Change& change) {
  return change.field == "Sprint";
}
bool is_flag_field(const Change& change) {
  return change.field == "Flagged";
}
bool is_criteria_field(const Change& change) {
  return is_field(change, "description") || equal_names(change.field, "Acceptance Criteria");
}
bool is_passive(const Change& change) {
  return change.field == "Rank" || change.field.starts_with("Remote") || change.field == "RemoteIssueLink";
}

bool is_estimate(const Change& change, const EstimateFields::Field& field) {
  if (!change.field_id.empty()) return change.field_id == field.id;
  return !field.name.empty() && equal_names(change.field, field.name);
}

// What can have been meant as an estimate. A number beyond all measure is none, and one too small to be seen
// is 0: sums and ratios of the rest stay what they are.
double plausible(double estimate) {
  constexpr double kMost = 1e9;
  constexpr double kLeast = 1e-6;
  if (!(std::abs(estimate) <= kMost)) return kNoEstimate;
  return std::abs(estimate) < kLeast ? 0 : estimate;
}

double estimate_of(std::string_view text, std::string_view id) {
  const std::string_view number = text.empty() ? id : text;
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || end == number.data()) return kNoEstimate;
  return plausible(value);
}

std::uint64_t payload_of(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

double criteria_of(const std::string& wiki, bool own_field) {
  if (wiki.empty()) return 0;
  const std::string markdown = tracker::text::wiki_to_markdown(wiki);
  return tracker::count_acceptance_criteria(own_field ? "## Acceptance criteria\n\n" + markdown : markdown);
}

// "This issue is blocked by PAY-12", "This work item is blocked by PAY-12"
bool says_blocked_by(std::string_view text) {
  return text.find("is blocked by") != std::string_view::npos;
}

const EstimateFields::Field* choose_estimate(const EstimateFields& fields, const tracker::Issue& issue) {
  for (const EstimateFields::Field& field : fields.fields) {
    const bool held = std::ranges::any_of(
        issue.numbers, [&](const tracker::NumberField& number) { return number.field_id == field.id; });
    if (held || std::ranges::any_of(issue.changes, [&](const Change& c) { return is_estimate(c, field); })) {
      return &field;
    }
  }
  return nullptr;
}

template <class Call>
void for_each_item(std::string_view list, Call call) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    const std::size_t first = item.find_first_not_of(' ');
    if (first != std::string_view::npos) {
      item.remove_prefix(first);
      item = item.substr(0, item.find_last_not_of(' ') + 1);
      call(item);
    }
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

DatasetBuilder::DatasetBuilder(const store::Definitions& definitions, const EstimateFieldRule& estimates)
    : definitions_(&definitions), estimates_(&estimates) {
  for (const auto& [_, site] : definitions.sites()) sites_.push_back(site.id);
  std::ranges::sort(sites_);
}

Index DatasetBuilder::site_index(store::SiteId site) const {
  return static_cast<Index>(std::ranges::lower_bound(sites_, site) - sites_.begin());
}

Index DatasetBuilder::type(const tracker::Issue& issue) {
  const Type made{issue.type, issue.subtask, issue.epic, means_bug(issue.type), means_story(issue.type)};
  const Index known = run_.type_names.get(type_name(made));
  if (known == run_.types.size()) run_.types.push_back(made);
  return known;
}

void DatasetBuilder::expect(std::size_t issues) {
  constexpr std::size_t kUsualEvents = 16;  // of an issue
  run_.issues.reserve(issues);
  run_.parents.reserve(issues);
  run_.events.reserve(issues * kUsualEvents);
}

Index DatasetBuilder::status(store::SiteId site, std::string_view id, std::string_view name) {
  if (id.empty() && name.empty()) return kNone;
  // Without id a known one of that name is meant, if there is one.
  const Index at = site_index(site);
  set_status_name(at, id, name, scratch_);
  const Index known = run_.status_ids.get(scratch_);
  if (known < run_.statuses.size()) return known;
  Status& status = run_.statuses.emplace_back();
  status.site = at;
  status.id = id;
  status.name = name;
  const auto& rows = definitions_->statuses();
  auto row = rows.find({site, std::string{id}});
  if (row == rows.end() && id.empty()) {
    row = std::ranges::find_if(rows, [&](const auto& entry) {
      return entry.first.first == site && equal_names(entry.second.status.name, name);
    });
  }
  if (row != rows.end()) {
    status.id = row->first.second;
    status.name = row->second.status.name;
    status.category = row->second.status.category;
  }
  judge_by_name(status);
  return known;
}

Index DatasetBuilder::person(store::SiteId site, std::string_view id) {
  if (id.empty()) return kNone;
  // People work in runs: most often it is the one before.
  if (last_person_ != kNone && last_person_site_ == site && run_.people[last_person_].id == id)
    return last_person_;
  set_row_name(site_index(site), id, scratch_);
  const Index known = run_.people_ids.get(scratch_);
  last_person_ = known;
  last_person_site_ = site;
  if (known < run_.people.size()) return known;
  Person& person = run_.people.emplace_back();
  person.site = site_index(site);
  person.id = id;
  const auto row = definitions_->people().find({site, std::string{id}});
  person.name = row == definitions_->people().end() ? std::string{id} : row->second.name;
  person.bot = row != definitions_->people().end() && row->second.bot;
  return known;
}

Index DatasetBuilder::sprint(store::SiteId site, std::string_view id) {
  set_row_name(site_index(site), id, scratch_);
  const Index known = run_.sprint_ids.get(scratch_);
  if (known < run_.sprints.size()) return known;
  Sprint& sprint = run_.sprints.emplace_back();
  sprint.site = site_index(site);
  sprint.id = id;
  const auto row = definitions_->sprints().find({site, std::string{id}});
  if (row == definitions_->sprints().end()) return known;
  define(row->second.sprint, sprint);
  sprint.board_id = row->second.sprint.board_id;
  return known;
}

Index DatasetBuilder::resolution(std::string_view name) {
  return name.empty() ? kNone : run_.resolution_names.get(name);
}

std::vector<Index> DatasetBuilder::sprint_list(store::SiteId site, std::string_view ids,
                                               std::string_view names) {
  std::vector<Index> list;
  const auto add = [&](Index sprint) {
    if (std::ranges::find(list, sprint) == list.end()) list.push_back(sprint);
  };
  for_each_item(ids, [&](std::string_view id) { add(sprint(site, id)); });
  if (!ids.empty()) return list;
  for_each_item(names, [&](std::string_view name) {
    const auto& rows = definitions_->sprints();
    const auto row = std::ranges::find_if(rows, [&](const auto& entry) {
      return entry.first.first == site && entry.second.sprint.name == name;
    });
    add(sprint(site, row == rows.end() ? name : std::string_view{row->first.second}));
  });
  return list;
}

Index DatasetBuilder::home_sprint(store::SiteId site, const tracker::Issue& issue) {
  const auto with_board = [&](std::string_view id) {
    const Index found = sprint(site, id);
    return run_.sprints[found].board_id.empty() ? kNone : found;
  };
  for (const std::string& id : std::ranges::reverse_view(issue.sprint_ids)) {
    if (const Index found = with_board(id); found != kNone) return found;
  }
  for (const Change& change : std::ranges::reverse_view(issue.changes)) {
    if (!is_sprint_field(change)) continue;
    Index last = kNone;
    for (const std::string_view ids : {std::string_view{change.from}, std::string_view{change.to}}) {
      for_each_item(ids, [&](std::string_view id) {
        if (const Index found = with_board(id); found != kNone) last = found;
      });
    }
    if (last != kNone) return last;
  }
  return kNone;
}

void DatasetBuilder::add_bug_details(const tracker::Issue& tracker_issue, Issue& issue) {
  // Read for bugs only, and for types that the user made bugs of.
  if (tracker_issue.environment.empty() && tracker_issue.labels.empty() &&
      tracker_issue.affected_versions.empty())
    return;
  issue.bug_details = static_cast<std::uint32_t>(run_.bugs.size());
  BugDetails& bug = run_.bugs.emplace_back();
  bug.environment = run_.keep(tracker_issue.environment);
  bug.first_label = static_cast<std::uint32_t>(run_.bug_labels.size());
  bug.label_count = static_cast<std::uint32_t>(tracker_issue.labels.size());
  for (const std::string& label : tracker_issue.labels) run_.bug_labels.push_back(run_.keep(label));
  bug.first_version = static_cast<std::uint32_t>(run_.bug_versions.size());
  bug.version_count = static_cast<std::uint32_t>(tracker_issue.affected_versions.size());
  for (const tracker::Version& version : tracker_issue.affected_versions) {
    run_.bug_versions.push_back(
        {run_.keep(version.name), version.release_date.value_or(kForever), std::uint64_t{version.released}});
  }
}

void DatasetBuilder::add_components(const tracker::Issue& tracker_issue, Issue& issue) {
  issue.first_component = static_cast<std::uint32_t>(run_.issue_components.size());
  for (const std::string& name : tracker_issue.components) {
    const Index known = run_.component_names.get(component_name(tracker_issue.project_key, name));
    if (known == run_.components.size()) run_.components.push_back({issue.project, name});
    run_.issue_components.push_back(known);
  }
  issue.component_count = static_cast<std::uint32_t>(tracker_issue.components.size());
}

// An author that nobody names is taken for a person.
bool DatasetBuilder::is_human(Index author, bool bot) const {
  return !bot && (author == kNone || !run_.people[author].bot);
}

void DatasetBuilder::add_event(Instant at, EventKind kind, std::uint64_t payload, Index author, bool human) {
  Event event;
  event.at = at;
  event.kind = kind;
  event.payload = payload;
  event.author = author;
  event.human = human;
  run_.events.push_back(event);
}

void DatasetBuilder::add_synthetic(Instant at, EventKind kind, std::uint64_t payload) {
  add_event(at, kind, payload, kNone, false);
  run_.events.back().synthetic = true;
}

// What no tracker logs at creation: the `from` of the first change of each field, else the current value.
void DatasetBuilder::add_initial_values(store::SiteId site, const tracker::Issue& issue, int criteria,
                                        Instant at, const EstimateFields::Field* estimate) {
  const auto first = [&](auto matches) -> const Change* {
    const auto found = std::ranges::find_if(issue.changes, matches);
    return found == issue.changes.end() ? nullptr : &*found;
  };
  const Change* change = first([](const Change& c) { return is_field(c, "status"); });
  const Index initial_status = change != nullptr ? status(site, change->from, change->from_text)
                                                 : status(site, issue.status.id, issue.status.name);
  add_synthetic(at, EventKind::status, from_to(kNone, initial_status));

  change = first([](const Change& c) { return is_field(c, "resolution"); });
  const Index initial_resolution = resolution(change != nullptr ? change->from_text : issue.resolution);
  if (initial_resolution != kNone)
    add_synthetic(at, EventKind::resolution, from_to(kNone, initial_resolution));

  change = first([](const Change& c) { return is_field(c, "assignee"); });
  const Index initial_assignee = person(site, change != nullptr ? change->from : issue.assignee.id);
  if (initial_assignee != kNone) add_synthetic(at, EventKind::assignee, from_to(kNone, initial_assignee));

  if (estimate != nullptr) {
    change = first([&](const Change& c) { return is_estimate(c, *estimate); });
    double value = kNoEstimate;
    if (change != nullptr) {
      value = estimate_of(change->from_text, change->from);
    } else {
      for (const tracker::NumberField& number : issue.numbers) {
        if (number.field_id == estimate->id) value = plausible(number.value);
      }
    }
    if (!std::isnan(value)) add_synthetic(at, EventKind::estimate, payload_of(value));
  }

  change = first(is_criteria_field);
  const double initial_criteria =
      change != nullptr ? criteria_of(change->from_text, !is_field(*change, "description")) : criteria;
  if (initial_criteria > 0) add_synthetic(at, EventKind::criteria, payload_of(initial_criteria));

  change = first(is_flag_field);
  const bool flagged = change != nullptr ? !change->from_text.empty() : issue.flagged;
  if (flagged) add_synthetic(at, EventKind::flag_on, 0);
}

void DatasetBuilder::add_change(store::SiteId site, const Change& change,
                                const EstimateFields::Field* estimate, std::vector<Index>& sprints) {
  const Index author = person(site, change.author);
  const bool human = is_human(author, change.author_bot);
  const auto add = [&](EventKind kind, std::uint64_t payload) {
    add_event(change.at, kind, payload, author, human);
  };
  if (is_field(change, "status")) {
    const Index from = status(site, change.from, change.from_text);
    add(EventKind::status, from_to(from, status(site, change.to, change.to_text)));
  } else if (is_sprint_field(change)) {
    const std::vector<Index> next = sprint_list(site, change.to, change.to_text);
    for (const Index left : sprints) {
      if (std::ranges::find(next, left) == next.end()) add(EventKind::sprint_leave, from_to(left, kNone));
    }
    for (const Index entered : next) {
      if (std::ranges::find(sprints, entered) == sprints.end())
        add(EventKind::sprint_enter, from_to(kNone, entered));
    }
    if (next == sprints) add(EventKind::other, 0);
    sprints = next;
  } else if (estimate != nullptr && is_estimate(change, *estimate)) {
    add(EventKind::estimate, payload_of(estimate_of(change.to_text, change.to)));
  } else if (is_flag_field(change)) {
    add(change.to_text.empty() ? EventKind::flag_off : EventKind::flag_on, 0);
  } else if (is_field(change, "resolution")) {
    const Index from = resolution(change.from_text);
    add(EventKind::resolution, from_to(from, resolution(change.to_text)));
  } else if (is_field(change, "assignee")) {
    const Index from = person(site, change.from);
    add(EventKind::assignee, from_to(from, person(site, change.to)));
  } else if (is_criteria_field(change)) {
    add(EventKind::criteria, payload_of(criteria_of(change.to_text, !is_field(change, "description"))));
  } else {
    add(is_passive(change) ? EventKind::passive : EventKind::other, 0);
  }
}

void DatasetBuilder::add_comments(store::SiteId site, const tracker::Issue& issue, Index index) {
  for (const tracker::Comment& comment : issue.comments) {
    const Index author = person(site, comment.author);
    add_event(comment.at, EventKind::comment, 0, author, is_human(author, comment.author_bot));
    if (comment.body.empty()) continue;
    for (const Change& change : issue.changes) {
      if (!is_flag_field(change) || change.to_text.empty()) continue;
      const auto distance = comment.at - change.at;
      if (distance > kReasonWindow || distance < -kReasonWindow) continue;
      if (auto reason = reason_in_comment(comment.body)) {
        run_.flag_reasons.push_back({run_.keep(*reason), change.at, comment.at, index});
      }
    }
  }
}

void DatasetBuilder::add_links(const tracker::Issue& issue, Index index) {
  // Links by "is blocked by" that the history saw come, by the other issue's key; `until` when it saw them
  // go.
  const std::size_t first = run_.links.size();
  const auto seen = [&] { return std::span{run_.links}.subspan(first); };
  const auto is_open = [&](const RawLink& link, std::string_view key) {
    return run_.text(link.other_key) == key && link.until == kForever;
  };
  for (const Change& change : issue.changes) {
    if (!is_field(change, "Link")) continue;
    if (says_blocked_by(change.to_text)) {
      run_.links.push_back({index, {}, run_.keep(change.to), true, change.at});
    } else if (says_blocked_by(change.from_text)) {
      const auto links = seen();
      const auto open =
          std::ranges::find_if(links, [&](const RawLink& link) { return is_open(link, change.from); });
      if (open != links.end()) {
        open->until = change.at;
      } else {
        run_.links.push_back({index, {}, run_.keep(change.from), true, issue.created, change.at});
      }
    }
  }
  const std::size_t logged = run_.links.size() - first;
  for (const tracker::Link& link : issue.links) {
    const RawLink raw{index, run_.keep(link.other_id), run_.keep(link.other_key), false, issue.created};
    run_.links.push_back(raw);
    if (!says_blocked_by(link.wording)) continue;
    // A link that stands and was never logged has stood since the creation.
    const bool known = std::ranges::any_of(seen().first(logged),
                                           [&](const RawLink& s) { return is_open(s, link.other_key); });
    if (known) continue;
    run_.links.push_back(raw);
    run_.links.back().blocked_by = true;
  }
}

void DatasetBuilder::add(store::SiteId site, const tracker::Issue& tracker_issue, int criteria) {
  const auto index = static_cast<Index>(run_.issues.size());
  run_.parents.push_back({run_.keep(tracker_issue.parent_id), run_.keep(tracker_issue.parent_key)});
  const Index home = home_sprint(site, tracker_issue);
  {
    Issue& issue = run_.issues.emplace_back();
    issue.id = run_.keep(tracker_issue.id);
    issue.key = run_.keep(tracker_issue.key);
    issue.summary = run_.keep(tracker_issue.summary);
    issue.site = site_index(site);
    issue.project = run_.project_names.get(tracker_issue.project_key);
    issue.type = type(tracker_issue);
    issue.resolution = resolution(tracker_issue.resolution);
    issue.assignee = person(site, tracker_issue.assignee.id);
    issue.reporter = person(site, tracker_issue.reporter.id);
    issue.has_history = tracker_issue.has_history ? 1 : 0;
    const bool complete = !tracker_issue.has_history ||
                          tracker_issue.history_total <= tracker::count_histories(tracker_issue.changes);
    issue.complete_history = complete ? 1 : 0;
    issue.created = tracker_issue.created;
    issue.updated = tracker_issue.updated;
    issue.home_sprint = home;
    issue.first_event = static_cast<std::uint32_t>(run_.events.size());
    issue.status = status(site, tracker_issue.status.id, tracker_issue.status.name);
    add_bug_details(tracker_issue, issue);
    add_components(tracker_issue, issue);
  }
  const EstimateFields& fields =
      estimates_->of(site, tracker_issue.project_key, home == kNone ? "" : run_.sprints[home].board_id);
  const EstimateFields::Field* estimate = choose_estimate(fields, tracker_issue);
  const std::vector<Change>& changes = tracker_issue.changes;
  const Instant first =
      changes.empty() ? tracker_issue.created : std::min(tracker_issue.created, changes.front().at);
  add_initial_values(site, tracker_issue, criteria, first, estimate);

  const auto first_sprint_change = std::ranges::find_if(changes, is_sprint_field);
  std::vector<Index> sprints;
  if (first_sprint_change != changes.end()) {
    sprints = sprint_list(site, first_sprint_change->from, first_sprint_change->from_text);
  } else {
    for (const std::string& id : tracker_issue.sprint_ids) {
      const Index entered = sprint(site, id);
      if (std::ranges::find(sprints, entered) == sprints.end()) sprints.push_back(entered);
    }
  }
  for (const Index entered : sprints) add_synthetic(first, EventKind::sprint_enter, from_to(kNone, entered));

  for (const Change& change : changes) add_change(site, change, estimate, sprints);
  add_comments(site, tracker_issue, index);
  Issue& issue = run_.issues[index];
  issue.event_count = static_cast<std::uint32_t>(run_.events.size()) - issue.first_event;
  // Changes came sorted, and so did comments: only their mix is not.
  std::stable_sort(run_.events.begin() + issue.first_event, run_.events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  if (!run_.events.empty() && issue.event_count > 0) {
    const Instant last = run_.events.back().at;
    if (!run_.newest_change || last > *run_.newest_change) run_.newest_change = last;
  }
  if (!run_.newest_change || tracker_issue.updated > *run_.newest_change)
    run_.newest_change = tracker_issue.updated;
  add_links(tracker_issue, index);
}

Dataset DatasetBuilder::join(std::vector<DatasetBuilder> builders) {
  if (builders.empty()) return {};
  std::vector<Run> runs;
  for (DatasetBuilder& builder : builders) runs.push_back(std::move(builder.run_));
  return join_runs(std::move(runs), *builders.front().definitions_);
}

}  // namespace stint::history
