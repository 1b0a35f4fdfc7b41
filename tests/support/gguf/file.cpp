#include "support/gguf/file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

namespace stint::test::gguf {
namespace {

constexpr std::uint32_t kVersion = 3;
constexpr std::uint64_t kAlignment = 32;
constexpr std::size_t kBlock = 32;

// The numbers of GGUF's value types that are used here.
enum class ValueType : std::uint32_t { u8 = 0, u32 = 4, i32 = 5, f32 = 6, boolean = 7, text = 8, array = 9 };

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint64_t>(text.size()));
  out += text;
}

void put_key(std::string& out, std::string_view key, ValueType type) {
  put_text(out, key);
  put(out, static_cast<std::uint32_t>(type));
}

std::uint64_t padding(std::uint64_t bytes) {
  return (kAlignment - bytes % kAlignment) % kAlignment;
}

// IEEE half precision, rounded to nearest; numbers too small become 0, and none here are too great.
std::uint16_t half(float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  const std::uint32_t sign = (bits >> 16U) & 0x8000U;
  const auto exponent = static_cast<std::int32_t>((bits >> 23U) & 0xFFU) - 127 + 15;
  if (exponent <= 0) return static_cast<std::uint16_t>(sign);
  const std::uint32_t rounded = (bits & 0x7FFFFFU) + 0x1000U;
  const std::uint32_t magnitude = (static_cast<std::uint32_t>(exponent) << 10U) + (rounded >> 13U);
  return static_cast<std::uint16_t>(sign | std::min(magnitude, 0x7BFFU));
}

float greatest(std::span<const float> numbers) {
  float result = 0;
  for (const float number : numbers) result = std::max(result, std::abs(number));
  return result;
}

// Blocks of 32: a scale and whole numbers; q4_0 holds -8..7 as 0..15, the first half of a block in the lower
// bits.
void put_block(std::string& out, NumberType type, std::span<const float> block) {
  const float most = greatest(block);
  const float scale = most / (type == NumberType::q4_0 ? 7.0F : 127.0F);
  put(out, half(scale));
  const auto whole = [&](float number) {
    return scale > 0 ? static_cast<int>(std::lround(number / scale)) : 0;
  };
  if (type == NumberType::q8_0) {
    for (const float number : block) put(out, static_cast<std::int8_t>(std::clamp(whole(number), -127, 127)));
    return;
  }
  for (std::size_t i = 0; i < kBlock / 2; ++i) {
    const auto low = static_cast<unsigned>(std::clamp(whole(block[i]) + 8, 0, 15));
    const auto high = static_cast<unsigned>(std::clamp(whole(block[i + kBlock / 2]) + 8, 0, 15));
    put(out, static_cast<std::uint8_t>(low | (high << 4U)));
  }
}

}  // namespace

std::uint64_t stored_bytes(NumberType type, std::uint64_t numbers) {
  switch (type) {
    case NumberType::f32:
      return numbers * 4;
    case NumberType::f16:
      return numbers * 2;
    case NumberType::q4_0:
      return numbers / kBlock * 18;
    case NumberType::q8_0:
      return numbers / kBlock * 34;
  }
  return 0;
}

std::string stored(NumberType type, std::span<const float> numbers) {
  std::string out;
  out.reserve(stored_bytes(type, numbers.size()));
  if (type == NumberType::f32) {
    out.assign(reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes());
  } else if (type == NumberType::f16) {
    for (const float number : numbers) put(out, half(number));
  } else {
    for (std::size_t i = 0; i + kBlock <= numbers.size(); i += kBlock)
      put_block(out, type, numbers.subspan(i, kBlock));
  }
  return out;
}

void File::set(std::string_view key, std::string_view text) {
  put_key(metadata_, key, ValueType::text);
  put_text(metadata_, text);
  ++metadata_count_;
}

void File::set(std::string_view key, std::uint32_t number) {
  put_key(metadata_, key, ValueType::u32);
  put(metadata_, number);
  ++metadata_count_;
}

void File::set(std::string_view key, std::int32_t number) {
  put_key(metadata_, key, ValueType::i32);
  put(metadata_, number);
  ++metadata_count_;
}

void File::set(std::string_view key, float number) {
  put_key(metadata_, key, ValueType::f32);
  put(metadata_, number);
  ++metadata_count_;
}

void File::set(std::string_view key, bool truth) {
  put_key(metadata_, key, ValueType::boolean);
  put(metadata_, static_cast<std::uint8_t>(truth ? 1 : 0));
  ++metadata_count_;
}

void File::set(std::string_view key, std::span<const std::string> texts) {
  put_key(metadata_, key, ValueType::array);
  put(metadata_, static_cast<std::uint32_t>(ValueType::text));
  put(metadata_, static_cast<std::uint64_t>(texts.size()));
  for (const std::string& text : texts) put_text(metadata_, text);
  ++metadata_count_;
}

template <class Number>
void File::set_array(std::string_view key, std::uint32_t type, std::span<const Number> numbers) {
  put_key(metadata_, key, ValueType::array);
  put(metadata_, type);
  put(metadata_, static_cast<std::uint64_t>(numbers.size()));
  for (const Number number : numbers) put(metadata_, number);
  ++metadata_count_;
}

void File::set(std::string_view key, std::span<const std::int32_t> numbers) {
  set_array(key, static_cast<std::uint32_t>(ValueType::i32), numbers);
}

void File::set(std::string_view key, std::span<const float> numbers) {
  set_array(key, static_cast<std::uint32_t>(ValueType::f32), numbers);
}

void File::set(std::string_view key, std::span<const std::uint8_t> bytes) {
  set_array(key, static_cast<std::uint32_t>(ValueType::u8), bytes);
}

void File::add_tensor(std::string_view name, NumberType type, std::vector<std::uint64_t> shape, Rows rows) {
  tensors_.push_back({std::string(name), type, std::move(shape), std::move(rows)});
}

std::string File::header() const {
  std::string out = "GGUF";
  put(out, kVersion);
  put(out, static_cast<std::uint64_t>(tensors_.size()));
  put(out, metadata_count_);
  out += metadata_;
  std::uint64_t offset = 0;
  for (const Tensor& tensor : tensors_) {
    put_text(out, tensor.name);
    put(out, static_cast<std::uint32_t>(tensor.shape.size()));
    std::uint64_t numbers = 1;
    for (const std::uint64_t size : tensor.shape) {
      put(out, size);
      numbers *= size;
    }
    put(out, static_cast<std::uint32_t>(tensor.type));
    put(out, offset);
    const std::uint64_t bytes = stored_bytes(tensor.type, numbers);
    offset += bytes + padding(bytes);
  }
  out.append(padding(out.size()), '\0');
  return out;
}

void File::write(std::ostream& out) const {
  out << header();
  std::vector<float> row;
  for (const Tensor& tensor : tensors_) {
    std::uint64_t count = 1;
    for (std::size_t i = 1; i < tensor.shape.size(); ++i) count *= tensor.shape[i];
    row.resize(tensor.shape[0]);
    for (std::uint64_t i = 0; i < count; ++i) {
      tensor.rows(row, i);
      out << stored(tensor.type, row);
    }
    const std::uint64_t bytes = stored_bytes(tensor.type, tensor.shape[0] * count);
    out << std::string(padding(bytes), '\0');
  }
}

void File::write(const std::filesystem::path& path) const {
  std::ofstream out(path, std::ios::binary);
  write(out);
}

std::string File::bytes() const {
  std::ostringstream out;
  write(out);
  return std::move(out).str();
}

}  // namespace stint::test::gguf
