// What can go wrong because of the outside world, and how each kind is told to the caller.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stint {

enum class ErrorCode : std::uint8_t {
  failure,         // anything without a kind of its own; partly done work included
  usage,           // the request itself is wrong: options, arguments, malformed input
  authentication,  // no or wrong credentials
  not_found,
  conflict,   // the thing changed or exists already, or is of a newer version
  throttled,  // told to wait, or no answer in time
  declined,   // needs a confirmation that was not given
  threshold,  // an evaluation missed its threshold
};

// One row per code: the process's exit status, the HTTP status, and a stable name for JSON.
struct ErrorKind {
  ErrorCode code;
  int exit_status;
  int http_status;
  std::string_view name;
};
[[nodiscard]] const ErrorKind& error_kind(ErrorCode code);

// `message` says what happened, `where` the file and position (may be empty), `hint` what to do about it
// (may be empty). None of them ever holds a secret.
struct Error {
  ErrorCode code = ErrorCode::failure;
  std::string message;
  std::string where;
  std::string hint;

  // "where: message; hint" with the empty parts left out.
  [[nodiscard]] std::string to_string() const;
};

}  // namespace stint
