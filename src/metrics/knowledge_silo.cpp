#include "metrics/knowledge_silo.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "metrics/contributions.h"

namespace stint::metrics {
namespace {

// What one person gave to one issue, filed under its component.
struct Given {
  Index place = kNone;  // a component, or behind those a project
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
  std::unordered_map<Index, std::int64_t> by_person;
  for (const Given& part : given) {
    by_person[part.person] += part.count;
    silo.contributions += part.count;
    silo.issues.push_back(part.issue);
  }
  std::ranges::sort(silo.issues);
  const auto repeated = std::ranges::unique(silo.issues);
  silo.issues.erase(repeated.begin(), repeated.end());

  for (const auto& [person, count] : by_person) silo.people.push_back({person, count});
  // Equals by their ids: what comes out does not depend on the order of the input.
  std::ranges::sort(silo.people, {}, [&](const Contributor& one) {
    const history::Person& person = context.data.people[one.person];
    return std::tuple{-one.contributions, person.site, std::string_view{person.id}};
  });
  std::vector<Given> own;
  std::ranges::copy_if(given, std::back_inserter(own),
                       [&](const Given& part) { return part.person == silo.people.front().person; });
  std::ranges::sort(own, {}, [](const Given& part) { return std::pair{-part.count, part.issue}; });
  for (const Given& part : own) silo.top_issues.push_back(part.issue);

  if (static_cast<double>(silo.contributions) < context.options.silo_minimum) return;
  std::vector<std::int64_t> counts;
  for (const Contributor& one : silo.people) counts.push_back(one.contributions);
  silo.top_share = static_cast<double>(counts.front()) / static_cast<double>(silo.contributions);
  silo.absence_factor = absence_factor(std::move(counts));
}

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

KnowledgeSilos knowledge_silos(const Context& context) {
  const history::Dataset& data = context.data;
  const Instant from =
      context.as_of - Milliseconds{static_cast<std::int64_t>(context.options.silo_window_days * 86'400'000)};
  const auto components = static_cast<Index>(data.components.size());
  std::vector<bool> has_components(data.projects.size());
  for (const history::Component& component : data.components) has_components[component.project] = true;

  KnowledgeSilos out;
  out.no_component.resize(data.projects.size());
  std::vector<Given> given;
  Tally tally;
  for (Index i = 0; i < data.issues.size(); ++i) {
    const history::Issue& issue = data.issues[i];
    tally.clear();
    for_each_contribution(context, issue, from,
                          [&](const history::Event& event) { tally.add(event.author); });
    if (tally.people().empty()) continue;
    const auto places = data.components_of(issue);
    if (places.empty() && has_components[issue.project]) out.no_component[issue.project].push_back(i);
    for (const Contributor& one : tally.people()) {
      for (const Index place : places) given.push_back({place, one.person, i, one.contributions});
      if (places.empty() && !has_components[issue.project])
        given.push_back({components + issue.project, one.person, i, one.contributions});
    }
  }
  std::ranges::stable_sort(given, {}, &Given::place);
  for (auto part = given.begin(); part != given.end();) {
    const auto end = std::find_if(part, given.end(), [&](const Given& g) { return g.place != part->place; });
    KnowledgeSilo& silo = out.components.emplace_back();
    const bool whole = part->place >= components;
    silo.project = whole ? part->place - components : data.components[part->place].project;
    silo.component = whole ? kNone : part->place;
    rank(context, std::span{part, end}, silo);
    part = end;
  }
  std::ranges::stable_sort(out.components, {}, [&](const KnowledgeSilo& silo) {
    return std::tuple{std::string_view{data.projects[silo.project]},
                      silo.component == kNone ? std::string_view{}
                                              : std::string_view{data.components[silo.component].name}};
  });
  return out;
}

}  // namespace stint::metrics
