// Something worth saying, as facts: what kind, how bad, which figures, which issues. Words come later.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "metrics/analysis.h"

namespace stint::metrics {

enum class Severity : std::uint8_t { info, warning, error };
[[nodiscard]] std::string_view severity_name(Severity severity);

// What a fact's value counts or is. The unit's name is what JSON shows.
enum class FactUnit : std::uint8_t {
  points,
  issues,
  hours,
  days,
  share,
  score,
  sprints,
  bugs,
  weeks,
  people,
  contributions,
  signals,
  deviations,
  date,
  text
};
[[nodiscard]] std::string_view fact_unit_name(FactUnit unit);
[[nodiscard]] FactUnit fact_unit(history::Unit unit);

struct Fact {
  std::string name;
  std::variant<double, std::string> value;  // a text for FactUnit::text and FactUnit::date
  FactUnit unit = FactUnit::text;
  std::vector<Index> issues;  // that made the figure; may be empty
};

// A cause as counted: `text` reads on after the count ("was blocked for a day or more").
struct Cause {
  std::string name;
  std::string one;
  std::string many;
  std::vector<Index> issues;
};

struct Finding {
  std::string id;     // the same for the same finding from day to day
  std::string kind;   // "scope_creep", "missed_target", "velocity", "defect_leakage", "flow", "hygiene", …
  std::string topic;  // which of its kind: "hygiene.blocked"; equal to the kind where there is but one
  Severity severity = Severity::info;
  Index board = kNone;
  Index sprint = kNone;
  Index project = kNone;
  bool current = true;  // about now or the last sprint, rather than an earlier one
  // The work it concerns, in items of the board's usual size: what findings of one severity are ranked by.
  double cost = 0;
  std::vector<Fact> facts;
  std::vector<Cause> causes;    // the most frequent first
  std::vector<Index> evidence;  // the issues to look at first, first

  void fact(std::string name, double value, FactUnit unit, std::vector<Index> issues = {});
  void fact(std::string name, std::optional<double> value, FactUnit unit);  // left out when undefined
  void text(std::string name, std::string value);
  [[nodiscard]] const Fact* find(std::string_view name) const;
  [[nodiscard]] double number(std::string_view name) const;  // 0 when absent
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
};

// `value` at or over the thresholds, the higher the worse.
[[nodiscard]] Severity severity_of(double value, double warning, double error);

// What a detector reads, and with it what it is asked about one after another: boards or projects.
enum class Scope : std::uint8_t {
  board_sprints,    // a board's ledgers
  board_flow,       // its work in progress and its trend
  board_hygiene,    // the state of its items at as-of, and its ledgers
  project_defects,  // a project's defects
  project_people,   // who works on a project
};
inline constexpr std::size_t kScopes = 5;
[[nodiscard]] bool of_boards(Scope scope);

// A detector adds what it finds about a board or project. One per kind, each in a file of its own under
// findings/.
struct Detector {
  std::string_view kind;
  std::string_view summary;
  Scope scope;
  void (*detect)(const Analysis& analysis, Index subject, std::vector<Finding>& findings);
};

[[nodiscard]] std::span<const Detector> detectors();

// Of all detectors: the worst first, among equals current ones first, then what costs most, then by kind and
// id.
[[nodiscard]] std::vector<Finding> find_all(const Analysis& analysis);

// What is to be looked at again: by scope, then by board or project.
using Stale = std::array<std::vector<bool>, kScopes>;
// As find_all(), but what an earlier look found of everything else is taken as it is.
[[nodiscard]] std::vector<Finding> find_again(const Analysis& analysis, std::vector<Finding> before,
                                              const Stale& stale);

}  // namespace stint::metrics
