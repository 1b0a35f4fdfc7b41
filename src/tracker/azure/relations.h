// Links between work items. Azure DevOps names each side of a link type, with -Forward or -Reverse at the
// end; the words of this table are the ones the metrics know.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::azure {

inline constexpr std::string_view kParent = "System.LinkTypes.Hierarchy-Reverse";
inline constexpr std::string_view kChild = "System.LinkTypes.Hierarchy-Forward";

struct RelationSide {
  std::string_view reference;  // "System.LinkTypes.Dependency-Reverse"
  std::string_view type;       // "Dependency"
  std::string_view wording;    // "is blocked by"
  bool outward = false;
};
// All that are known, parent and child among them.
[[nodiscard]] const RelationSide* find_relation(std::string_view reference);
// By its wording or the tracker's own name of that side ("Predecessor"), in any case.
[[nodiscard]] const RelationSide* find_relation_by_words(std::string_view words);
// "blocks, is blocked by, …": what find_relation_by_words understands.
[[nodiscard]] std::string relation_words();

// The id of the work item a relation leads to; empty for attachments, hyperlinks and artifacts.
[[nodiscard]] std::string related_work_item(json::Value relation);

// A link other than to parent or child; nothing for these and for what leads to no work item.
[[nodiscard]] std::optional<Link> read_link(json::Value relation);

}  // namespace stint::tracker::azure
