// Comments of a work item.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::azure {

struct CommentPage {
  std::vector<Comment> comments;  // without deleted ones
  std::vector<Person> people;
  std::string next;  // continuation token; empty: the last page
};

[[nodiscard]] Result<CommentPage> read_comments(json::Value page);

}  // namespace stint::tracker::azure
