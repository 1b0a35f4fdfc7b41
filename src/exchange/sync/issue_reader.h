// Reads queued issues in batches, several at once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "tracker/connector.h"

namespace stint::exchange {

// What came of some ids.
struct ReadBatch {
  std::vector<std::string> ids;
  tracker::Reading reading;
  // Nothing of `ids` came: they stay queued, and the reading ends.
  std::optional<Error> error;
};

struct ReadPlan {
  std::size_t batch = 100;
  unsigned concurrency = 1;
  std::stop_token stop;
  // Up to that many ids that were not given before, in their order; empty: no more. On the calling thread.
  std::function<Result<std::vector<std::string>>(std::size_t count)> next;
  // Each batch as it comes, on the calling thread. After one with an error no new ones are begun.
  std::function<Outcome(ReadBatch)> take;
};

// A batch that fails is halved until the issue it fails for is found, which becomes an Unreadable. Too many
// failures on end, or one that says to wait or to sign in, end everything with a batch's error. The error
// returned is that of `next` or `take`.
[[nodiscard]] Outcome read_all(tracker::Connector& connector, const ReadPlan& plan);

}  // namespace stint::exchange
