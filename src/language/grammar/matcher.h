// Reads a text byte by byte and says whether it keeps to a grammar.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "language/grammar/automaton.h"
#include "language/grammar/positions.h"

namespace stint::language::grammar {

// One thread at a time.
class Matcher {
 public:
  explicit Matcher(std::shared_ptr<const Automaton> automaton);

  // False when no text goes on like this; then nothing was read.
  [[nodiscard]] bool advance(std::uint8_t byte);
  [[nodiscard]] bool advance(std::string_view bytes);

  // What was read is complete. It may be possible to go on all the same.
  [[nodiscard]] bool accepts() const { return grammar::accepts(positions_); }

  // The bytes that must follow because nothing else can, at most `limit`.
  [[nodiscard]] std::string forced(std::size_t limit = 4096) const;

  [[nodiscard]] const Positions& positions() const { return positions_; }
  [[nodiscard]] const Automaton& automaton() const { return *automaton_; }

 private:
  std::shared_ptr<const Automaton> automaton_;
  mutable Stepper stepper_;
  Positions positions_;
  Positions next_;
};

}  // namespace stint::language::grammar
