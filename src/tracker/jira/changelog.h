// History entries ("histories") of Jira's REST JSON.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::jira {

// What a changelog said, inline in an issue, in a page of its own, or in a bulk fetch.
struct Changelog {
  std::vector<Change> changes;  // in the order of the source
  std::vector<Person> authors;
  std::int64_t total = 0;    // history entries that the tracker says exist; 0 when it did not say
  std::int64_t entries = 0;  // history entries read here
};

// Reads the entries of an array, appending to `changelog`. An entry without a usable `created` is an error.
[[nodiscard]] Outcome read_histories(json::Value entries, Changelog& changelog);

}  // namespace stint::tracker::jira
