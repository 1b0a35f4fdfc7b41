// From JSON Schema to shapes. For this folder's files only.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "language/schema/shape.h"

namespace stint::language::schema {

// Errors as of Schema::parse.
[[nodiscard]] Result<ShapePointer> parse_shape(const JsonDocument& schema);

// An error at a JSON pointer, shown as a fragment: "#/properties/name".
[[nodiscard]] std::unexpected<Error> refuse(std::string message, std::string_view pointer,
                                            std::string hint = {});

}  // namespace stint::language::schema
