// The parts of the export that every issue shares: statuses, types, priorities, fields, as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "demo/model.h"

namespace stint::demo {

// Ids of the synthetic site's custom fields.
inline constexpr std::string_view kPointsField = "customfield_10016";
inline constexpr std::string_view kRankField = "customfield_10019";
inline constexpr std::string_view kSprintField = "customfield_10020";
inline constexpr std::string_view kFlagField = "customfield_10021";

// "2026-11-03T09:12:44.123+0000" (search) and "2026-11-03T09:12:44.123Z" (sprints).
void append_jira_time(std::string& out, Instant instant);
void append_sprint_time(std::string& out, Instant instant);

struct Named {
  std::string_view id;
  std::string_view name;
};
[[nodiscard]] Named status_named(StatusId status);
[[nodiscard]] Named resolution_named(Resolution resolution);
[[nodiscard]] Named priority_named(std::int32_t priority);

// JSON objects as they appear inside an issue.
[[nodiscard]] std::string_view status_json(StatusId status);
[[nodiscard]] std::string_view type_json(IssueType type);
[[nodiscard]] std::string_view resolution_json(Resolution resolution);
[[nodiscard]] std::string_view priority_json(std::int32_t priority);
[[nodiscard]] std::string_view link_type_json(LinkType type);
[[nodiscard]] std::string_view link_words(LinkType type, bool outward);

// Whole files.
[[nodiscard]] std::string statuses_file();
[[nodiscard]] std::string fields_file();
[[nodiscard]] std::string board_file(const Board& board);
[[nodiscard]] std::string sprints_file(const Board& board);
[[nodiscard]] std::string meta_file(Instant start, Instant end);

}  // namespace stint::demo
