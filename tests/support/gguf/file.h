// Writing GGUF files: metadata, then tensors whose numbers are made when they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stint::test::gguf {

enum class NumberType : std::uint32_t { f32 = 0, f16 = 1, q4_0 = 2, q8_0 = 8 };
// Bytes that `numbers` take.
[[nodiscard]] std::uint64_t stored_bytes(NumberType type, std::uint64_t numbers);
// Stores numbers in a type; their count is a multiple of 32 for those that are quantised.
[[nodiscard]] std::string stored(NumberType type, std::span<const float> numbers);

class File {
 public:
  void set(std::string_view key, std::string_view text);
  void set(std::string_view key, const char* text) { set(key, std::string_view(text)); }
  void set(std::string_view key, std::uint32_t number);
  void set(std::string_view key, std::int32_t number);
  void set(std::string_view key, float number);
  void set(std::string_view key, bool truth);
  void set(std::string_view key, std::span<const std::string> texts);
  void set(std::string_view key, std::span<const std::int32_t> numbers);
  void set(std::string_view key, std::span<const float> numbers);
  void set(std::string_view key, std::span<const std::uint8_t> bytes);

  // Fills a row: its numbers, and which one it is.
  using Rows = std::function<void(std::span<float> row, std::uint64_t number)>;
  // `shape` innermost dimension first, as in the file.
  void add_tensor(std::string_view name, NumberType type, std::vector<std::uint64_t> shape, Rows rows);

  // Everything, or only what stands before the numbers. The same calls give the same bytes.
  void write(std::ostream& out) const;
  void write(const std::filesystem::path& path) const;
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] std::string header() const;

 private:
  struct Tensor {
    std::string name;
    NumberType type = NumberType::f32;
    std::vector<std::uint64_t> shape;
    Rows rows;
  };

  template <class Number>
  void set_array(std::string_view key, std::uint32_t type, std::span<const Number> numbers);

  std::string metadata_;
  std::uint64_t metadata_count_ = 0;
  std::vector<Tensor> tensors_;
};

}  // namespace stint::test::gguf
