// A synthetic organisation as a Jira export: believable teams, planted problems, and the truth about them.
// The folder holds meta.json, fields.json, statuses.json, boards/, sprints/, issues/ and, last,
// truth.json. The same options give the same bytes on every machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "demo/plant.h"

namespace stint::demo {

// 2026-11-20T17:00Z, so that a demo does not change from one day to the next.
inline constexpr Instant kDefaultEnd = from_epoch_ms(1'795'194'000'000);

struct DemoOptions {
  std::uint64_t seed = 1;
  // Issues in all, exactly; epics, sub-tasks and backlog included. Boards grow with it.
  std::int64_t issues = 400;
  // Started sprints per board: the last one is active at `end`, the others are closed. A future sprint comes
  // on top.
  int sprints = 8;
  // Kinds to plant, each once.
  std::vector<Plant> plants = default_plants();
  // The export's own end: nothing in it is later.
  Instant end = kDefaultEnd;
};

struct DemoSummary {
  std::int64_t files = 0;
  std::int64_t boards = 0;
  std::int64_t sprints = 0;  // started ones and the future ones
  std::int64_t issues = 0;
  std::int64_t changes = 0;  // changelog entries
  std::int64_t bytes = 0;
};

// The fewest issues that `sprints` sprints can be told with.
[[nodiscard]] std::int64_t minimum_issues(int sprints);

// "2026-11-20" (17:00 UTC of that day) or a full ISO instant. ErrorCode::usage otherwise.
[[nodiscard]] Result<Instant> parse_end(std::string_view text);

// ErrorCode::usage when the options contradict each other or leave their bounds.
[[nodiscard]] Outcome check_options(const DemoOptions& options);

// Writes the demo into `dir`, which is created when absent. It must be empty or hold an earlier demo, whose
// files are replaced (ErrorCode::conflict otherwise); ErrorCode::failure with the path when something cannot
// be written. Each file appears whole or not at all. Memory does not grow with the number of issues.
[[nodiscard]] Result<DemoSummary> write_demo(const std::filesystem::path& dir, const DemoOptions& options);

}  // namespace stint::demo
