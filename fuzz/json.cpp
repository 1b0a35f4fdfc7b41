// Documents: what the parser takes has no fault, what it refuses has one, and every value can be looked at.
#include "lib/simdjson/json.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "check.h"
#include "lib/simdjson/fault.h"
#include "lib/simdjson/utf8.h"

namespace {

using stint::fuzz::check;
namespace json = stint::json;

constexpr std::size_t kDepth = 40;

void look_at(json::Value value) {
  check(value["no such key"].exists() == false || value.is_object(), "only objects have members");
  (void)value.at(3);
  (void)value.as_int();
  (void)value.as_double();
  (void)value.as_bool();
  std::size_t count = 0;
  for (const json::Value item : value.items()) {
    look_at(item);
    ++count;
  }
  for (const auto [key, member] : value.members()) {
    check(stint::is_valid_utf8(key), "keys are valid UTF-8");
    look_at(member);
    ++count;
  }
  check(count == value.size(), "size is the number of elements");
  if (!value.is_string()) return;
  check(stint::is_valid_utf8(value.text()), "strings are valid UTF-8");
  std::string literal;
  json::escape_to(literal, value.text());
  json::Parser parser;
  const auto again = parser.parse(literal);
  check(again && again->text() == value.text(), "a string survives being escaped and parsed");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(stint::is_valid_utf8(text) == !stint::find_invalid_utf8(text), "both UTF-8 checks agree");
  json::Parser parser(kDepth);
  const auto root = parser.parse(text);
  const auto fault = json::find_fault(text, kDepth);
  check(root.has_value() == !fault, "a fault is found exactly in what is refused");
  if (fault) check(fault->offset <= size, "the fault lies inside the text");
  if (root) look_at(*root);
  return 0;
}
