// Whether JSON fits a JSON Schema, by valijson (draft 7).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"

namespace stint {

// Immutable; any number of threads may use it.
class JsonSchema {
 public:
  // valijson overlooks keywords that it does not know, and its lengths of strings stop at U+0000: look for
  // both before. Errors: ErrorCode::usage for what is no schema.
  [[nodiscard]] static Result<JsonSchema> compile(const JsonDocument& schema);

  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;
  ~JsonSchema();

  struct Violation {
    std::string pointer;  // JSON pointer of the value; empty: the whole
    std::string reason;
  };
  // Nothing when it fits. Of several violations the innermost, and of those the first.
  [[nodiscard]] std::optional<Violation> check(const JsonDocument& document) const;

 private:
  struct Native;
  explicit JsonSchema(std::unique_ptr<Native> native);
  std::unique_ptr<Native> native_;
};

}  // namespace stint
