#include "tracker/taiga/kinds.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <fmt/format.h>

namespace stint::tracker::taiga {
namespace {

constexpr std::array kKinds{
    KindInfo{Kind::story, "us", "userstories", "userstory", "us_statuses", "userstory_custom_attributes",
             "User Story", "view_us", "modify_us", true},
    KindInfo{Kind::task, "task", "tasks", "task", "task_statuses", "task_custom_attributes", "Task",
             "view_tasks", "modify_task", true},
    KindInfo{Kind::issue, "issue", "issues", "issue", "issue_statuses", "issue_custom_attributes", "Issue",
             "view_issues", "modify_issue", true},
    KindInfo{Kind::epic, "epic", "epics", "epic", "epic_statuses", "epic_custom_attributes", "Epic",
             "view_epics", "modify_epic", false},
};

}  // namespace

std::span<const KindInfo> kinds() {
  return kKinds;
}

const KindInfo& kind_info(Kind kind) {
  const auto* const found = std::ranges::find(kKinds, kind, &KindInfo::kind);
  assert(found != kKinds.end());
  return *found;
}

std::optional<ItemId> parse_item_id(std::string_view id) {
  const std::size_t colon = id.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto* const kind = std::ranges::find(kKinds, id.substr(0, colon), &KindInfo::prefix);
  const std::string_view digits = id.substr(colon + 1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (kind == kKinds.end() || error != std::errc{} || end != digits.data() + digits.size())
    return std::nullopt;
  return ItemId{kind->kind, number};
}

std::string item_id(Kind kind, std::int64_t number) {
  return fmt::format("{}:{}", kind_info(kind).prefix, number);
}

std::string item_id(Kind kind, json::Value number) {
  const auto digits = number.as_int();
  return digits ? item_id(kind, *digits) : std::string{};
}

}  // namespace stint::tracker::taiga
