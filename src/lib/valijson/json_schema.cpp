#include "lib/valijson/json_schema.h"

#include <exception>
#include <string_view>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace stint {
namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

// "<root>", "[name]", "[0]" to "/name/0".
std::string pointer_to(const std::vector<std::string>& context) {
  std::string result;
  for (std::size_t i = 1; i < context.size(); ++i) {
    std::string_view step = context[i];
    if (step.size() >= 2) step = step.substr(1, step.size() - 2);
    result += '/';
    for (const char c : step) {
      if (c == '~') {
        result += "~0";
      } else if (c == '/') {
        result += "~1";
      } else {
        result += c;
      }
    }
  }
  return result;
}

}  // namespace

struct JsonSchema::Native {
  valijson::Schema schema;
};

JsonSchema::JsonSchema(std::unique_ptr<Native> native) : native_(std::move(native)) {}
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;
JsonSchema::~JsonSchema() = default;

Result<JsonSchema> JsonSchema::compile(const JsonDocument& schema) {
  try {
    // The adapter knows the type whose members are sorted.
    const nlohmann::json sorted = schema;
    auto native = std::make_unique<Native>();
    valijson::SchemaParser parser;
    parser.populateSchema(Adapter(sorted), native->schema);
    return JsonSchema(std::move(native));
  } catch (const std::exception& error) {
    return fail(ErrorCode::usage, error.what(), "JSON Schema");
  }
}

std::optional<JsonSchema::Violation> JsonSchema::check(const JsonDocument& document) const {
  try {
    const nlohmann::json sorted = document;
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(native_->schema, Adapter(sorted), &results)) return std::nullopt;
    const valijson::ValidationResults::Error* innermost = nullptr;
    for (const auto& error : results) {
      if (innermost == nullptr || error.context.size() > innermost->context.size()) innermost = &error;
    }
    if (innermost == nullptr) return Violation{.pointer = {}, .reason = "does not fit the schema"};
    return Violation{.pointer = pointer_to(innermost->context), .reason = innermost->description};
  } catch (const std::exception& error) {
    return Violation{.pointer = {}, .reason = error.what()};
  }
}

}  // namespace stint
