// The four kinds of work of Taiga. Each has its own numbers: an id is only unique together with its kind, so
// ids here are "us:12", "task:34", "issue:56" and "epic:7". What people see, "project#12", counts through
// all kinds of a project.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/simdjson/json.h"

namespace stint::tracker::taiga {

enum class Kind : std::uint8_t { story, task, issue, epic };

struct KindInfo {
  Kind kind;
  std::string_view prefix;    // of ids; the resolver's and the permissions' word as well
  std::string_view folder;    // below /api/v1
  std::string_view history;   // below /api/v1/history
  std::string_view statuses;  // members of a project
  std::string_view attributes;
  std::string_view type;  // what people call it; issues have types of their own
  std::string_view view;  // permissions
  std::string_view modify;
  bool ordered = true;  // lists can be in the order of creation, which does not shift
};
[[nodiscard]] std::span<const KindInfo> kinds();
[[nodiscard]] const KindInfo& kind_info(Kind kind);

struct ItemId {
  Kind kind = Kind::story;
  std::int64_t number = 0;
};
[[nodiscard]] std::optional<ItemId> parse_item_id(std::string_view id);
// "us:12"; empty where the value is no number.
[[nodiscard]] std::string item_id(Kind kind, json::Value number);
[[nodiscard]] std::string item_id(Kind kind, std::int64_t number);

}  // namespace stint::tracker::taiga
