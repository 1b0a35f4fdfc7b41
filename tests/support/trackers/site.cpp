#include "support/trackers/site.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

#include "tracker/changes.h"

namespace stint::test {
namespace {

std::string upper(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return copy;
}

template <class List>
const typename List::value_type* find_id(const List& list, std::string_view id) {
  const auto found = std::ranges::find_if(list, [&](const auto& row) { return row.id == id; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

std::size_t Site::size() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(issues_, [](const SiteIssue& issue) { return !issue.deleted; }));
}

SiteIssue* Site::find(std::string_view id_or_key) {
  auto found = by_id_.find(std::string{id_or_key});
  if (found == by_id_.end()) {
    found = by_key_.find(upper(id_or_key));
    if (found == by_key_.end()) return nullptr;
  }
  SiteIssue& issue = issues_[found->second];
  return issue.deleted ? nullptr : &issue;
}

template <class List, class Id>
const typename List::value_type* Site::look_up(const List& list, std::string_view id, Places& places, Id of) {
  if (places.size != list.size()) {
    places.by_id.clear();
    for (std::size_t i = 0; i < list.size(); ++i) places.by_id.emplace(list[i].*of, i);
    places.size = list.size();
  }
  const auto found = places.by_id.find(std::string{id});
  return found == places.by_id.end() ? nullptr : &list[found->second];
}

const SiteUser* Site::user(std::string_view id) const {
  return look_up(users, id, user_places_, &SiteUser::id);
}
const SiteProject* Site::project(std::string_view key) const {
  return look_up(projects, key, project_places_, &SiteProject::key);
}
const tracker::Status* Site::status(std::string_view id) const {
  return find_id(statuses, id);
}
const tracker::Sprint* Site::sprint(std::string_view id) const {
  return look_up(sprints, id, sprint_places_, &tracker::Sprint::id);
}
const SiteType* Site::type(std::string_view name) const {
  const auto found = std::ranges::find(types, name, &SiteType::name);
  return found == types.end() ? nullptr : &*found;
}

std::optional<Instant> Site::indexed_updated(const SiteIssue& issue, Instant now) {
  std::optional<Instant> updated;
  for (const SiteIssue::Indexed& entry : issue.indexed) {
    if (entry.seen > now) continue;
    updated = entry.deleted ? std::nullopt : std::optional{entry.updated};
  }
  return updated;
}

SiteIssue& Site::add(tracker::Issue issue, std::string creator) {
  assert(!by_id_.contains(issue.id));
  tracker::sort_changes(issue.changes);
  issue.history_total = tracker::count_histories(issue.changes);
  by_id_[issue.id] = issues_.size();
  by_key_[upper(issue.key)] = issues_.size();
  const std::size_t dash = issue.key.rfind('-');
  std::int64_t& last = last_number_[issue.key.substr(0, dash)];
  last = std::max<std::int64_t>(last, std::stoll(issue.key.substr(dash + 1)));
  SiteIssue& added = issues_.emplace_back();
  added.indexed.push_back({Instant{}, issue.updated, false});
  added.issue = std::move(issue);
  added.creator = std::move(creator);
  for (std::size_t i = 0; i < added.issue.links.size(); ++i) added.link_ids.push_back(new_id());
  ++version_;
  return added;
}

void Site::rewrite_texts(const std::function<std::string(std::string_view)>& change) {
  for (SiteIssue& each : issues_) {
    tracker::Issue& issue = each.issue;
    for (std::string* text : {&issue.description, &issue.environment, &issue.acceptance_criteria})
      if (!text->empty()) *text = change(*text);
    for (tracker::Comment& comment : issue.comments) comment.body = change(comment.body);
  }
  ++version_;
}

tracker::Person Site::person(std::string_view id) const {
  const SiteUser* found = user(id);
  if (found == nullptr) return {};
  return {found->id, found->name, found->bot};
}

std::string Site::new_id() {
  return std::to_string(next_id_++);
}

std::string Site::next_key(const std::string& project_key) {
  return fmt::format("{}-{}", project_key, ++last_number_[project_key]);
}

void Site::touch(SiteIssue& issue, const Act& act) {
  issue.issue.updated = std::max(issue.issue.updated, act.at);
  ++issue.revision;
  ++version_;
  const Milliseconds lag = index_lag ? index_lag(saves_) : Milliseconds{0};
  ++saves_;
  // Indexed in the order of saving: a later save is never seen before an earlier one.
  Instant seen = act.at + lag;
  if (!issue.indexed.empty()) seen = std::max(seen, issue.indexed.back().seen);
  issue.indexed.push_back({seen, issue.issue.updated, issue.deleted});
}

void Site::tell(SiteIssue& issue, const Act& act, std::vector<tracker::Change> items) {
  if (items.empty()) return;
  const std::string history_id = new_id();
  int position = 0;
  for (tracker::Change& item : items) {
    item.history_id = history_id;
    item.position = position++;
    item.at = act.at;
    item.author = act.author;
    item.author_bot = person(act.author).bot;
    issue.issue.changes.push_back(std::move(item));
  }
  tracker::sort_changes(issue.issue.changes);
  issue.issue.has_history = true;
  ++issue.issue.history_total;
}

SiteIssue& Site::create(const NewIssue& request, const Act& act) {
  const SiteProject* const where = project(request.project_key);
  const SiteType* const kind = type(request.type);
  assert(where != nullptr && kind != nullptr);
  tracker::Issue issue;
  issue.id = new_id();
  issue.key = next_key(request.project_key);
  issue.project_key = where->key;
  issue.project_name = where->name;
  issue.type = kind->name;
  issue.subtask = kind->subtask;
  issue.epic = kind->epic;
  issue.status = statuses.front();
  issue.priority = priorities.empty() ? "" : priorities[priorities.size() / 2].name;
  issue.created = act.at;
  issue.updated = act.at;
  issue.reporter = person(act.author);
  issue.summary = request.summary;
  issue.has_history = true;
  SiteIssue& made = add(std::move(issue), act.author);
  made.indexed.clear();
  for (const FieldEdit& edit : request.fields) apply(made, edit);
  touch(made, act);
  made.revision = 1;
  return made;
}

std::string Site::comment(SiteIssue& issue, std::string markdown, const Act& act) {
  const tracker::Person author = person(act.author);
  tracker::Comment& comment = issue.issue.comments.emplace_back();
  comment.id = new_id();
  comment.at = act.at;
  comment.author = author.id;
  comment.author_bot = author.bot;
  comment.body = std::move(markdown);
  std::string id = comment.id;
  touch(issue, act);
  return id;
}

bool Site::remove_comment(SiteIssue& issue, std::string_view id, const Act& act) {
  const auto gone = std::erase_if(issue.issue.comments, [&](const auto& each) { return each.id == id; });
  if (gone > 0) touch(issue, act);
  return gone > 0;
}

std::string Site::link(SiteIssue& from, SiteIssue& to, const SiteLinkType& type, const Act& act) {
  const std::string id = new_id();
  const auto add_end = [&](SiteIssue& here, const SiteIssue& there, bool outward) {
    const std::string& wording = outward ? type.outward : type.inward;
    here.issue.links.push_back({type.name, wording, outward, there.issue.id, there.issue.key});
    here.link_ids.push_back(id);
    tracker::Change change;
    change.field = "Link";
    change.to = there.issue.key;
    change.to_text = fmt::format("This issue {} {}", wording, there.issue.key);
    tell(here, act, {std::move(change)});
    touch(here, act);
  };
  add_end(from, to, true);
  add_end(to, from, false);
  return id;
}

bool Site::remove_link(std::string_view id, const Act& act) {
  bool any = false;
  for (SiteIssue& each : issues_) {
    const auto found = std::ranges::find(each.link_ids, id);
    if (found == each.link_ids.end()) continue;
    const auto index = found - each.link_ids.begin();
    const tracker::Link link = each.issue.links[static_cast<std::size_t>(index)];
    each.link_ids.erase(found);
    each.issue.links.erase(each.issue.links.begin() + index);
    tracker::Change change;
    change.field = "Link";
    change.from = link.other_key;
    change.from_text = fmt::format("This issue {} {}", link.wording, link.other_key);
    tell(each, act, {std::move(change)});
    touch(each, act);
    any = true;
  }
  return any;
}

void Site::remove(SiteIssue& issue, const Act& act) {
  while (!issue.link_ids.empty()) {
    const std::string id = issue.link_ids.front();
    remove_link(id, act);
  }
  issue.deleted = true;
  touch(issue, act);
}

SiteIssue* Site::restore(std::string_view id, const Act& act) {
  const auto found = by_id_.find(std::string{id});
  if (found == by_id_.end() || !issues_[found->second].deleted) return nullptr;
  SiteIssue& issue = issues_[found->second];
  issue.deleted = false;
  touch(issue, act);
  return &issue;
}

void Site::move(SiteIssue& issue, const SiteProject& project, const Act& act) {
  const std::string old_key = issue.issue.key;
  const std::string old_project = issue.issue.project_name;
  issue.former_keys.push_back(old_key);
  issue.issue.key = next_key(project.key);
  by_key_[upper(issue.issue.key)] = by_id_.at(issue.issue.id);
  issue.issue.project_key = project.key;
  issue.issue.project_name = project.name;
  issue.issue.components.clear();
  issue.issue.fix_versions.clear();
  tracker::Change moved;
  moved.field_id = "project";
  moved.field = "project";
  moved.from_text = old_project;
  moved.to_text = project.name;
  tracker::Change renamed;
  renamed.field = "Key";
  renamed.from_text = old_key;
  renamed.to_text = issue.issue.key;
  tell(issue, act, {std::move(moved), std::move(renamed)});
  touch(issue, act);
  ++moves_;
  for (SiteIssue& other : issues_) {
    for (tracker::Link& link : other.issue.links)
      if (link.other_id == issue.issue.id) link.other_key = issue.issue.key;
    if (other.issue.parent_id == issue.issue.id) other.issue.parent_key = issue.issue.key;
  }
}

}  // namespace stint::test
