// Leaves an origin alone that keeps failing. A value; time is passed in.
#pragma once

#include <cstdint>
#include <optional>

#include "base/instant.h"

namespace stint::outbound {

struct CircuitOptions {
  int failures = 5;          // one after another, and it opens
  Milliseconds open{5'000};  // until one trial is let through; doubled by every trial that fails
  Milliseconds longest_open{300'000};
};

enum class CircuitState : std::uint8_t { closed, open, half_open };

class Circuit {
 public:
  explicit Circuit(const CircuitOptions& options) : options_(options), pause_(options.open) {}

  // Whether a request may go out. In the half-open state only one may: a trial. Each that may is to be
  // reported by one of the three below; a trial that is not is taken for lost after as long as the circuit
  // was open.
  [[nodiscard]] bool allow(Instant now);

  void succeeded();
  void failed(Instant now);
  void left_open();  // neither, such as a request that was cancelled

  [[nodiscard]] CircuitState state(Instant now) const;
  // When the next request has a chance; zero when it has now.
  [[nodiscard]] Milliseconds wait(Instant now) const;

 private:
  CircuitOptions options_;
  int failures_ = 0;
  Milliseconds pause_;
  std::optional<Instant> opened_;  // nothing: closed
  std::optional<Instant> trial_;
};

}  // namespace stint::outbound
