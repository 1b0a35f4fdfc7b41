// What tokens cost.
#pragma once

#include "language/generation.h"

namespace stint::language {

// In whatever money the account is kept in.
struct Price {
  double read_per_million = 0;  // tokens of prompts
  double written_per_million = 0;
};
[[nodiscard]] inline double cost_of(const Usage& usage, const Price& price) {
  constexpr double kMillion = 1e6;
  return (static_cast<double>(usage.read) * price.read_per_million +
          static_cast<double>(usage.written) * price.written_per_million) /
         kMillion;
}

}  // namespace stint::language
