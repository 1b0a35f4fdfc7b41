// Members of JSON in the OpenAI shape. What is missing or null is nothing; what is of another type is an
// error (ErrorCode::usage) whose `where` is the path, such as "messages[1].content".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"

namespace stint::language::openai {

// An object and where it stands; lives as long as the document it is in.
class Fields {
 public:
  explicit Fields(json::Value object, std::string path = {}) : object_(object), path_(std::move(path)) {}

  [[nodiscard]] json::Value operator[](std::string_view name) const { return object_[name]; }
  [[nodiscard]] json::Value value() const { return object_; }
  [[nodiscard]] std::string path(std::string_view name) const;

  [[nodiscard]] Result<std::optional<std::string>> text(std::string_view name) const;
  [[nodiscard]] Result<std::optional<double>> number(std::string_view name) const;
  [[nodiscard]] Result<std::optional<std::int64_t>> integer(std::string_view name) const;
  // Within the bounds, both included.
  [[nodiscard]] Result<std::optional<std::uint32_t>> count(std::string_view name, std::uint32_t least,
                                                           std::uint32_t most) const;
  [[nodiscard]] Result<std::optional<bool>> truth(std::string_view name) const;
  // Missing, null or empty: an error that names it.
  [[nodiscard]] Result<std::string> required_text(std::string_view name) const;
  // The items of an array of objects, with their paths. Nothing where there is none.
  [[nodiscard]] Result<std::vector<Fields>> objects(std::string_view name) const;
  // An object, whole. Null where there is none.
  [[nodiscard]] Result<JsonDocument> object(std::string_view name) const;

  // The error that `name` is not `expected`, such as "a number".
  [[nodiscard]] std::unexpected<Error> wrong(std::string_view name, std::string_view expected) const;

 private:
  json::Value object_;
  std::string path_;
};

// The root of `text`, which has to be an object.
[[nodiscard]] Result<Fields> parse_object(json::Parser& parser, std::string_view text);

// A copy. Objects with more than 2,000 members are refused: their lookup is linear.
[[nodiscard]] Result<JsonDocument> document_of(json::Value value);

// On one line; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string to_line(const JsonDocument& document);

}  // namespace stint::language::openai
