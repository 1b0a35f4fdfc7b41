// Changes of a work item as JSON Patch (RFC 6902), the way Azure DevOps takes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/nlohmann/json_document.h"

namespace stint::tracker::azure {

class Patch {
 public:
  // The work item has to be at that revision, else nothing is done.
  void test_revision(std::int64_t revision);
  void set(std::string_view field, JsonDocument value);
  void clear(std::string_view field);
  // `other` is the URL of the work item that it leads to.
  void link(std::string_view relation, std::string_view other);
  // By its place among the relations of the tested revision.
  void unlink(std::size_t index);

  [[nodiscard]] bool empty() const { return operations_.empty(); }
  [[nodiscard]] std::string text() const;

 private:
  void add(std::string_view op, std::string path, JsonDocument value);

  JsonDocument operations_ = JsonDocument::array();
};

inline constexpr std::string_view kPatchType = "application/json-patch+json";

}  // namespace stint::tracker::azure
