// What takes long to load, and is loaded when it is first needed.
#pragma once

#include <optional>

#include "base/result.h"

namespace stint::language {

// Not safe from several threads.
class LoadOnce {
 public:
  // Loads, or says again what came of it: what could not be loaded is not tried again.
  template <class Load>
  [[nodiscard]] Outcome operator()(Load load) {
    if (!outcome_) outcome_ = load();
    return *outcome_;
  }

 private:
  std::optional<Outcome> outcome_;
};

}  // namespace stint::language
