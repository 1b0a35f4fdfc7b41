#include "demo/plant.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>

#include "base/text.h"

namespace stint::demo {

namespace {

struct Row {
  Plant plant;
  std::string_view name;
  std::string_view finding;
};

constexpr std::array kRows{
    Row{Plant::scope_creep, "scope_creep", "scope_creep"},
    Row{Plant::missed_target, "missed_target", "missed_target"},
    Row{Plant::defect_leakage, "defect_leakage", "defect_leakage"},
    Row{Plant::stale_work, "stale_work", "hygiene"},
    Row{Plant::unestimated, "unestimated", "hygiene"},
    Row{Plant::blocked, "blocked", "hygiene"},
    Row{Plant::velocity_drop, "velocity_drop", "velocity"},
    Row{Plant::knowledge_silo, "knowledge_silo", "knowledge_silo"},
    Row{Plant::burnout_risk, "burnout_risk", "burnout_risk"},
};
constexpr std::size_t kDefaultCount = 7;

std::optional<Plant> find_plant(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.plant;
  }
  return std::nullopt;
}

std::vector<Plant> first_plants(std::size_t count) {
  std::vector<Plant> plants;
  for (std::size_t i = 0; i < count; ++i) plants.push_back(kRows[i].plant);
  return plants;
}

std::string known_names() {
  std::string names;
  for (const Row& row : kRows) names += fmt::format("{}{}", names.empty() ? "" : ", ", row.name);
  return names;
}

}  // namespace

std::string_view plant_name(Plant plant) {
  return kRows[static_cast<std::size_t>(plant)].name;
}
std::string_view plant_finding_kind(Plant plant) {
  return kRows[static_cast<std::size_t>(plant)].finding;
}

const std::vector<Plant>& all_plants() {
  static const std::vector<Plant> plants = first_plants(kRows.size());
  return plants;
}

const std::vector<Plant>& default_plants() {
  static const std::vector<Plant> plants = first_plants(kDefaultCount);
  return plants;
}

Result<std::vector<Plant>> parse_plants(std::string_view text) {
  const std::string_view whole = trimmed(text, " ");
  if (whole == "none") return std::vector<Plant>{};
  if (whole == "all") return all_plants();
  std::vector<Plant> plants;
  for (std::size_t begin = 0; begin <= whole.size();) {
    const std::size_t comma = std::min(whole.find(',', begin), whole.size());
    const std::string_view name = trimmed(whole.substr(begin, comma - begin), " ");
    const auto plant = find_plant(name);
    if (!plant) {
      return fail(
          ErrorCode::usage,
          name.empty() ? std::string("an empty kind of plant") : fmt::format("unknown plant '{}'", name), {},
          fmt::format("choose from {}; or all, or none", known_names()));
    }
    if (std::find(plants.begin(), plants.end(), *plant) == plants.end()) plants.push_back(*plant);
    begin = comma + 1;
  }
  return plants;
}

}  // namespace stint::demo
