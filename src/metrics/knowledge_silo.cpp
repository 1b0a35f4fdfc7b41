#include "metrics/knowledge_silo.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>
#include <tuple>

#include "base/parallel.h"
#include "metrics/contributions.h"

namespace stint::metrics {
namespace {

// What one person gave to one issue, filed under its component.
struct Given {
  Index place = kNone;  // a component; kNone: the project
  Index person = kNone;
  Index issue = kNone;
  std::int64_t count = 0;
};

// By person, of the issue being read; few people work on one issue.
class Tally {
 public:
  void clear() { people_.clear(); }
  void add(Index person) {
    const auto known = std::ranges::find(people_, person, &Contributor::person);
    if (known == people_.end()) {
      people_.push_back({person, 1});
    } else {
      ++known->contributions;
    }
  }
  [[nodiscard]] const std::vector<Contributor>& people() const { return people_; }

 private:
  std::vector<Contributor> people_;
};

void rank(const Context& context, std::span<const Given> given, KnowledgeSilo& silo) {
  std::vector<Contributor> by_person;
  for (const Given& part : given) {
    by_person.push_back({part.person, part.count});
    silo.contributions += part.count;
    // What was given to one issue lies together.
    if (silo.issues.empty() || silo.issues.back() != part.issue) silo.issues.push_back(part.issue);
  }
  std::ranges::sort(by_person, {}, &Contributor::person);
  for (const Contributor& part : by_person) {
    if (silo.people.empty() || silo.people.back().person != part.person) {
      silo.people.push_back(part);
    } else {
      silo.people.back().contributions += part.contributions;
    }
  }
  // Equals by their ids: what comes out does not depend on the order of the input.
  std::ranges::sort(silo.people, {}, [&](const Contributor& one) {
    const history::Person& person = context.data.people[one.person];
    return std::tuple{-one.contributions, person.site, std::string_view{person.id}};
  });
  assert(!silo.people.empty());
  const Contributor most = silo.people.front();
  std::vector<Given> own;
  std::ranges::copy_if(given, std::back_inserter(own),
                       [&](const Given& part) { return part.person == most.person; });
  std::ranges::sort(own, {}, [](const Given& part) { return std::pair{-part.count, part.issue}; });
  for (const Given& part : own) silo.top_issues.push_back(part.issue);

  if (static_cast<double>(silo.contributions) < context.options.silo_minimum) return;
  std::vector<std::int64_t> counts;
  for (const Contributor& one : silo.people) counts.push_back(one.contributions);
  silo.top_share = static_cast<double>(most.contributions) / static_cast<double>(silo.contributions);
  silo.absence_factor = absence_factor(std::move(counts));
}

// One project's part of KnowledgeSilos.
struct ProjectSilos {
  std::vector<KnowledgeSilo> components;
  std::vector<Index> no_component;
  Instant oldest = Instant::max();
};

// Projects one after another, with room that is used again.
class ProjectReader {
 public:
  ProjectReader(const Context& context, const std::vector<bool>& has_components)
      : context_(context), from_(silo_window_start(context)), has_components_(has_components) {}

  ProjectSilos read(Index project, std::span<const Index> issues) {
    given_.clear();
    ProjectSilos out;
    for (const Index issue : issues) collect(issue, out);
    std::ranges::stable_sort(given_, {}, &Given::place);
    for (auto part = given_.begin(); part != given_.end();) {
      const auto end =
          std::find_if(part, given_.end(), [&](const Given& g) { return g.place != part->place; });
      KnowledgeSilo& silo = out.components.emplace_back();
      silo.project = project;
      silo.component = part->place;
      rank(context_, std::span{part, end}, silo);
      part = end;
    }
    std::ranges::stable_sort(out.components, {}, [&](const KnowledgeSilo& silo) {
      return silo.component == kNone ? std::string_view{}
                                     : std::string_view{context_.data.components[silo.component].name};
    });
    return out;
  }

 private:
  void collect(Index index, ProjectSilos& out) {
    const history::Issue& issue = context_.data.issues[index];
    tally_.clear();
    for_each_contribution(context_, issue, from_, [&](const history::Event& event) {
      out.oldest = std::min(out.oldest, event.at);
      tally_.add(event.author);
    });
    if (tally_.people().empty()) return;
    const auto places = context_.data.components_of(issue);
    const bool whole = places.empty() && !has_components_[issue.project];
    if (places.empty() && !whole) out.no_component.push_back(index);
    for (const Contributor& one : tally_.people()) {
      for (const Index place : places) given_.push_back({place, one.person, index, one.contributions});
      if (whole) given_.push_back({kNone, one.person, index, one.contributions});
    }
  }

  const Context& context_;
  const Instant from_;
  const std::vector<bool>& has_components_;
  std::vector<Given> given_;
  Tally tally_;
};

}  // namespace

std::optional<int> absence_factor(std::vector<std::int64_t> counts) {
  std::ranges::sort(counts, std::greater{});
  const std::int64_t all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  if (all <= 0) return std::nullopt;
  std::int64_t sum = 0;
  int people = 0;
  for (const std::int64_t count : counts) {
    sum += count;
    ++people;
    if (2 * sum >= all) break;
  }
  return people;
}

Instant silo_window_start(const Context& context) {
  return context.as_of -
         Milliseconds{static_cast<std::int64_t>(context.options.silo_window_days * 86'400'000)};
}

KnowledgeSilos knowledge_silos(const Context& context) {
  return knowledge_silos(context, ProjectIssues{context.data}, {},
                         std::vector<bool>(context.data.projects.size(), true));
}

KnowledgeSilos knowledge_silos(const Context& context, const ProjectIssues& issues, KnowledgeSilos before,
                               const std::vector<bool>& renew) {
  const history::Dataset& data = context.data;
  std::vector<bool> has_components(data.projects.size());
  for (const history::Component& component : data.components) has_components[component.project] = true;
  std::vector<Index> projects;
  for (Index p = 0; p < renew.size(); ++p) {
    if (renew[p]) projects.push_back(p);
  }
  std::vector<ProjectSilos> fresh(projects.size());
  for_each_part(projects.size(), 8, [&](std::size_t first, std::size_t last) {
    ProjectReader reader{context, has_components};
    for (std::size_t i = first; i < last; ++i) fresh[i] = reader.read(projects[i], issues.of(projects[i]));
  });

  KnowledgeSilos out{{}, std::move(before.no_component), std::move(before.oldest)};
  out.no_component.resize(renew.size());
  out.oldest.resize(renew.size());
  auto known = before.components.begin();
  auto next = fresh.begin();
  for (Index p = 0; p < renew.size(); ++p) {
    const auto end = std::find_if(known, before.components.end(),
                                  [&](const KnowledgeSilo& silo) { return silo.project != p; });
    if (renew[p]) {
      std::ranges::move(next->components, std::back_inserter(out.components));
      out.no_component[p] = std::move(next->no_component);
      out.oldest[p] = next->oldest;
      ++next;
    } else {
      std::move(known, end, std::back_inserter(out.components));
    }
    known = end;
  }
  return out;
}

}  // namespace stint::metrics
