// Why a model file is not taken.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::llama {

enum class Flaw : std::uint8_t {
  not_gguf,              // another kind of file
  unsupported_version,   // of GGUF, or of the other byte order
  truncated,             // ends before what it announces
  malformed,             // says what cannot be: sizes beyond the file, contradictions, missing values
  unknown_architecture,  // of a family that is not supported; named in the reason
  unsupported,  // a valid file of a kind that is not taken: a part of a split model, an adapter as a model
};
// "not_gguf" and so on.
[[nodiscard]] std::string_view flaw_name(Flaw flaw);

struct Refusal {
  Flaw flaw = Flaw::malformed;
  std::string reason;          // valid UTF-8, whatever the file holds
  std::uint64_t position = 0;  // byte of the file at which it shows; 0 when it is no place
};

template <class T>
using Checked = std::expected<T, Refusal>;

// ErrorCode::usage, with the flaw's name and the position in the message.
[[nodiscard]] Error to_error(const Refusal& refusal, std::string file);

}  // namespace stint::llama
