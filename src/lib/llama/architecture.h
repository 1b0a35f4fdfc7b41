// The families of models that are supported.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace stint::llama {

enum class Family : std::uint8_t {
  decoder,          // continues text
  encoder,          // turns text into a vector
  encoder_decoder,  // reads a text, then writes another (T5)
};

struct Architecture {
  std::string_view name;  // as files say it
  Family family = Family::decoder;
};

// Transformers whose memory follows from their header. llama.cpp knows more.
[[nodiscard]] std::span<const Architecture> architectures();
// Null when it is not supported.
[[nodiscard]] const Architecture* find_architecture(std::string_view name);

}  // namespace stint::llama
