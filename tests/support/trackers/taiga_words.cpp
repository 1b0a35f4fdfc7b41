#include "support/trackers/taiga_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <set>

namespace stint::test {
namespace {

template <class List>
std::int64_t place_of(const List& list, const typename List::value_type& row) {
  return &row - list.data();
}
template <class List>
const typename List::value_type* at_place(const List& list, std::int64_t place) {
  return place < 0 || place >= static_cast<std::int64_t>(list.size())
             ? nullptr
             : &list[static_cast<std::size_t>(place)];
}

std::optional<double> number_of(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return text.empty() || fault != std::errc{} ? std::nullopt : std::optional{value};
}

}  // namespace

std::string_view plural(TaigaKind kind) {
  constexpr std::array<std::string_view, 4> kNames{"epics", "userstories", "tasks", "issues"};
  return kNames.at(static_cast<std::size_t>(kind));
}
std::string_view singular(TaigaKind kind) {
  constexpr std::array<std::string_view, 4> kNames{"epic", "userstory", "task", "issue"};
  return kNames.at(static_cast<std::size_t>(kind));
}

std::string taiga_time(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  const std::string text =
      fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
  const auto ms = (at - seconds).count();
  return ms == 0 ? text + "Z" : fmt::format("{}.{:03}Z", text, ms);
}

TaigaWords::TaigaWords(const Site& site) : site_(site) {
  std::set<double> values;
  const auto add = [&](std::optional<double> total) {
    for (const auto& part : split(total))
      if (part) values.insert(*part);
  };
  values.insert(0.5);
  for (int i = 0; i <= 100; ++i) values.insert(i);
  for (const SiteIssue& each : site.issues()) {
    for (const tracker::NumberField& number : each.issue.numbers) add(number.value);
    for (const tracker::Change& change : each.issue.changes) {
      if (change.field_id != site.points_field) continue;
      add(number_of(change.from_text));
      add(number_of(change.to_text));
    }
  }
  values_.assign(values.begin(), values.end());
}

TaigaKind TaigaWords::kind(const tracker::Issue& issue) {
  if (issue.epic) return TaigaKind::epic;
  if (issue.subtask) return TaigaKind::task;
  return issue.type == "Bug" ? TaigaKind::issue : TaigaKind::story;
}

void TaigaWords::look_for_more() {
  for (; seen_ < site_.issues().size(); ++seen_) {
    const SiteIssue& each = site_.issues()[seen_];
    auto& list = by_kind_.at(static_cast<std::size_t>(kind(each.issue)));
    list.push_back(&each);
    numbers_[&each] = static_cast<std::int64_t>(list.size());
  }
}
std::int64_t TaigaWords::number(const SiteIssue& each) {
  look_for_more();
  const auto found = numbers_.find(&each);
  return found == numbers_.end() ? 0 : found->second;
}
const SiteIssue* TaigaWords::issue(TaigaKind kind, std::int64_t number) {
  const SiteIssue* const* const found = at_place(all(kind), number - 1);
  return found == nullptr || (*found)->deleted ? nullptr : *found;
}
const std::vector<const SiteIssue*>& TaigaWords::all(TaigaKind kind) {
  look_for_more();
  return by_kind_.at(static_cast<std::size_t>(kind));
}
std::int64_t TaigaWords::ref(const tracker::Issue& issue) {
  return std::stoll(issue.key.substr(issue.key.rfind('-') + 1));
}

std::int64_t TaigaWords::project_id(const SiteProject& project) const {
  return place_of(site_.projects, project) + 1;
}
const SiteProject* TaigaWords::project(std::int64_t id) const {
  return at_place(site_.projects, id - 1);
}
const SiteProject* TaigaWords::project_of_slug(std::string_view text) const {
  for (const SiteProject& each : site_.projects)
    if (slug(each) == text) return &each;
  return nullptr;
}
std::string TaigaWords::slug(const SiteProject& project) {
  std::string text = project.key;
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::int64_t TaigaWords::user_id(std::string_view site_id) const {
  const SiteUser* const user = site_.user(site_id);
  return user == nullptr ? 0 : place_of(site_.users, *user) + 5;
}
const SiteUser* TaigaWords::user(std::int64_t id) const {
  return at_place(site_.users, id - 5);
}

// Hundreds of ids for each project's each kind.
std::int64_t TaigaWords::status_id(const SiteProject& project, TaigaKind kind,
                                   std::string_view site_id) const {
  const tracker::Status* const status = site_.status(site_id);
  if (status == nullptr) return 0;
  return ((project_id(project) * 4) + static_cast<std::int64_t>(kind)) * 100 +
         place_of(site_.statuses, *status);
}
const tracker::Status* TaigaWords::status(const SiteProject& project, TaigaKind kind, std::int64_t id) const {
  return at_place(site_.statuses, id - ((project_id(project) * 4) + static_cast<std::int64_t>(kind)) * 100);
}

std::int64_t TaigaWords::milestone_id(std::string_view sprint_id) const {
  const tracker::Sprint* const sprint = site_.sprint(sprint_id);
  return sprint == nullptr ? 0 : place_of(site_.sprints, *sprint) + 1;
}
const tracker::Sprint* TaigaWords::milestone(std::int64_t id) const {
  return at_place(site_.sprints, id - 1);
}
const SiteProject* TaigaWords::project_of(const tracker::Sprint& sprint) const {
  for (const tracker::Board& board : site_.boards)
    if (board.id == sprint.board_id) return site_.project(board.project_key);
  return nullptr;
}

std::int64_t TaigaWords::priority_id(const SiteProject& project, std::string_view name) const {
  for (const Named& each : site_.priorities)
    if (each.name == name) return project_id(project) * 20 + place_of(site_.priorities, each);
  return project_id(project) * 20;
}
const Named* TaigaWords::priority(const SiteProject& project, std::int64_t id) const {
  return at_place(site_.priorities, id - project_id(project) * 20);
}
std::int64_t TaigaWords::severity_id(const SiteProject& project) const {
  return project_id(project) * 5 + 2;
}
std::span<const TaigaWords::Attribute> TaigaWords::attributes() {
  static constexpr std::array kAttributes{Attribute{TaigaKind::story, "Customer", "text"},
                                          Attribute{TaigaKind::story, "Score", "number"},
                                          Attribute{TaigaKind::story, "Acceptance criteria", "richtext"},
                                          Attribute{TaigaKind::task, "Hours left", "number"},
                                          Attribute{TaigaKind::issue, "Customer", "dropdown"}};
  return kAttributes;
}
std::int64_t TaigaWords::attribute_id(const SiteProject& project, const Attribute& attribute) const {
  return project_id(project) * 10 + (&attribute - attributes().data());
}
std::string TaigaWords::attribute_value(const tracker::Issue& issue, const Attribute& attribute) {
  const std::int64_t number = ref(issue);
  if (kind(issue) != attribute.kind || number % 5 == 0) return {};
  if (attribute.type == "number") return fmt::format("{}", static_cast<double>(number % 7) / 2);
  if (attribute.type == "richtext") return number % 3 == 0 ? "- It *works*\n- It is fast" : std::string{};
  return fmt::format("Customer {}", number % 4);
}
std::int64_t TaigaWords::issue_type_id(const SiteProject& project) const {
  return project_id(project) * 3;
}

std::array<TaigaWords::Role, 3> TaigaWords::roles(const SiteProject& project) const {
  const std::int64_t first = project_id(project) * 10;
  return {{{first, "Design", true}, {first + 1, "Back", true}, {first + 2, "Product Owner", false}}};
}
std::int64_t TaigaWords::point_id(const SiteProject& project, std::optional<double> value) const {
  const std::int64_t first = project_id(project) * 1000;
  if (!value) return first;
  return first + 1 + (std::ranges::lower_bound(values_, *value) - values_.begin());
}
std::vector<TaigaWords::Point> TaigaWords::points(const SiteProject& project) const {
  std::vector<Point> list{{point_id(project, {}), "?", std::nullopt}};
  for (const double value : values_)
    list.push_back({point_id(project, value), fmt::format("{}", value), value});
  return list;
}
std::optional<TaigaWords::Point> TaigaWords::point(const SiteProject& project, std::int64_t id) const {
  for (Point& each : points(project))
    if (each.id == id) return std::move(each);
  return std::nullopt;
}
std::array<std::optional<double>, 2> TaigaWords::split(std::optional<double> total) {
  if (!total || *total < 2 || std::floor(*total) != *total) return {std::nullopt, total};
  const double design = std::floor(*total / 2);
  return {design, *total - design};
}
JsonDocument TaigaWords::role_points(const SiteProject& project, std::optional<double> total) const {
  const auto parts = split(total);
  const auto all = roles(project);
  JsonDocument json = JsonDocument::object();
  json[std::to_string(all[0].id)] = point_id(project, parts[0]);
  json[std::to_string(all[1].id)] = point_id(project, parts[1]);
  return json;
}

}  // namespace stint::test
