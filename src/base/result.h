// The one way a function says that the outside world (files, network, SQL, input) got in the way.
// Bugs are assertions, not results.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/error.h"

namespace stint {

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

// Nothing to return but whether it worked.
using Outcome = Result<void>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {},
                                                 std::string hint = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(where), std::move(hint)});
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}

}  // namespace stint

// Returns the error of `expression` from the enclosing function, or goes on.
#define STINT_TRY(expression)                              \
  do {                                                     \
    if (auto stint_try_ = (expression); !stint_try_) {     \
      return ::stint::fail(std::move(stint_try_).error()); \
    }                                                      \
  } while (false)

// Declares `variable` as the value of `expression`, or returns its error from the enclosing function.
#define STINT_ASSIGN(variable, expression)                                            \
  auto variable##_result = (expression);                                              \
  if (!variable##_result) return ::stint::fail(std::move(variable##_result).error()); \
  auto variable = std::move(*variable##_result)
