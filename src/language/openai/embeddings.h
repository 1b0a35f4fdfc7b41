// POST /v1/embeddings in OpenAI's shape, both sides of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language::openai {

struct EmbeddingRequest {
  std::string model;
  std::vector<std::string> input;
  std::optional<std::uint32_t> dimensions;
  bool base64 = false;  // numbers as base64 of 32-bit floats, little-endian; OpenAI's own clients ask for it
};

struct EmbeddingAnswer {
  std::string model;
  std::vector<std::vector<float>> vectors;  // in the order of the input
  std::uint64_t prompt_tokens = 0;
};

// ErrorCode::usage with the parameter in `where`. Inputs of token numbers are refused.
[[nodiscard]] Result<EmbeddingRequest> read_embedding_request(std::string_view body);
[[nodiscard]] JsonDocument to_json(const EmbeddingRequest& request);

// ErrorCode::failure when these are not `count` vectors of one length with finite numbers.
[[nodiscard]] Result<EmbeddingAnswer> read_embedding_answer(std::string_view body, std::size_t count);
[[nodiscard]] JsonDocument to_json(const EmbeddingAnswer& answer, bool base64);

}  // namespace stint::language::openai
