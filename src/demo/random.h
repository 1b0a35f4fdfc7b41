// The generator's own random numbers: the same seed gives the same sequence on every machine and compiler.
// Integers only; nothing here touches floating point.
//
// Compilers evaluate the arguments of a call, and the operands of most operators, in an order of their own.
// Never draw twice among the arguments of one call or in one sum: name the first draw. Braces are safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace stint::demo {

// One step of splitmix64: a well-mixed value for `value`, used for seeding and for stable hashes.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  return mix(mix(a) ^ b);
}
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return mix(mix(a, b), c);
}

// xoshiro256** by Blackman and Vigna.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) {
    for (auto& word : state_) word = seed = mix(seed);
  }

  constexpr std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  // 0 <= result < bound; bound must be positive and below 2^32.
  constexpr std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(((next() >> 32U) * static_cast<std::uint64_t>(bound)) >> 32U);
  }

  // low <= result <= high; an empty range gives low.
  constexpr std::int64_t between(std::int64_t low, std::int64_t high) {
    return high <= low ? low : low + below(high - low + 1);
  }

  // True in `permille` of 1000 cases.
  constexpr bool chance(std::int64_t permille) { return below(1000) < permille; }

  template <class Container>
  constexpr const auto& pick(const Container& from) {
    return from[static_cast<std::size_t>(below(static_cast<std::int64_t>(from.size())))];
  }

  template <class T>
  constexpr void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<std::int64_t>(i)))]);
    }
  }

 private:
  static constexpr std::uint64_t rotate(std::uint64_t value, unsigned by) {
    return (value << by) | (value >> (64U - by));
  }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace stint::demo
