#include "support/trackers/azure_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace stint::test {
namespace {

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
  });
}

template <class List>
std::size_t index_of(const List& list, const typename List::value_type& row) {
  return static_cast<std::size_t>(&row - list.data());
}

struct ProcessWords {
  std::string_view story;
  std::string_view task;  // of the site: work without a story
  std::string_view estimate;
};

ProcessWords words_of(AzureProcess process) {
  switch (process) {
    case AzureProcess::agile:
      return {"User Story", "Issue", "Microsoft.VSTS.Scheduling.StoryPoints"};
    case AzureProcess::scrum:
      return {"Product Backlog Item", "Impediment", "Microsoft.VSTS.Scheduling.Effort"};
    case AzureProcess::cmmi:
      return {"Requirement", "Issue", "Microsoft.VSTS.Scheduling.Size"};
    case AzureProcess::basic:
      return {"Issue", "Chore", "Microsoft.VSTS.Scheduling.Effort"};
  }
  return {};
}

struct RelationWords {
  std::string_view link_type;
  std::string_view outward;
  std::string_view outward_name;
  std::string_view inward;
  std::string_view inward_name;
};
constexpr std::array kRelations{
    RelationWords{"Blocks", "System.LinkTypes.Dependency-Forward", "Successor",
                  "System.LinkTypes.Dependency-Reverse", "Predecessor"},
    RelationWords{"Relates", "System.LinkTypes.Related", "Related", "System.LinkTypes.Related", "Related"},
    RelationWords{"Duplicate", "System.LinkTypes.Duplicate-Reverse", "Duplicate Of",
                  "System.LinkTypes.Duplicate-Forward", "Duplicate"},
    RelationWords{"Problem/Incident", "Microsoft.VSTS.Common.Affects-Forward", "Affects",
                  "Microsoft.VSTS.Common.Affects-Reverse", "Affected By"},
};

const RelationWords& relation_words(std::string_view link_type) {
  const auto* const found = std::ranges::find(kRelations, link_type, &RelationWords::link_type);
  return found == kRelations.end() ? kRelations[1] : *found;
}

}  // namespace

std::string azure_time(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  std::string text =
      fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
  if (const auto ms = (at - seconds).count(); ms != 0) {
    text += fmt::format(".{:03}", ms);
    while (text.ends_with('0')) text.pop_back();
  }
  return text + "Z";
}

std::string last_of_list(std::string_view ids) {
  const std::size_t comma = ids.rfind(',');
  if (comma != std::string_view::npos) ids.remove_prefix(comma + 1);
  while (ids.starts_with(' ')) ids.remove_prefix(1);
  return std::string{ids};
}

AzureWords::AzureWords(const Site& site, AzureOptions options) : site_(site), options_(std::move(options)) {}

std::string AzureWords::guid(unsigned kind, std::size_t number) {
  return fmt::format("{:08x}-57a1-4000-8000-{:012x}", kind, number);
}

const SiteProject* AzureWords::project(std::string_view text) const {
  for (const SiteProject& each : site_.projects)
    if (same(each.name, text) || same(project_id(each), text)) return &each;
  return nullptr;
}
std::string AzureWords::project_id(const SiteProject& each) const {
  return guid(1, index_of(site_.projects, each) + 1);
}

std::vector<const tracker::Board*> AzureWords::teams(const SiteProject& home) const {
  std::vector<const tracker::Board*> found;
  for (const tracker::Board& board : site_.boards)
    if (board.project_key == home.key) found.push_back(&board);
  return found;
}
const tracker::Board* AzureWords::team(const SiteProject& home, std::string_view text) const {
  for (const tracker::Board* board : teams(home))
    if (same(board->name, text) || same(team_id(*board), text)) return board;
  return nullptr;
}
std::string AzureWords::team_id(const tracker::Board& board) const {
  return guid(2, index_of(site_.boards, board) + 1);
}

std::string AzureWords::type(std::string_view site_type) const {
  const ProcessWords words = words_of(options_.process);
  if (site_type == "Story") return std::string{words.story};
  if (site_type == "Task") return std::string{words.task};
  if (site_type == "Sub-task") return "Task";
  return std::string{site_type};
}
const SiteType* AzureWords::site_type(std::string_view name) const {
  for (const SiteType& each : site_.types)
    if (same(type(each.name), name)) return &each;
  return nullptr;
}
std::string_view AzureWords::category(const SiteType& each) const {
  if (each.epic) return "Microsoft.EpicCategory";
  if (each.subtask) return "Microsoft.TaskCategory";
  if (each.name == "Bug") return "Microsoft.BugCategory";
  return each.name == "Story" ? "Microsoft.RequirementCategory" : "";
}
std::string_view AzureWords::estimate() const {
  return words_of(options_.process).estimate;
}
std::string_view AzureWords::description(std::string_view site_type) const {
  const bool steps = site_type == "Bug" && options_.process != AzureProcess::basic;
  return steps ? "Microsoft.VSTS.TCM.ReproSteps" : "System.Description";
}
std::string_view AzureWords::state_category(tracker::StatusCategory category) {
  switch (category) {
    case tracker::StatusCategory::in_progress:
      return "InProgress";
    case tracker::StatusCategory::done:
      return "Completed";
    case tracker::StatusCategory::todo:
    case tracker::StatusCategory::unknown:
      break;
  }
  return "Proposed";
}

int AzureWords::priority(std::string_view name) const {
  const auto found = std::ranges::find(site_.priorities, name, &Named::name);
  const auto place = static_cast<int>(found - site_.priorities.begin()) + 1;
  return std::min(place, 4);
}
std::string AzureWords::priority_name(std::int64_t number) const {
  const auto place = static_cast<std::size_t>(std::max<std::int64_t>(number, 1) - 1);
  return place < site_.priorities.size() ? site_.priorities[place].name : "";
}

std::size_t AzureWords::sprint_index(std::string_view id) const {
  return static_cast<std::size_t>(std::ranges::find(site_.sprints, id, &tracker::Sprint::id) -
                                  site_.sprints.begin());
}
std::string AzureWords::node_name(std::string_view name) {
  std::string copy{name};
  for (char& c : copy)
    if (std::string_view{"\\/$?*:\"&<>#%|+"}.contains(c)) c = '-';
  return copy;
}
std::string AzureWords::iteration_path(const std::string& sprint_id, std::string_view project_name) const {
  const std::size_t index = sprint_index(sprint_id);
  if (sprint_id.empty() || index == site_.sprints.size()) return std::string{project_name};
  const tracker::Sprint& sprint = site_.sprints[index];
  const auto board = std::ranges::find(site_.boards, sprint.board_id, &tracker::Board::id);
  const SiteProject* const home = board == site_.boards.end() ? nullptr : site_.project(board->project_key);
  if (home == nullptr) return fmt::format("{}\\{}", project_name, node_name(sprint.name));
  return teams(*home).size() > 1
             ? fmt::format("{}\\{}\\{}", home->name, node_name(board->name), node_name(sprint.name))
             : fmt::format("{}\\{}", home->name, node_name(sprint.name));
}
std::int64_t AzureWords::iteration_number(const std::string& sprint_id) const {
  const std::size_t index = sprint_index(sprint_id);
  return sprint_id.empty() || index == site_.sprints.size() ? 40 : 1000 + static_cast<std::int64_t>(index);
}
std::string AzureWords::iteration_guid(const std::string& sprint_id) const {
  return guid(3, sprint_index(sprint_id) + 1);
}
std::optional<std::string> AzureWords::sprint_of_path(std::string_view path) const {
  if (project(path) != nullptr) return "";
  for (const tracker::Sprint& sprint : site_.sprints)
    if (same(iteration_path(sprint.id, ""), path)) return sprint.id;
  return std::nullopt;
}
const tracker::Sprint* AzureWords::sprint_of_guid(std::string_view text) const {
  for (const tracker::Sprint& sprint : site_.sprints)
    if (same(iteration_guid(sprint.id), text)) return &sprint;
  return nullptr;
}

std::string AzureWords::user_guid(std::string_view user_id) const {
  const SiteUser* const user = site_.user(user_id);
  return guid(4, user == nullptr ? 0 : index_of(site_.users, *user) + 1);
}
const SiteUser* AzureWords::user_of(std::string_view text) const {
  if (const std::size_t open = text.find('<'); open != std::string_view::npos && text.ends_with('>'))
    text = text.substr(open + 1, text.size() - open - 2);
  const SiteUser* named = nullptr;
  int names = 0;
  for (const SiteUser& user : site_.users) {
    if (same(user_guid(user.id), text) || same(user.email, text)) return &user;
    if (!same(user.name, text)) continue;
    named = &user;
    ++names;
  }
  return names == 1 ? named : nullptr;
}
JsonDocument AzureWords::identity(std::string_view user_id, std::string_view base_url) const {
  const SiteUser* const user = site_.user(user_id);
  const std::string id = user_guid(user_id);
  const std::string descriptor =
      fmt::format("{}.{}", user != nullptr && user->bot ? "svc" : "aad", id.substr(24));
  JsonDocument json;
  json["displayName"] = user == nullptr ? std::string{user_id} : user->name;
  json["url"] = fmt::format("{}/_apis/Identities/{}", base_url, id);
  json["_links"]["avatar"]["href"] =
      fmt::format("{}/_apis/GraphProfile/MemberAvatars/{}", base_url, descriptor);
  json["id"] = id;
  json["uniqueName"] = user == nullptr ? std::string{user_id} : user->email;
  json["imageUrl"] = fmt::format("{}/_api/_common/identityImage?id={}", base_url, id);
  json["descriptor"] = descriptor;
  return json;
}

std::string AzureWords::relation(std::string_view link_type, bool outward) const {
  const RelationWords& words = relation_words(link_type);
  return std::string{outward ? words.outward : words.inward};
}
std::optional<AzureWords::Relation> AzureWords::link_of(std::string_view relation) const {
  for (const RelationWords& words : kRelations) {
    const auto type = std::ranges::find(site_.link_types, words.link_type, &SiteLinkType::name);
    if (type == site_.link_types.end()) continue;
    if (relation == words.outward) return Relation{&*type, true};
    if (relation == words.inward) return Relation{&*type, false};
  }
  return std::nullopt;
}
std::string AzureWords::relation_wording(std::string_view relation) const {
  if (relation == kParentRelation) return "Parent";
  if (relation == kChildRelation) return "Child";
  for (const RelationWords& words : kRelations) {
    if (relation == words.outward) return std::string{words.outward_name};
    if (relation == words.inward) return std::string{words.inward_name};
  }
  return "";
}

}  // namespace stint::test
