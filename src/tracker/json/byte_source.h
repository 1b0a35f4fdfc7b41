// Where bytes come from: a file, standard input, or a test's text cut in odd places.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "base/result.h"

namespace stint::tracker {

// Fills the front of the given room and says how many bytes it wrote; 0 at the end.
using ByteSource = std::function<Result<std::size_t>(std::span<char>)>;

}  // namespace stint::tracker
