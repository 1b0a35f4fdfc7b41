// Which state of which store a dataset shows.
#pragma once

#include <cstdint>
#include <string>

#include "history/fingerprint.h"

namespace stint::history {

struct Stamp {
  std::string store;          // the store's own id
  std::int64_t revision = 0;  // of its journal
  Fingerprint fingerprint;
};

}  // namespace stint::history
