#include "base/error.h"

#include <array>

namespace stint {
namespace {

constexpr std::array kErrorKinds{
    ErrorKind{ErrorCode::failure, 1, 500, "failure"},
    ErrorKind{ErrorCode::usage, 2, 400, "usage"},
    ErrorKind{ErrorCode::authentication, 3, 401, "authentication"},
    ErrorKind{ErrorCode::not_found, 4, 404, "not_found"},
    ErrorKind{ErrorCode::conflict, 5, 409, "conflict"},
    ErrorKind{ErrorCode::throttled, 6, 429, "throttled"},
    ErrorKind{ErrorCode::declined, 7, 428, "declined"},
    ErrorKind{ErrorCode::threshold, 100, 422, "threshold"},
};

}  // namespace

const ErrorKind& error_kind(ErrorCode code) {
  for (const ErrorKind& kind : kErrorKinds) {
    if (kind.code == code) return kind;
  }
  return kErrorKinds[0];
}

std::string Error::to_string() const {
  std::string text;
  if (!where.empty()) text += where + ": ";
  text += message;
  if (!hint.empty()) text += "; " + hint;
  return text;
}

}  // namespace stint
