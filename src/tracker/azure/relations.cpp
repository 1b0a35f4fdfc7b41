#include "tracker/azure/relations.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "tracker/json_values.h"

namespace stint::tracker::azure {
namespace {

struct Row {
  RelationSide side;
  std::string_view name;  // the tracker's own
};
constexpr std::array kRows{
    Row{{kParent, "Hierarchy", "is child of", false}, "Parent"},
    Row{{kChild, "Hierarchy", "is parent of", true}, "Child"},
    Row{{"System.LinkTypes.Related", "Related", "relates to", true}, "Related"},
    Row{{"System.LinkTypes.Dependency-Forward", "Dependency", "blocks", true}, "Successor"},
    Row{{"System.LinkTypes.Dependency-Reverse", "Dependency", "is blocked by", false}, "Predecessor"},
    Row{{"System.LinkTypes.Duplicate-Forward", "Duplicate", "is duplicated by", true}, "Duplicate"},
    Row{{"System.LinkTypes.Duplicate-Reverse", "Duplicate", "duplicates", false}, "Duplicate Of"},
    Row{{"Microsoft.VSTS.Common.Affects-Forward", "Affects", "affects", true}, "Affects"},
    Row{{"Microsoft.VSTS.Common.Affects-Reverse", "Affects", "is affected by", false}, "Affected By"},
    Row{{"Microsoft.VSTS.Common.TestedBy-Forward", "Tests", "is tested by", true}, "Tested By"},
    Row{{"Microsoft.VSTS.Common.TestedBy-Reverse", "Tests", "tests", false}, "Tests"},
};

}  // namespace

const RelationSide* find_relation(std::string_view reference) {
  const auto* const row = std::ranges::find_if(
      kRows, [&](const Row& one) { return equal_ignoring_case(one.side.reference, reference); });
  return row == kRows.end() ? nullptr : &row->side;
}

const RelationSide* find_relation_by_words(std::string_view words) {
  const auto* const row = std::ranges::find_if(kRows, [&](const Row& one) {
    return equal_ignoring_case(one.side.wording, words) || equal_ignoring_case(one.name, words) ||
           equal_ignoring_case(one.side.reference, words);
  });
  return row == kRows.end() ? nullptr : &row->side;
}

std::string relation_words() {
  std::string out;
  for (const Row& row : kRows) {
    if (!out.empty()) out += ", ";
    out += row.side.wording;
  }
  return out;
}

std::string related_work_item(json::Value relation) {
  const std::string_view url = relation["url"].text();
  const std::size_t slash = url.rfind('/');
  if (slash == std::string_view::npos) return {};
  constexpr std::string_view kFolder = "/workitems";
  const std::string_view folder = url.substr(0, slash);
  if (folder.size() < kFolder.size() ||
      !equal_ignoring_case(folder.substr(folder.size() - kFolder.size()), kFolder))
    return {};
  const std::string_view id = url.substr(slash + 1);
  const bool digits = !id.empty() && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? std::string{id} : std::string{};
}

std::optional<Link> read_link(json::Value relation) {
  std::string other = related_work_item(relation);
  const std::string_view reference = relation["rel"].text();
  const RelationSide* side = find_relation(reference);
  if (other.empty() || (side != nullptr && side->type == "Hierarchy")) return std::nullopt;
  Link link;
  if (side != nullptr) {
    link.type = side->type;
    link.wording = side->wording;
    link.outward = side->outward;
  } else {
    const std::string_view last = reference.substr(reference.rfind('.') + 1);
    link.type = last.substr(0, last.rfind('-'));
    link.wording = last;
    link.outward = last.ends_with("-Forward");
  }
  link.other_key = other;
  link.other_id = std::move(other);
  return link;
}

}  // namespace stint::tracker::azure
