#include "lib/llama/refusal.h"

#include <fmt/format.h>
#include <utility>

namespace stint::llama {

std::string_view flaw_name(Flaw flaw) {
  switch (flaw) {
    case Flaw::not_gguf:
      return "not_gguf";
    case Flaw::unsupported_version:
      return "unsupported_version";
    case Flaw::truncated:
      return "truncated";
    case Flaw::malformed:
      return "malformed";
    case Flaw::unknown_architecture:
      return "unknown_architecture";
    case Flaw::unsupported:
      return "unsupported";
  }
  return "malformed";
}

Error to_error(const Refusal& refusal, std::string file) {
  Error error{
      ErrorCode::usage, fmt::format("{} ({})", refusal.reason, flaw_name(refusal.flaw)), std::move(file), {}};
  if (refusal.position != 0) error.message += fmt::format(", at byte {}", refusal.position);
  switch (refusal.flaw) {
    case Flaw::not_gguf:
      error.hint = "a model file in the GGUF format is needed";
      break;
    case Flaw::truncated:
    case Flaw::malformed:
      error.hint = "the file may be damaged: download it again";
      break;
    default:
      break;
  }
  return error;
}

}  // namespace stint::llama
