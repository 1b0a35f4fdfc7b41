// The work item query language, as far as clients use it here: SELECT … FROM WorkItems WHERE … ORDER BY ….
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "support/trackers/azure_words.h"

namespace stint::test {

struct WiqlContext {
  const AzureWords& words;
  const SiteProject* project;  // of the address; null: the organisation
  bool time_precision = false;
  Instant now{};
};

struct WiqlResult {
  std::vector<std::string> columns;       // reference names
  std::vector<std::string> sort_columns;  // likewise
  std::vector<bool> descending;           // of sort_columns
  std::vector<std::int64_t> ids;
};

// An error is the message of the service's 400.
[[nodiscard]] std::expected<WiqlResult, std::string> run_wiql(std::string_view query,
                                                              const WiqlContext& context);

}  // namespace stint::test
