// GET /v1/models in OpenAI's shape, both sides of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language::openai {

struct ListedModel {
  std::string id;
  std::int64_t created = 0;  // seconds since 1970
  std::string owned_by;
};

[[nodiscard]] JsonDocument to_json(const ListedModel& model);
[[nodiscard]] JsonDocument to_json(const std::vector<ListedModel>& models);
// ErrorCode::usage when it is no such list.
[[nodiscard]] Result<std::vector<ListedModel>> read_models(std::string_view body);

}  // namespace stint::language::openai
