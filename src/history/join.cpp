// Runs of issues put together into one dataset.
#include <algorithm>
#include <map>
#include <utility>

#include "history/issue_names.h"
#include "history/run.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;  // of a run's table in the joined one

Index mapped(const Positions& positions, Index index) {
  return index == kNone ? kNone : positions[index];
}

// Joins a table of names.
Positions join_names(const Interner& run, Interner& all) {
  Positions positions;
  for (const std::string& name : run.names()) positions.push_back(all.get(name));
  return positions;
}

// Joins a table of rows that are told apart by names of their own.
template <class Row>
Positions join_rows(const Interner& run_ids, const std::vector<Row>& run_rows, Interner& all_ids,
                    std::vector<Row>& all_rows) {
  Positions positions;
  for (std::size_t i = 0; i < run_rows.size(); ++i) {
    const Index position = all_ids.get(run_ids.names()[i]);
    if (position == all_rows.size()) all_rows.push_back(run_rows[i]);
    positions.push_back(position);
  }
  return positions;
}

// Projects in the order of their keys.
void sort_projects(Dataset& all, std::vector<Issue>& issues) {
  std::vector<std::string> sorted = all.projects;
  std::ranges::sort(sorted);
  Positions position;
  for (const std::string& key : all.projects) {
    position.push_back(static_cast<Index>(std::ranges::lower_bound(sorted, key) - sorted.begin()));
  }
  for (Issue& issue : issues) issue.project = position[issue.project];
  for (Component& component : all.components) component.project = position[component.project];
  all.projects = std::move(sorted);
}

void remap(Event& event, const Positions& statuses, const Positions& sprints, const Positions& resolutions,
           const Positions& people) {
  if (event.author != kNone) event.author = people[event.author];
  const auto both = [&](const Positions& positions) {
    event.payload = from_to(mapped(positions, event.from()), mapped(positions, event.to()));
  };
  switch (event.kind) {
    case EventKind::status:
      return both(statuses);
    case EventKind::sprint_enter:
    case EventKind::sprint_leave:
      return both(sprints);
    case EventKind::resolution:
      return both(resolutions);
    case EventKind::assignee:
      return both(people);
    default:
      return;
  }
}

template <class T>
void append(std::vector<T>& all, std::vector<T>& more) {
  if (all.empty() && all.capacity() < more.capacity()) {
    all = std::move(more);
  } else {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  more = {};
}

// Moves values into the given order, in place.
template <class T>
void reorder(std::vector<T>& values, const Positions& order) {
  std::vector<bool> settled(values.size());
  for (std::size_t start = 0; start < values.size(); ++start) {
    if (settled[start] || order[start] == start) continue;
    T first = std::move(values[start]);
    std::size_t to = start;
    for (std::size_t from = order[to]; from != start; from = order[to]) {
      values[to] = std::move(values[from]);
      settled[to] = true;
      to = from;
    }
    values[to] = std::move(first);
    settled[to] = true;
  }
}

class Join {
 public:
  explicit Join(const store::Definitions& definitions) : definitions_(definitions) {}

  void take(Run& run) {
    const Positions projects = join_names(run.project_names, projects_);
    const Positions types = join_rows(run.type_names, run.types, types_, all_.types);
    const Positions resolutions = join_names(run.resolution_names, resolutions_);
    const Positions statuses = join_rows(run.status_ids, run.statuses, status_ids_, all_.statuses);
    const Positions people = join_rows(run.people_ids, run.people, people_ids_, all_.people);
    const Positions sprints = join_rows(run.sprint_ids, run.sprints, sprint_ids_, all_.sprints);
    const Positions components =
        join_rows(run.component_names, run.components, component_names_, all_.components);
    for (std::size_t i = 0; i < components.size(); ++i) {
      all_.components[components[i]].project = projects[run.components[i].project];
    }
    const auto first_issue = static_cast<Index>(issues_.size());
    const auto first_event = static_cast<std::uint32_t>(events_.size());
    const auto first_bug = static_cast<std::uint32_t>(bugs_.size());
    const auto first_component = static_cast<std::uint32_t>(issue_components_.size());
    const auto first_label = static_cast<std::uint32_t>(bug_labels_.size());
    const auto first_version = static_cast<std::uint32_t>(bug_versions_.size());
    const std::uint64_t first_text = texts_.size();
    const auto move_text = [&](Text& text) { text = text.moved_by(first_text); };
    // The first run keeps its positions: it filled empty tables in its own order.
    if (first_issue > 0) {
      for (Event& event : run.events) remap(event, statuses, sprints, resolutions, people);
    }
    for (Issue& issue : run.issues) {
      move_text(issue.id);
      move_text(issue.key);
      move_text(issue.summary);
      issue.project = projects[issue.project];
      issue.type = types[issue.type];
      issue.resolution = mapped(resolutions, issue.resolution);
      issue.status = mapped(statuses, issue.status);
      issue.assignee = mapped(people, issue.assignee);
      issue.reporter = mapped(people, issue.reporter);
      issue.home_sprint = mapped(sprints, issue.home_sprint);
      issue.first_event += first_event;
      issue.first_component += first_component;
      if (issue.bug_details != kNone) issue.bug_details += first_bug;
      if (issue.complete_history == 0) ++all_.incomplete_histories;
    }
    for (Index& component : run.issue_components) component = components[component];
    for (BugDetails& bug : run.bugs) {
      move_text(bug.environment);
      bug.first_label += first_label;
      bug.first_version += first_version;
    }
    for (Text& label : run.bug_labels) move_text(label);
    for (AffectedVersion& version : run.bug_versions) move_text(version.name);
    for (FlagReason& reason : run.flag_reasons) {
      reason.issue += first_issue;
      move_text(reason.text);
    }
    for (RawLink& link : run.links) {
      link.issue += first_issue;
      move_text(link.other_id);
      move_text(link.other_key);
    }
    for (RunParent& parent : run.parents) {
      move_text(parent.id);
      move_text(parent.key);
    }
    append(events_, run.events);
    append(issues_, run.issues);
    append(issue_components_, run.issue_components);
    append(bugs_, run.bugs);
    append(bug_labels_, run.bug_labels);
    append(bug_versions_, run.bug_versions);
    append(flag_reasons_, run.flag_reasons);
    append(links_, run.links);
    append(parents_, run.parents);
    append(texts_, run.texts);
    all_.newest_change = std::max(all_.newest_change, run.newest_change);
  }

  Dataset finish() {
    std::map<store::SiteId, std::string> sites;
    for (const auto& [url, site] : definitions_.sites()) sites.emplace(site.id, url);
    for (const auto& [id, url] : sites) all_.sites.push_back({id, url});
    all_.projects = projects_.names();
    sort_projects(all_, issues_);
    all_.resolutions = resolutions_.names();
    sort_issues();
    resolve();
    keep_columns();
    assign_sprints();
    assign_boards(all_, definitions_);
    return std::move(all_);
  }

 private:
  [[nodiscard]] IssueNames names() const { return {issues_, {texts_.data(), texts_.size()}}; }

  void sort_issues() {
    const Positions order = key_order(names());
    Positions position(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) position[order[i]] = static_cast<Index>(i);
    reorder(issues_, order);
    reorder(parents_, order);
    for (RawLink& link : links_) link.issue = position[link.issue];
    for (FlagReason& reason : flag_reasons_) reason.issue = position[reason.issue];
    std::ranges::stable_sort(links_, {}, &RawLink::issue);
    std::ranges::stable_sort(flag_reasons_, {}, &FlagReason::issue);
  }

  // Other issues, by id where one is given, else by key.
  void resolve() {
    IssueFinder finder{names()};
    const auto text = [&](Text t) {
      return std::string_view{texts_.data() + t.offset(), static_cast<std::size_t>(t.length())};
    };
    const auto find = [&](Index from, Text id, Text key) {
      return finder.find(issues_[from].site, text(id), text(key));
    };
    for (const RawLink& link : links_) {
      const Index other = find(link.issue, link.other_id, link.other_key);
      if (link.blocked_by) {
        blocked_by_.push_back({link.issue, other, link.from, link.until});
      } else if (other != kNone) {
        listed_.push_back({link.issue, other, Link::kByIssue});
        listed_.push_back({other, link.issue, Link::kByOther});
      }
      if (other == kNone) {
        const auto kind = link.blocked_by ? Dangling::Kind::blocked_by : Dangling::Kind::link;
        dangling_.push_back({link.other_id, link.other_key, link.from, link.until, kind, link.issue});
      }
    }
    unite_links(listed_);
    for (std::size_t i = 0; i < issues_.size(); ++i) {
      const auto index = static_cast<Index>(i);
      const RunParent& named = parents_[i];
      if (named.id.length() == 0 && named.key.length() == 0) continue;
      const Index parent = find(index, named.id, named.key);
      if (parent == kNone) {
        dangling_.push_back({named.id, named.key, {}, kForever, Dangling::Kind::parent, index});
      } else if (parent != index) {  // an issue that is its own parent has none
        issues_[i].parent = parent;
        if (all_.types[issues_[i].type].subtask) children_.push_back({parent, index});
      }
    }
    std::ranges::stable_sort(dangling_, {}, &Dangling::issue);
    std::ranges::stable_sort(children_, {}, &Child::issue);
  }

  // Events and texts in the order of the issues; texts that nothing needs any more are left behind.
  void keep_columns() {
    std::vector<char> kept;
    kept.reserve(texts_.size());
    const auto keep = [&](Text& text) {
      const std::uint64_t offset = kept.size();
      const char* const first = texts_.data() + text.offset();
      kept.insert(kept.end(), first, first + text.length());
      text.place = offset << Text::kLengthBits | text.length();
    };
    EventColumns& columns = all_.events;
    std::vector<Instant> at(events_.size());
    std::vector<std::uint64_t> payload(events_.size());
    std::vector<Index> author(events_.size());
    std::vector<std::uint16_t> what(events_.size());
    std::size_t next = 0;
    for (Issue& issue : issues_) {
      const std::size_t first = next;
      for (std::uint32_t i = 0; i < issue.event_count; ++i, ++next) {
        const Event& event = events_[issue.first_event + i];
        at[next] = event.at;
        payload[next] = event.payload;
        author[next] = event.author;
        what[next] = EventColumns::what_of(event);
      }
      issue.first_event = static_cast<std::uint32_t>(first);
      keep(issue.key);
      keep(issue.id);
      keep(issue.summary);
    }
    events_ = {};
    columns.at = std::move(at);
    columns.payload = std::move(payload);
    columns.author = std::move(author);
    columns.what = std::move(what);
    for (BugDetails& bug : bugs_) keep(bug.environment);
    for (Text& label : bug_labels_) keep(label);
    for (AffectedVersion& version : bug_versions_) keep(version.name);
    for (FlagReason& reason : flag_reasons_) keep(reason.text);
    for (Dangling& dangling : dangling_) {
      keep(dangling.other_id);
      keep(dangling.other_key);
    }
    kept.shrink_to_fit();
    all_.texts = std::move(kept);
    all_.issues = std::move(issues_);
    all_.issue_components = std::move(issue_components_);
    all_.bugs = std::move(bugs_);
    all_.bug_labels = std::move(bug_labels_);
    all_.bug_versions = std::move(bug_versions_);
    all_.blocked_by = std::move(blocked_by_);
    all_.links = std::move(listed_);
    all_.children = std::move(children_);
    all_.flag_reasons = std::move(flag_reasons_);
    all_.dangling = std::move(dangling_);
  }

  void assign_sprints() {
    for (std::size_t i = 0; i < all_.issues.size(); ++i) {
      for (const Event& event : all_.events_of(all_.issues[i])) {
        if (event.kind != EventKind::sprint_enter) continue;
        std::vector<Index>& issues = all_.sprints[event.to()].issues;
        if (issues.empty() || issues.back() != i) issues.push_back(static_cast<Index>(i));
      }
    }
  }

  const store::Definitions& definitions_;
  Dataset all_;
  Interner projects_, types_, resolutions_, status_ids_, people_ids_, sprint_ids_, component_names_;
  std::vector<Issue> issues_;
  std::vector<RunParent> parents_;
  std::vector<Event> events_;
  std::vector<Index> issue_components_;
  std::vector<BugDetails> bugs_;
  std::vector<Text> bug_labels_;
  std::vector<AffectedVersion> bug_versions_;
  std::vector<RawLink> links_;
  std::vector<Link> listed_;
  std::vector<BlockedBy> blocked_by_;
  std::vector<Child> children_;
  std::vector<FlagReason> flag_reasons_;
  std::vector<Dangling> dangling_;
  std::vector<char> texts_;
};

}  // namespace

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::issues:
      return "issues";
    case Unit::points:
      return "points";
    case Unit::hours:
      return "hours";
  }
  return "";
}

Dataset join_runs(std::vector<Run> runs, const store::Definitions& definitions) {
  Join join{definitions};
  for (Run& run : runs) join.take(run);
  return join.finish();
}

}  // namespace stint::history
