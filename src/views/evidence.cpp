#include "views/evidence.h"

#include <ranges>

namespace stint::views {

void Evidence::write(JsonWriter& json, std::string_view name, std::span<const history::Index> issues) const {
  if (!asked_) return json.member(name, nullptr);
  json.line(name, issues | std::views::transform([&](history::Index issue) { return data_.key(issue); }));
}

}  // namespace stint::views
