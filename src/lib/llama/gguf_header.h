// What stands before the weights in a GGUF file: metadata and the table of tensors, read by a reader that
// trusts nothing in it. The format: ggml's docs/gguf.md, versions 2 and 3.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/llama/refusal.h"
#include "lib/llama/tensor_type.h"

namespace stint::llama {

// As numbered in the file.
enum class ValueType : std::uint8_t { u8, i8, u16, i16, u32, i32, f32, boolean, text, array, u64, i64, f64 };

struct Metadata {
  std::string_view key;
  ValueType type = ValueType::u8;
  ValueType element = ValueType::u8;  // of an array; otherwise as `type`
  std::uint64_t count = 1;            // elements of an array
  std::span<const std::byte> bytes;   // the value as it lies in the file, without the length of a text
};

struct Tensor {
  std::string_view name;
  std::uint32_t type_number = 0;
  TensorType type;
  std::array<std::int64_t, 4> shape{1, 1, 1, 1};  // innermost dimension first
  std::uint64_t offset = 0;                       // from the start of the weights
  std::uint64_t bytes = 0;
  [[nodiscard]] std::uint64_t elements() const;
  [[nodiscard]] bool is_vector() const { return shape[1] == 1 && shape[2] == 1 && shape[3] == 1; }
};

// Views into the bytes it was read from.
class Header {
 public:
  std::uint32_t version = 0;
  std::uint64_t alignment = 32;     // of tensors; bytes, a power of two
  std::uint64_t weights_begin = 0;  // bytes from the start of the file
  std::uint64_t weights_bytes = 0;  // with the padding between tensors
  std::vector<Metadata> metadata;
  std::vector<Tensor> tensors;

  [[nodiscard]] const Metadata* find(std::string_view key) const;
  [[nodiscard]] const Tensor* find_tensor(std::string_view name) const;

  // The value of `key`, or nothing when it is absent or of another type. Integers of every width count, as
  // long as they are not negative.
  [[nodiscard]] std::optional<std::uint64_t> integer(std::string_view key) const;
  [[nodiscard]] std::optional<std::string_view> text(std::string_view key) const;
  // One integer, or an array of them; empty when absent or of another type.
  [[nodiscard]] std::vector<std::uint64_t> integers(std::string_view key) const;
};

// Reads from the bytes of a whole file. What it gives has been checked: everything lies within the file, keys
// and names are unique, sizes follow from shapes, and tensors lie one after another. Time: as long as the
// header.
[[nodiscard]] Checked<Header> read_header(std::span<const std::byte> file);

}  // namespace stint::llama
