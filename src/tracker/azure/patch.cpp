#include "tracker/azure/patch.h"

#include <fmt/format.h>
#include <utility>

namespace stint::tracker::azure {

void Patch::add(std::string_view op, std::string path, JsonDocument value) {
  operations_.push_back(JsonDocument{{"op", op}, {"path", std::move(path)}, {"value", std::move(value)}});
}

void Patch::test_revision(std::int64_t revision) {
  add("test", "/rev", revision);
}

void Patch::set(std::string_view field, JsonDocument value) {
  add("add", fmt::format("/fields/{}", field), std::move(value));
}

void Patch::clear(std::string_view field) {
  operations_.push_back(JsonDocument{{"op", "remove"}, {"path", fmt::format("/fields/{}", field)}});
}

void Patch::link(std::string_view relation, std::string_view other) {
  add("add", "/relations/-", JsonDocument{{"rel", relation}, {"url", other}});
}

void Patch::unlink(std::size_t index) {
  operations_.push_back(JsonDocument{{"op", "remove"}, {"path", fmt::format("/relations/{}", index)}});
}

std::string Patch::text() const {
  return to_line(operations_);
}

}  // namespace stint::tracker::azure
