// A finding as alerts see it: what there is to say about it, and what makes it the same as yesterday's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"

namespace stint::jobs {

enum class AlertSeverity : std::uint8_t { info, warning, error };  // from the least to the worst
[[nodiscard]] std::string_view severity_name(AlertSeverity severity);
[[nodiscard]] std::optional<AlertSeverity> severity_named(std::string_view name);

enum class AlertChange : std::uint8_t { fresh, worse, better, same };
// "new", "worse", "better", "same"
[[nodiscard]] std::string_view change_name(AlertChange change);
[[nodiscard]] std::optional<AlertChange> change_named(std::string_view name);

struct AlertItem {
  std::string insight_id;  // the same from day to day
  std::string kind;        // "scope_creep"
  AlertSeverity severity = AlertSeverity::info;
  AlertChange change = AlertChange::fresh;
  std::vector<std::string> projects;  // keys
  std::string title;
  std::string message;       // a sentence or a few, plain text; may hold texts from trackers
  std::string link;          // to the page; http or https; may be empty
  std::string content_hash;  // of what makes another message of it
};

[[nodiscard]] JsonDocument to_json(const AlertItem& item);
// Of what to_json() wrote. Missing members stay empty.
[[nodiscard]] AlertItem item_of_json(json::Value value);

}  // namespace stint::jobs
