#include "history/update.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <unordered_map>

#include "base/parallel.h"
#include "history/issue_names.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;

constexpr std::size_t kGrain = 1 << 14;

Index mapped(const Positions& positions, Index index) {
  return index == kNone ? kNone : positions[index];
}

// Rows of a run's table in the dataset's; unknown ones are added.
template <class Row, class Name>
Positions match_rows(std::vector<Row>& all, const std::vector<Row>& run, Name name) {
  std::unordered_map<std::string, Index> known;
  for (std::size_t i = 0; i < all.size(); ++i) known.try_emplace(name(all[i]), static_cast<Index>(i));
  Positions positions;
  for (const Row& row : run) {
    const auto [found, added] = known.try_emplace(name(row), static_cast<Index>(all.size()));
    if (added) all.push_back(row);
    positions.push_back(found->second);
  }
  return positions;
}

template <class Row>
std::string name_of(const Row& row) {
  std::string name;
  set_row_name(row.site, row.id, name);
  return name;
}

template <class T, class Keep>
void rebuild(Column<T>& column, std::vector<T> added, Keep keep) {
  std::vector<T> rows;
  rows.reserve(column.size() + added.size());
  for (const T& row : column) {
    if (keep(row)) rows.push_back(row);
  }
  rows.insert(rows.end(), added.begin(), added.end());
  std::ranges::stable_sort(rows, {}, &T::issue);
  column = std::move(rows);
}

class Update {
 public:
  Update(Dataset& all, Run run, const store::Definitions& definitions)
      : all_(all), run_(std::move(run)), definitions_(definitions) {}

  bool go() {
    if (!match_projects()) return false;
    find_wanted();
    for (std::size_t i = 0; i < run_.issues.size(); ++i) {
      const Index known = wanted_id(run_.issues[i].site, run_.text(run_.issues[i].id));
      if (known != kNone && all_.key(known) != run_.text(run_.issues[i].key)) return false;
      places_.push_back(known);
    }
    match_tables();
    insert_new();
    for (std::size_t i = 0; i < run_.issues.size(); ++i) put(i);
    put_relations();
    settle_dangling();
    for (const Index place : places_) {
      if (all_.issues[place].complete_history == 0) ++all_.incomplete_histories;
    }
    all_.newest_change = std::max(all_.newest_change, run_.newest_change);
    assign_boards(all_, definitions_);
    return true;
  }

 private:
  using Name = std::pair<Index, std::string>;

  bool match_projects() {
    for (const std::string& key : run_.project_names.names()) {
      const auto found = std::ranges::lower_bound(all_.projects, key);
      if (found == all_.projects.end() || *found != key) return false;
      projects_.push_back(static_cast<Index>(found - all_.projects.begin()));
    }
    return true;
  }

  // Where the issues are that the run brings or names, in one look at all.
  void find_wanted() {
    const auto want = [&](Index site, std::string_view id) {
      if (!id.empty()) wanted_.try_emplace(Name{site, std::string{id}}, kNone);
    };
    for (std::size_t i = 0; i < run_.issues.size(); ++i) {
      want(run_.issues[i].site, run_.text(run_.issues[i].id));
      want(run_.issues[i].site, run_.text(run_.parents[i].id));
    }
    for (const RawLink& link : run_.links) want(run_.issues[link.issue].site, run_.text(link.other_id));
    std::vector<std::size_t> hashes;
    for (const auto& [name, _] : wanted_) hashes.push_back(std::hash<std::string_view>{}(name.second));
    std::ranges::sort(hashes);
    std::mutex found_one;
    for_each_part(all_.issues.size(), kGrain, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        const std::string_view id = all_.id(static_cast<Index>(i));
        if (!std::ranges::binary_search(hashes, std::hash<std::string_view>{}(id))) continue;
        const std::lock_guard lock{found_one};
        const auto wanted = wanted_.find(Name{all_.issues[i].site, std::string{id}});
        if (wanted != wanted_.end()) wanted->second = static_cast<Index>(i);
      }
    });
  }
  [[nodiscard]] Index wanted_id(Index site, std::string_view id) const {
    const auto found = wanted_.find(Name{site, std::string{id}});
    return found == wanted_.end() ? kNone : found->second;
  }

  void match_tables() {
    types_ = match_rows(all_.types, run_.types, type_name);
    statuses_ = match_rows(all_.statuses, run_.statuses, [](const Status& status) {
      std::string name;
      set_status_name(status.site, status.id, status.name, name);
      return name;
    });
    people_ = match_rows(all_.people, run_.people, name_of<Person>);
    const std::size_t sprints_before = all_.sprints.size();
    sprints_ = match_rows(all_.sprints, run_.sprints, name_of<Sprint>);
    for (std::size_t i = sprints_before; i < all_.sprints.size(); ++i) all_.sprints[i].issues.clear();
    resolutions_ = match_rows(all_.resolutions, run_.resolution_names.names(),
                              [](const std::string& name) { return name; });
    for (Component& component : run_.components) component.project = projects_[component.project];
    components_ = match_rows(all_.components, run_.components, [&](const Component& component) {
      return component_name(all_.projects[component.project], component.name);
    });
  }

  // Makes room for new issues where the order of keys wants them.
  void insert_new() {
    std::vector<std::size_t> added;  // in the run
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i] == kNone) added.push_back(i);
    }
    if (added.empty()) return;
    const auto order = [](const KeyParts& parts, Index site, std::string_view id) {
      return std::tuple{parts.prefix, parts.number, site, id};
    };
    const auto of_run = [&](std::size_t i) {
      const Issue& issue = run_.issues[i];
      return order(key_parts(run_.text(issue.key)), issue.site, run_.text(issue.id));
    };
    std::ranges::sort(added, {}, of_run);
    Positions position(all_.issues.size());
    std::vector<Issue> issues;
    issues.reserve(all_.issues.size() + added.size());
    std::size_t next = 0;
    const auto add = [&] {
      places_[added[next++]] = static_cast<Index>(issues.size());
      issues.emplace_back();
    };
    std::size_t from = 0;
    while (next < added.size()) {
      const auto mine = of_run(added[next]);
      const auto before =
          std::partition_point(all_.issues.begin() + from, all_.issues.end(), [&](const Issue& issue) {
            return order(key_parts(all_.text(issue.key)), issue.site, all_.text(issue.id)) < mine;
          });
      const auto to = static_cast<std::size_t>(before - all_.issues.begin());
      for (; from < to; ++from) {
        position[from] = static_cast<Index>(issues.size());
        issues.push_back(all_.issues[from]);
      }
      add();
    }
    for (; from < all_.issues.size(); ++from) {
      position[from] = static_cast<Index>(issues.size());
      issues.push_back(all_.issues[from]);
    }
    new_places_.reserve(added.size());
    for (const std::size_t i : added) new_places_.push_back(places_[i]);
    move_all(position, issues);
    all_.issues = std::move(issues);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const bool is_new = std::ranges::find(added, i) != added.end();
      if (!is_new) places_[i] = position[places_[i]];
    }
    for (auto& [_, index] : wanted_) index = mapped(position, index);
    for (const std::size_t i : added) {
      wanted_[Name{run_.issues[i].site, std::string{run_.text(run_.issues[i].id)}}] = places_[i];
    }
  }

  void move_all(const Positions& position, std::vector<Issue>& issues) {
    for (Issue& issue : issues) issue.parent = mapped(position, issue.parent);
    for (Sprint& sprint : all_.sprints) {
      for (Index& issue : sprint.issues) issue = position[issue];
    }
    for (BlockedBy& row : all_.blocked_by.change_all()) {
      row.issue = position[row.issue];
      row.blocker = mapped(position, row.blocker);
    }
    for (Link& row : all_.links.change_all()) {
      row.issue = position[row.issue];
      row.other = position[row.other];
    }
    for (Child& row : all_.children.change_all()) {
      row.issue = position[row.issue];
      row.child = position[row.child];
    }
    for (FlagReason& row : all_.flag_reasons.change_all()) row.issue = position[row.issue];
    for (Dangling& row : all_.dangling.change_all()) row.issue = position[row.issue];
  }

  Text keep(Text text) { return all_.keep(run_.text(text)); }

  // The issue itself, its events and what only it has.
  void put(std::size_t i) {
    const Index place = places_[i];
    Issue issue = run_.issues[i];
    const Issue before = all_.issues[place];
    if (before.complete_history == 0) --all_.incomplete_histories;
    for (const Event& event : all_.events_of(before)) {
      if (event.kind == EventKind::sprint_enter) std::erase(all_.sprints[event.to()].issues, place);
    }
    const std::uint32_t first_event = issue.first_event;
    issue.id = keep(issue.id);
    issue.key = keep(issue.key);
    issue.summary = keep(issue.summary);
    issue.project = projects_[issue.project];
    issue.type = types_[issue.type];
    issue.status = mapped(statuses_, issue.status);
    issue.resolution = mapped(resolutions_, issue.resolution);
    issue.assignee = mapped(people_, issue.assignee);
    issue.reporter = mapped(people_, issue.reporter);
    issue.home_sprint = mapped(sprints_, issue.home_sprint);
    issue.parent = kNone;
    issue.first_event = static_cast<std::uint32_t>(all_.events.size());
    for (std::uint32_t e = 0; e < issue.event_count; ++e) put_event(run_.events[first_event + e], place);
    const std::uint32_t first_component = issue.first_component;
    issue.first_component = static_cast<std::uint32_t>(all_.issue_components.size());
    for (std::uint32_t c = 0; c < issue.component_count; ++c) {
      all_.issue_components.append(components_[run_.issue_components[first_component + c]]);
    }
    if (issue.bug_details != kNone) put_bug(issue);
    all_.issues.change(place) = issue;
  }

  void put_event(Event event, Index place) {
    event.author = mapped(people_, event.author);
    const auto both = [&](const Positions& positions) {
      event.payload = from_to(mapped(positions, event.from()), mapped(positions, event.to()));
    };
    switch (event.kind) {
      case EventKind::status:
        both(statuses_);
        break;
      case EventKind::sprint_enter:
      case EventKind::sprint_leave:
        both(sprints_);
        break;
      case EventKind::resolution:
        both(resolutions_);
        break;
      case EventKind::assignee:
        both(people_);
        break;
      default:
        break;
    }
    all_.events.append(event);
    if (event.kind != EventKind::sprint_enter) return;
    std::vector<Index>& issues = all_.sprints[event.to()].issues;
    const auto at = std::ranges::lower_bound(issues, place);
    if (at == issues.end() || *at != place) issues.insert(at, place);
  }

  void put_bug(Issue& issue) {
    BugDetails bug = run_.bugs[issue.bug_details];
    issue.bug_details = static_cast<std::uint32_t>(all_.bugs.size());
    bug.environment = keep(bug.environment);
    const std::uint32_t first_label = bug.first_label;
    const std::uint32_t first_version = bug.first_version;
    bug.first_label = static_cast<std::uint32_t>(all_.bug_labels.size());
    for (std::uint32_t l = 0; l < bug.label_count; ++l) {
      all_.bug_labels.append(keep(run_.bug_labels[first_label + l]));
    }
    bug.first_version = static_cast<std::uint32_t>(all_.bug_versions.size());
    for (std::uint32_t v = 0; v < bug.version_count; ++v) {
      AffectedVersion version = run_.bug_versions[first_version + v];
      version.name = keep(version.name);
      all_.bug_versions.append(version);
    }
    all_.bugs.append(bug);
  }

  // By id where one is given, else by key.
  [[nodiscard]] Index find(Index site, std::string_view id, std::string_view key) const {
    if (!id.empty()) {
      if (const Index found = wanted_id(site, id); found != kNone) return found;
    }
    if (key.empty()) return kNone;
    const auto parts = key_parts(key);
    const auto order = [](const KeyParts& p) { return std::tuple{p.prefix, p.number}; };
    auto at = std::partition_point(all_.issues.begin(), all_.issues.end(), [&](const Issue& issue) {
      return order(key_parts(all_.text(issue.key))) < order(parts);
    });
    for (; at != all_.issues.end() && order(key_parts(all_.text(at->key))) == order(parts); ++at) {
      if (at->site == site && all_.text(at->key) == key) return all_.index_of(*at);
    }
    return kNone;
  }

  // Links, parents, reasons: everything the changed issues said before goes, what they say now comes.
  void put_relations() {
    std::vector<bool> touched(all_.issues.size());
    for (const Index place : places_) touched[place] = true;
    std::vector<Link> links;
    for (Link row : all_.links) {
      if (touched[row.issue]) row.listed_by &= ~Link::kByIssue;
      if (touched[row.other]) row.listed_by &= ~Link::kByOther;
      if (row.listed_by != 0) links.push_back(row);
    }
    std::vector<BlockedBy> blocked_by;
    std::vector<Child> children;
    std::vector<FlagReason> reasons;
    std::vector<Dangling> dangling;
    for (const RawLink& raw : run_.links) {
      const Index place = places_[raw.issue];
      const Index other = find(all_.issues[place].site, run_.text(raw.other_id), run_.text(raw.other_key));
      if (raw.blocked_by) {
        blocked_by.push_back({place, other, raw.from, raw.until});
      } else if (other != kNone) {
        links.push_back({place, other, Link::kByIssue});
        links.push_back({other, place, Link::kByOther});
      }
      if (other != kNone) continue;
      const auto kind = raw.blocked_by ? Dangling::Kind::blocked_by : Dangling::Kind::link;
      dangling.push_back({keep(raw.other_id), keep(raw.other_key), raw.from, raw.until, kind, place});
    }
    unite_links(links);
    all_.links = std::move(links);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const RunParent& named = run_.parents[i];
      if (named.id.length() == 0 && named.key.length() == 0) continue;
      const Index parent = find(all_.issues[places_[i]].site, run_.text(named.id), run_.text(named.key));
      if (parent == kNone) {
        dangling.push_back(
            {keep(named.id), keep(named.key), {}, kForever, Dangling::Kind::parent, places_[i]});
      } else if (parent != places_[i]) {
        set_parent(places_[i], parent, children);
      }
    }
    for (const FlagReason& reason : run_.flag_reasons) {
      reasons.push_back({keep(reason.text), reason.flagged, reason.said, places_[reason.issue]});
    }
    const auto untouched = [&](const auto& row) { return !touched[row.issue]; };
    rebuild(all_.blocked_by, std::move(blocked_by), untouched);
    rebuild(all_.flag_reasons, std::move(reasons), untouched);
    rebuild(all_.dangling, std::move(dangling), untouched);
    rebuild(all_.children, std::move(children), [&](const Child& row) { return !touched[row.child]; });
    sort_children();
  }

  void set_parent(Index issue, Index parent, std::vector<Child>& children) {
    all_.issues.change(issue).parent = parent;
    if (all_.type_of(all_.issues[issue]).subtask) children.push_back({parent, issue});
  }

  void sort_children() {
    std::ranges::sort(all_.children.change_all(), {},
                      [](const Child& row) { return std::tie(row.issue, row.child); });
  }

  // What was missing may have come.
  void settle_dangling() {
    if (new_places_.empty() || all_.dangling.empty()) return;
    std::map<Name, Index> by_id;
    std::map<Name, Index> by_key;
    for (const Index place : new_places_) {
      const Index site = all_.issues[place].site;
      by_id.try_emplace(Name{site, std::string{all_.id(place)}}, place);
      by_key.try_emplace(Name{site, std::string{all_.key(place)}}, place);
    }
    std::vector<Dangling> left;
    std::vector<Link> links(all_.links.begin(), all_.links.end());
    std::vector<Child> children;
    for (const Dangling& row : all_.dangling) {
      const Index site = all_.issues[row.issue].site;
      const auto look_up = [&](const std::map<Name, Index>& names, Text name) {
        const auto found = names.find(Name{site, std::string{all_.text(name)}});
        return found == names.end() ? kNone : found->second;
      };
      Index other = look_up(by_id, row.other_id);
      if (other == kNone) other = look_up(by_key, row.other_key);
      if (other == kNone) {
        left.push_back(row);
        continue;
      }
      switch (row.kind) {
        case Dangling::Kind::link:
          links.push_back({row.issue, other, Link::kByIssue});
          links.push_back({other, row.issue, Link::kByOther});
          break;
        case Dangling::Kind::blocked_by:
          settle_blocker(row, other);
          break;
        case Dangling::Kind::parent:
          set_parent(row.issue, other, children);
          break;
      }
    }
    unite_links(links);
    all_.links = std::move(links);
    all_.dangling = std::move(left);
    rebuild(all_.children, std::move(children), [](const Child&) { return true; });
    sort_children();
  }

  void settle_blocker(const Dangling& row, Index blocker) {
    for (BlockedBy& link : all_.blocked_by.change_all()) {
      if (link.issue != row.issue || link.blocker != kNone || link.from != row.from ||
          link.until != row.until)
        continue;
      link.blocker = blocker;
      return;
    }
  }

  Dataset& all_;
  Run run_;
  const store::Definitions& definitions_;
  std::map<Name, Index> wanted_;
  Positions places_;      // of the run's issues in the dataset
  Positions new_places_;  // of those that were not there before
  Positions projects_, types_, statuses_, people_, sprints_, resolutions_, components_;
};

}  // namespace

bool update(Dataset& all, Run changed, const store::Definitions& definitions) {
  return Update{all, std::move(changed), definitions}.go();
}

void refresh_definitions(Dataset& all, const store::Definitions& definitions) {
  const auto key = [&](const auto& row) { return std::pair{all.sites[row.site].id, row.id}; };
  for (Status& status : all.statuses) {
    const auto row = definitions.statuses().find(key(status));
    if (row == definitions.statuses().end()) continue;
    status.name = row->second.status.name;
    status.category = row->second.status.category;
    judge_by_name(status);
  }
  for (Person& person : all.people) {
    const auto row = definitions.people().find(key(person));
    if (row != definitions.people().end()) person.name = row->second.name;
  }
  for (Sprint& sprint : all.sprints) {
    const auto row = definitions.sprints().find(key(sprint));
    if (row == definitions.sprints().end()) continue;
    define(row->second.sprint, sprint);
  }
  assign_boards(all, definitions);
}

}  // namespace stint::history
