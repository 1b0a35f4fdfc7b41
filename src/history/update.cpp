#include "history/update.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <unordered_map>

#include "base/parallel.h"
#include "history/issue_names.h"
#include "history/relations.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;

constexpr std::size_t kGrain = 1 << 14;

Index mapped(const Positions& positions, Index index) {
  return index == kNone ? kNone : positions[index];
}

// Rows of a run's table in the dataset's; unknown ones are added. `set_name(row, name)` writes what rows are
// told apart by.
template <class Row, class SetName>
Positions match_rows(std::vector<Row>& all, const std::vector<Row>& run, SetName set_name) {
  std::unordered_map<std::string, Index> wanted;
  std::string name;
  for (const Row& row : run) {
    set_name(row, name);
    wanted.try_emplace(name, kNone);
  }
  if (wanted.empty()) return {};
  for (std::size_t i = 0; i < all.size(); ++i) {
    set_name(all[i], name);
    const auto found = wanted.find(name);
    if (found != wanted.end() && found->second == kNone) found->second = static_cast<Index>(i);
  }
  Positions positions;
  for (const Row& row : run) {
    set_name(row, name);
    Index& position = wanted.at(name);
    if (position == kNone) {
      position = static_cast<Index>(all.size());
      all.push_back(row);
    }
    positions.push_back(position);
  }
  return positions;
}

template <class Row>
void set_name_of(const Row& row, std::string& name) {
  set_row_name(row.site, row.id, name);
}

class Update {
 public:
  Update(Dataset& all, Run run, const store::Definitions& definitions)
      : all_(all), run_(std::move(run)), definitions_(definitions) {}

  std::optional<Touched> go() {
    if (!match_projects()) return std::nullopt;
    find_wanted();
    for (std::size_t i = 0; i < run_.issues.size(); ++i) {
      const Index known = wanted_id(run_.issues[i].site, run_.text(run_.issues[i].id));
      if (known != kNone && all_.key(known) != run_.text(run_.issues[i].key)) return std::nullopt;
      places_.push_back(known);
    }
    match_tables();
    insert_new();
    note_before();
    for (std::size_t i = 0; i < run_.issues.size(); ++i) put(i);
    update_relations(
        all_, run_, places_, touched_.inserted,
        [this](Index site, std::string_view id, std::string_view key) { return find(site, id, key); });
    for (const Index place : places_) {
      if (all_.issues[place].complete_history == 0) ++all_.incomplete_histories;
    }
    all_.newest_change = std::max(all_.newest_change, run_.newest_change);
    note_after(assign_boards(all_, definitions_));
    return std::move(touched_);
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

  // Where the issues are that the run brings or names. Most are where their keys say; one look at all finds
  // the others.
  void find_wanted() {
    const auto want = [&](Index site, Text id_text, Text key) {
      const std::string_view id = run_.text(id_text);
      if (id.empty()) return;
      const auto [known, added] = wanted_.try_emplace(Name{site, std::string{id}}, kNone);
      if (!added) return;
      const Index place = find_key(site, run_.text(key));
      if (place != kNone && all_.id(place) == id) known->second = place;
    };
    for (std::size_t i = 0; i < run_.issues.size(); ++i) {
      want(run_.issues[i].site, run_.issues[i].id, run_.issues[i].key);
      want(run_.issues[i].site, run_.parents[i].id, run_.parents[i].key);
    }
    for (const RawLink& link : run_.links) want(run_.issues[link.issue].site, link.other_id, link.other_key);
    constexpr std::size_t kBits = 1 << 16;
    std::vector<bool> maybe(kBits);
    bool any = false;
    for (const auto& [name, place] : wanted_) {
      if (place != kNone) continue;
      any = true;
      maybe[std::hash<std::string_view>{}(name.second) % kBits] = true;
    }
    if (!any) return;
    std::mutex found_one;
    for_each_part(all_.issues.size(), kGrain, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        const std::string_view id = all_.id(static_cast<Index>(i));
        if (!maybe[std::hash<std::string_view>{}(id) % kBits]) continue;
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
    types_ = match_rows(all_.types, run_.types,
                        [](const Type& type, std::string& name) { name = type_name(type); });
    statuses_ = match_rows(all_.statuses, run_.statuses, [](const Status& status, std::string& name) {
      set_status_name(status.site, status.id, status.name, name);
    });
    people_ = match_rows(all_.people, run_.people, set_name_of<Person>);
    const std::size_t sprints_before = all_.sprints.size();
    sprints_ = match_rows(all_.sprints, run_.sprints, set_name_of<Sprint>);
    for (std::size_t i = sprints_before; i < all_.sprints.size(); ++i) all_.sprints[i].issues.clear();
    resolutions_ = match_rows(all_.resolutions, run_.resolution_names.names(),
                              [](const std::string& row, std::string& name) { name = row; });
    for (Component& component : run_.components) component.project = projects_[component.project];
    components_ =
        match_rows(all_.components, run_.components, [&](const Component& component, std::string& name) {
          name = component_name(all_.projects[component.project], component.name);
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
    // How many new ones come before each old one, from where on.
    const std::size_t old_size = all_.issues.size();
    std::vector<std::size_t> before;
    std::size_t from = 0;
    for (const std::size_t i : added) {
      const auto mine = of_run(i);
      const auto at =
          std::partition_point(all_.issues.begin() + from, all_.issues.end(), [&](const Issue& issue) {
            return order(key_parts(all_.text(issue.key)), issue.site, all_.text(issue.id)) < mine;
          });
      from = static_cast<std::size_t>(at - all_.issues.begin());
      before.push_back(from);
    }
    Positions position(old_size);
    std::size_t passed = 0;
    for (std::size_t i = 0; i < old_size; ++i) {
      while (passed < before.size() && before[passed] <= i) ++passed;
      position[i] = static_cast<Index>(i + passed);
    }
    for (Index& place : places_) place = mapped(position, place);
    for (auto& [_, index] : wanted_) index = mapped(position, index);
    for (std::size_t n = 0; n < added.size(); ++n) {
      const auto place = static_cast<Index>(before[n] + n);
      places_[added[n]] = place;
      touched_.inserted.push_back(place);
      const Issue& issue = run_.issues[added[n]];
      wanted_[Name{issue.site, std::string{run_.text(issue.id)}}] = place;
    }
    make_room(before);
    move_all(position);
  }

  // `before`: the positions before which one issue each is to be put.
  void make_room(const std::vector<std::size_t>& before) {
    std::size_t end = all_.issues.size();
    for (std::size_t n = 0; n < before.size(); ++n) all_.issues.append(Issue{});
    const std::span<Issue> issues = all_.issues.change_all();
    for (std::size_t n = before.size(); n > 0; --n) {
      const auto at = [&](std::size_t i) { return issues.begin() + static_cast<std::ptrdiff_t>(i); };
      std::move_backward(at(before[n - 1]), at(end), at(end + n));
      end = before[n - 1];
      issues[end + n - 1] = Issue{};
    }
  }

  void move_all(const Positions& position) {
    for (std::size_t i = 0; i < all_.issues.size(); ++i) {
      const Index parent = all_.issues[i].parent;
      // Pages of a mapped file are not touched for nothing.
      if (mapped(position, parent) != parent) all_.issues.change(i).parent = position[parent];
    }
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

  // What the issues reached as they were.
  void note_before() {
    Positions known;
    for (const Index place : places_) {
      if (!std::ranges::binary_search(touched_.inserted, place)) known.push_back(place);
    }
    for (const Index place : known) touched_.boards.push_back(all_.issues[place].board);
    touched_.related = related_to(all_, known);
    touched_.sprints = sprints_of(all_, known);
  }

  // What they reach now, beside that.
  void note_after(BoardChanges changes) {
    const auto add = [](Positions& all, const Positions& more) {
      all.insert(all.end(), more.begin(), more.end());
      unite(all);
    };
    touched_.issues = places_;
    unite(touched_.issues);
    add(touched_.related, related_to(all_, touched_.issues));
    add(touched_.sprints, sprints_of(all_, touched_.issues));
    touched_.regrouped = changes.regrouped;
    if (changes.moved) {
      touched_.all = true;
      touched_.boards.clear();
    }
    for (const Index place : places_) changes.boards.push_back(all_.issues[place].board);
    add(touched_.boards, changes.boards);
    std::erase(touched_.boards, kNone);
  }

  // The issue itself, its events and what only it has.
  void put(std::size_t i) {
    const Index place = places_[i];
    Issue issue = run_.issues[i];
    const Issue before = all_.issues[place];
    if (before.complete_history == 0) --all_.incomplete_histories;
    for (const Event& event : all_.events_of(before)) {
      if (event.kind != EventKind::sprint_enter) continue;
      std::vector<Index>& issues = all_.sprints[event.to()].issues;
      const auto [low, high] = std::ranges::equal_range(issues, place);
      issues.erase(low, high);
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
    issue.board = before.board;  // so that assign_boards() can tell whether it is another one
    issue.parent = kNone;
    if (before.project != kNone && before.project != issue.project) touched_.all = true;
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
    return find_key(site, key);
  }
  [[nodiscard]] Index find_key(Index site, std::string_view key) const {
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

  Dataset& all_;
  Run run_;
  const store::Definitions& definitions_;
  std::map<Name, Index> wanted_;
  Positions places_;  // of the run's issues in the dataset
  Touched touched_;
  Positions projects_, types_, statuses_, people_, sprints_, resolutions_, components_;
};

}  // namespace

std::optional<Touched> update(Dataset& all, Run changed, const store::Definitions& definitions) {
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
