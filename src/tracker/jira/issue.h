// One issue of Jira's REST JSON, v2 (Server, Data Center) or v3 (Cloud).
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::tracker::jira {

// Custom field id → name, as far as known when an issue is read. Only acceptance criteria and flags in fields
// of their own need it; estimates and sprints are recognised by shape or resolved later.
using FieldNames = std::unordered_map<std::string, std::string>;

struct IssueRecord {
  Issue issue;
  std::vector<Sprint> sprints;  // described inside the issue
  std::vector<Person> people;   // everyone named in it
  std::string site;             // of its `self` link; empty without one
};

// Errors (ErrorCode::usage) name what is missing or unreadable: id, key, fields, or a date.
[[nodiscard]] Result<IssueRecord> read_issue(json::Value value, const FieldNames& fields);

}  // namespace stint::tracker::jira
