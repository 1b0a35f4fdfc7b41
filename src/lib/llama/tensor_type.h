// How a tensor's numbers are stored in a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stint::llama {

// Rows are made of blocks of `elements` numbers, `bytes` long each.
struct TensorType {
  std::string_view name;  // as the field says it: "f32", "q4_0", "q6_K"
  std::int64_t elements = 1;
  std::uint64_t bytes = 0;
  bool computable = false;  // may be multiplied with; others only store
};

// By its number in GGUF files; nothing when there is no such type, or no more.
[[nodiscard]] std::optional<TensorType> tensor_type(std::uint32_t number);

}  // namespace stint::llama
