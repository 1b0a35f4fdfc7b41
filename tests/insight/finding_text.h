// Findings as text, to see how each kind and severity is worded without a history that leads to it.
//
//   == a name
//   scope_creep warning
//   sprint = Sprint 12
//   committed = 40 points: A-1 A-2
//   scope_creep = 0.25 share
//   cause blocked: A-1
//   evidence: A-1 A-2
//   --
//   the title
//   the message
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "history/dataset.h"
#include "metrics/finding.h"

namespace stint::test {

struct FindingText {
  std::string name;
  std::string body;
  std::string expected;
};

[[nodiscard]] std::vector<FindingText> read_findings(const std::filesystem::path& file);

// Issues that are named are added to `data`. Throws std::runtime_error for a line that is not understood.
[[nodiscard]] metrics::Finding parse_finding(const std::string& body, history::Dataset& data);

}  // namespace stint::test
