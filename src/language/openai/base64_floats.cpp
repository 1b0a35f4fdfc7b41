#include "language/openai/base64_floats.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace stint::language::openai {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

std::string bytes_of(std::span<const float> values) {
  std::string bytes;
  bytes.reserve(values.size() * 4);
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((bits >> shift) & 0xFFU);
  }
  return bytes;
}

}  // namespace

std::string floats_to_base64(std::span<const float> values) {
  const std::string bytes = bytes_of(values);
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t there = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      word = (word << 8U) | (k < there ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= there ? kAlphabet[(word >> (18 - 6 * k)) & 0x3FU] : '=';
    }
  }
  return text;
}

std::optional<std::vector<float>> floats_from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  std::vector<float> values;
  values.reserve(text.size() * 3 / 16);
  std::uint32_t held = 0;
  unsigned bits = 0;
  std::uint32_t word = 0;
  unsigned filled = 0;
  for (const char c : text) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kNone) return std::nullopt;
    held = (held << 6U) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    word |= ((held >> bits) & 0xFFU) << filled;
    held &= (1U << bits) - 1;
    filled += 8;
    if (filled < 32) continue;
    values.push_back(std::bit_cast<float>(word));
    word = 0;
    filled = 0;
  }
  if (filled != 0 || held != 0) return std::nullopt;
  return values;
}

}  // namespace stint::language::openai
