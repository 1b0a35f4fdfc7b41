// Reads little-endian values from bytes and never beyond them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace stint::llama {

static_assert(std::endian::native == std::endian::little, "GGUF files are used as they lie");

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  [[nodiscard]] std::uint64_t position() const { return position_; }
  [[nodiscard]] std::uint64_t remaining() const { return bytes_.size() - position_; }

  template <class T>
  [[nodiscard]] std::optional<T> value() {
    if (remaining() < sizeof(T)) return std::nullopt;
    T result;
    std::memcpy(&result, bytes_.data() + position_, sizeof(T));
    position_ += sizeof(T);
    return result;
  }

  // The next `count` bytes.
  [[nodiscard]] std::optional<std::span<const std::byte>> take(std::uint64_t count) {
    if (remaining() < count) return std::nullopt;
    const auto result = bytes_.subspan(position_, count);
    position_ += count;
    return result;
  }

  // A text that is preceded by its length.
  [[nodiscard]] std::optional<std::string_view> text() {
    const auto length = value<std::uint64_t>();
    if (!length) return std::nullopt;
    const auto bytes = take(*length);
    if (!bytes) return std::nullopt;
    return std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  }

 private:
  std::span<const std::byte> bytes_;
  std::size_t position_ = 0;
};

}  // namespace stint::llama
