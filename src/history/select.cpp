#include "history/select.h"

#include <algorithm>

#include "history/run.h"

namespace stint::history {
namespace {

using Positions = std::vector<Index>;

Index mapped(const Positions& positions, Index index) {
  return index == kNone ? kNone : positions[index];
}

class Selection {
 public:
  Selection(const Dataset& all, std::string_view project) : all_(all) {
    const auto found = std::ranges::find(all.projects, project);
    project_ = found == all.projects.end() ? kNone : static_cast<Index>(found - all.projects.begin());
    position_.assign(all.issues.size(), kNone);
    sprint_.assign(all.sprints.size(), kNone);
    component_.assign(all.components.size(), kNone);
  }

  Dataset make(const store::Definitions& definitions) {
    part_.sites = all_.sites;
    part_.types = all_.types;
    part_.resolutions = all_.resolutions;
    part_.statuses = all_.statuses;
    part_.people = all_.people;
    part_.export_end = all_.export_end;
    if (project_ != kNone) {
      part_.projects = {all_.projects[project_]};
      take_issues();
      take_relations();
    }
    assign_boards(part_, definitions);
    return std::move(part_);
  }

 private:
  Text keep(Text text) { return part_.keep(all_.text(text)); }

  Index sprint(Index sprint) {
    if (sprint == kNone) return kNone;
    if (sprint_[sprint] == kNone) {
      sprint_[sprint] = static_cast<Index>(part_.sprints.size());
      part_.sprints.push_back(all_.sprints[sprint]);
      part_.sprints.back().issues.clear();
    }
    return sprint_[sprint];
  }

  Index component(Index component) {
    if (component_[component] == kNone) {
      component_[component] = static_cast<Index>(part_.components.size());
      part_.components.push_back({0, all_.components[component].name});
    }
    return component_[component];
  }

  void take_issues() {
    for (std::size_t i = 0; i < all_.issues.size(); ++i) {
      if (all_.issues[i].project != project_) continue;
      position_[i] = static_cast<Index>(part_.issues.size());
      take(all_.issues[i]);
    }
    for (Issue& issue : part_.issues.change_all()) issue.parent = mapped(position_, issue.parent);
  }

  void take(Issue issue) {
    const auto place = static_cast<Index>(part_.issues.size());
    const EventView events = all_.events_of(issue);
    issue.key = keep(issue.key);
    issue.id = keep(issue.id);
    issue.summary = keep(issue.summary);
    issue.project = 0;
    issue.home_sprint = sprint(issue.home_sprint);
    issue.first_event = static_cast<std::uint32_t>(part_.events.size());
    for (Event event : events) {
      if (event.kind == EventKind::sprint_enter || event.kind == EventKind::sprint_leave) {
        event.payload = from_to(sprint(event.from()), sprint(event.to()));
      }
      if (event.kind == EventKind::sprint_enter) {
        std::vector<Index>& issues = part_.sprints[event.to()].issues;
        if (issues.empty() || issues.back() != place) issues.push_back(place);
      }
      part_.events.append(event);
      part_.newest_change = std::max(part_.newest_change, std::optional{event.at});
    }
    part_.newest_change = std::max(part_.newest_change, std::optional{issue.updated});
    const auto components = all_.components_of(issue);
    issue.first_component = static_cast<std::uint32_t>(part_.issue_components.size());
    for (const Index old : components) part_.issue_components.append(component(old));
    if (issue.bug_details != kNone) take_bug(issue);
    if (issue.complete_history == 0) ++part_.incomplete_histories;
    part_.issues.append(issue);
  }

  void take_bug(Issue& issue) {
    BugDetails bug = all_.bugs[issue.bug_details];
    const auto labels = all_.labels_of(bug);
    const auto versions = all_.versions_of(bug);
    bug.environment = keep(bug.environment);
    bug.first_label = static_cast<std::uint32_t>(part_.bug_labels.size());
    for (const Text label : labels) part_.bug_labels.append(keep(label));
    bug.first_version = static_cast<std::uint32_t>(part_.bug_versions.size());
    for (AffectedVersion version : versions) {
      version.name = keep(version.name);
      part_.bug_versions.append(version);
    }
    issue.bug_details = static_cast<std::uint32_t>(part_.bugs.size());
    part_.bugs.append(bug);
  }

  void take_relations() {
    for (BlockedBy row : all_.blocked_by) {
      if (position_[row.issue] == kNone) continue;
      row.issue = position_[row.issue];
      if (row.blocker == kNone || position_[row.blocker] != kNone) {
        row.blocker = mapped(position_, row.blocker);
        part_.blocked_by.append(row);
      } else {
        take_outside(row);
      }
    }
    for (Link row : all_.links) {
      row = {position_[row.issue], position_[row.other], row.listed_by};
      if (row.issue != kNone && row.other != kNone) part_.links.append(row);
    }
    for (Child row : all_.children) {
      row = {position_[row.issue], position_[row.child]};
      if (row.issue != kNone && row.child != kNone) part_.children.append(row);
    }
    for (FlagReason row : all_.flag_reasons) {
      row.issue = position_[row.issue];
      if (row.issue == kNone) continue;
      row.text = keep(row.text);
      part_.flag_reasons.append(row);
    }
  }

  // A blocker that is left behind: its link, cut to the times in which it was not done.
  void take_outside(const BlockedBy& row) {
    const Issue& blocker = all_.issues[row.blocker];
    const bool unlogged = row.from == part_.issues[row.issue].created;
    const auto add = [&](Instant from, Instant to) {
      if (from < to) part_.blocked_by.append({row.issue, kNone, from, to});
    };
    std::optional<Instant> open = unlogged ? std::max(row.from, blocker.created) : row.from;
    for (const Event& event : all_.events_of(blocker)) {
      if (event.kind != EventKind::status || event.at >= row.until) continue;
      const bool done = all_.category(event.to()) == StatusCategory::done;
      if (done && open) {
        add(*open, event.at);
        open.reset();
      } else if (!done && !open) {
        open = std::max(row.from, event.at);
      }
    }
    if (open) add(*open, row.until);
  }

  const Dataset& all_;
  Index project_ = kNone;
  Positions position_;  // of issues in the part
  Positions sprint_;    // likewise
  Positions component_;
  Dataset part_;
};

}  // namespace

Dataset select_project(const Dataset& all, std::string_view project_key,
                       const store::Definitions& definitions) {
  return Selection{all, project_key}.make(definitions);
}

}  // namespace stint::history
