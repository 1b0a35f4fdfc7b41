#include "lib/simdjson/json.h"

#include <array>
#include <cmath>
#include <fmt/format.h>

#include "lib/simdjson/fault.h"

namespace stint::json {

namespace {

// What follows the backslash for a character that must be escaped; 'u' where only the long form exists, 0
// where the character stands for itself.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  table['"'] = '"';
  table['\\'] = '\\';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  return table;
}();

}  // namespace

std::string Value::compact() const {
  return exists() ? simdjson::minify(element_) : std::string();
}

std::optional<std::int64_t> Value::as_int() const {
  if (!exists()) return std::nullopt;
  std::int64_t integer = 0;
  if (element_.get(integer) == simdjson::SUCCESS) return integer;
  double real = 0;
  // The largest double below 2^63; an unsigned integer above it is not one either.
  constexpr double kLimit = 9223372036854774784.0;
  if (element_.get(real) != simdjson::SUCCESS || std::abs(real) > kLimit || real != std::trunc(real)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(real);
}

Value Value::at(std::size_t index) const {
  simdjson::dom::array array;
  simdjson::dom::element found;
  if (!exists() || element_.get(array) != simdjson::SUCCESS) return {};
  if (array.at(index).get(found) != simdjson::SUCCESS) return {};
  return Value(found);
}

std::size_t Value::size() const {
  if (!exists()) return 0;
  simdjson::dom::array array;
  if (element_.get(array) == simdjson::SUCCESS) return array.size();
  simdjson::dom::object object;
  if (element_.get(object) == simdjson::SUCCESS) return object.size();
  return 0;
}

Parser::Parser(std::size_t max_depth)
    : parser_(std::make_unique<simdjson::dom::parser>()), max_depth_(max_depth) {}

Result<Value> Parser::parse(std::string_view text) {
  return parse(text, true);
}

Result<Value> Parser::parse_padded(std::string_view text) {
  return parse(text, false);
}

Result<Value> Parser::parse(std::string_view text, bool copy) {
  fault_offset_.reset();
  // The parser keeps the depth it is first allocated with.
  simdjson::error_code error = simdjson::SUCCESS;
  if (parser_->capacity() == 0)
    error = parser_->allocate(simdjson::dom::MINIMAL_DOCUMENT_CAPACITY, max_depth_);
  simdjson::dom::element root;
  if (error == simdjson::SUCCESS) error = parser_->parse(text.data(), text.size(), copy).get(root);
  if (error == simdjson::SUCCESS) return Value(root);
  if (error == simdjson::MEMALLOC) {
    return fail(ErrorCode::failure, fmt::format("not enough memory to read {} bytes of JSON", text.size()));
  }
  if (error == simdjson::CAPACITY) {
    return fail(ErrorCode::usage, "a JSON document of more than 4 GiB");
  }
  if (const auto fault = find_fault(text, max_depth_)) {
    fault_offset_ = fault->offset;
    return fail(ErrorCode::usage, "not valid JSON: " + fault->what, fmt::format("byte {}", fault->offset));
  }
  return fail(ErrorCode::usage, fmt::format("not valid JSON: {}", simdjson::error_message(error)));
}

void escape_to(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back('"');
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    out.append(text, done, i - done);
    out.push_back('\\');
    out.push_back(escape);
    if (escape == 'u') {
      out.append("00");
      out.push_back(kHex[byte >> 4U]);
      out.push_back(kHex[byte & 15U]);
    }
    done = i + 1;
  }
  out.append(text, done);
  out.push_back('"');
}

}  // namespace stint::json
