// Comments of Jira's REST JSON.
#pragma once

#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::jira {

// Reads the comments of an array, appending them and those who wrote them. A comment without a usable
// `created` is an error.
[[nodiscard]] Outcome read_comments(json::Value list, std::vector<Comment>& comments,
                                    std::vector<Person>& people);

}  // namespace stint::tracker::jira
