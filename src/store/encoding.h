// How lists inside an issue are written in the database: as JSON texts, so that SQLite's json_each() opens
// them and one issue is one row. docs/store.md describes each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/model.h"

namespace stint::store {

// An issue made ready for writing, apart from the database, so that it can be done on another thread.
struct EncodedIssue {
  tracker::Issue issue;  // lists moved into the texts below are empty
  std::int64_t criteria = 0;
  std::string numbers;
  std::string sprints;
  std::string labels;
  std::string components;
  std::string fix_versions;
  std::string affected_versions;
  std::string links;
  std::string changes;
  std::int64_t history_count = 0;
  std::int64_t fields_hash = 0;
  std::int64_t history_hash = 0;
};

// `changes` must be sorted.
[[nodiscard]] EncodedIssue encode(tracker::Issue issue);

[[nodiscard]] std::string encode_changes(const std::vector<tracker::Change>& changes);
// Replaces what is in `changes`, reusing its memory.
[[nodiscard]] Outcome decode_changes(json::Parser& parser, std::string_view text,
                                     std::vector<tracker::Change>& changes);

[[nodiscard]] std::int64_t hash_of(std::string_view text);

}  // namespace stint::store
