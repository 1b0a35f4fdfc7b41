// What a schema is made of. For this folder's files only.
#pragma once

#include <string>

#include "language/schema/schema.h"
#include "language/schema/shape.h"
#include "lib/nlohmann/json_document.h"
#include "lib/valijson/json_schema.h"

namespace stint::language {

struct Schema::Content {
  std::string text;
  JsonDocument document;
  schema::ShapePointer shape;
  std::string strict_text;
  JsonSchema checker;
};

}  // namespace stint::language
