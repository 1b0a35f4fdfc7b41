#include "tracker/json_values.h"

#include <algorithm>
#include <fmt/format.h>

namespace stint::tracker {

std::string id_text_of(json::Value value) {
  if (const auto text = value.as_string()) return std::string{*text};
  if (const auto number = value.as_int()) return std::to_string(*number);
  return {};
}

std::optional<Instant> instant_of(json::Value value) {
  const auto text = value.as_string();
  return text ? parse_iso_instant(*text) : std::nullopt;
}

std::string number_text(double number) {
  return fmt::format("{}", number);
}

std::string plain_text(json::Value value) {
  switch (value.type()) {
    case json::Type::string:
      return std::string{value.text()};
    case json::Type::integer:
    case json::Type::real:
      if (const auto whole = value.as_int()) return std::to_string(*whole);
      return number_text(value.as_double().value_or(0));
    case json::Type::boolean:
      return value.as_bool().value_or(false) ? "true" : "false";
    case json::Type::array: {
      std::string out;
      const json::Items items = value.items();
      for (const json::Value item : items) {
        const std::string text = plain_text(item);
        if (text.empty()) continue;
        if (!out.empty()) out += ", ";
        out += text;
      }
      return out;
    }
    case json::Type::absent:
    case json::Type::null:
    case json::Type::object:
      return {};
  }
  return {};
}

}  // namespace stint::tracker
