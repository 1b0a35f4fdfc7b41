#include "language/schema/validate.h"

#include <utility>

#include "language/schema/json_text.h"
#include "lib/valijson/json_schema.h"

namespace stint::language::schema {
namespace {

MisfitKind kind_of(TextFaultKind kind) {
  switch (kind) {
    case TextFaultKind::not_json:
      return MisfitKind::not_json;
    case TextFaultKind::duplicate_key:
    case TextFaultKind::null_character:
      return MisfitKind::ambiguous;
    case TextFaultKind::too_deep:
      return MisfitKind::too_deep;
  }
  return MisfitKind::not_json;
}

}  // namespace

Error Misfit::to_error() const {
  return {.code = ErrorCode::failure, .message = reason, .where = "answer #" + pointer, .hint = {}};
}

std::expected<JsonDocument, Misfit> validate(const Schema& schema, std::string_view text) {
  auto document = read_json(text);
  if (!document) {
    TextFault& fault = document.error();
    return std::unexpected(Misfit{
        .kind = kind_of(fault.kind), .pointer = std::move(fault.pointer), .reason = std::move(fault.reason)});
  }
  auto violation = schema.checker().check(*document);
  if (violation) {
    return std::unexpected(Misfit{.kind = MisfitKind::does_not_fit,
                                  .pointer = std::move(violation->pointer),
                                  .reason = std::move(violation->reason)});
  }
  return std::move(*document);
}

}  // namespace stint::language::schema

namespace stint::language {

Result<JsonDocument> validate(const Schema& schema, std::string_view text) {
  auto value = schema::validate(schema, text);
  if (!value) return fail(value.error().to_error());
  return std::move(*value);
}

}  // namespace stint::language
