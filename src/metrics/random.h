// Random numbers for resampling: one seed gives one sequence, on every machine and with every compiler.
#pragma once

#include <cstdint>

namespace stint::metrics {

// Splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31U);
  }

 private:
  std::uint64_t state_;
};

// Half of a random word as a number below `bound`. What that favours is less than bound / 2^32.
[[nodiscard]] constexpr std::uint32_t scaled(std::uint32_t random, std::uint32_t bound) {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(random) * bound) >> 32U);
}

}  // namespace stint::metrics
