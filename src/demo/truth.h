// truth.json: what was planted, what follows from it, what comes close, and every sprint's exact ledger.
#pragma once

#include <cstdint>
#include <string>

#include "demo/board_builder.h"

namespace stint::demo {

// Gathers the truth board by board. The ledgers, which grow with the demo, are handed over as text after each
// board so that they can be put aside; the rest is small.
class TruthWriter {
 public:
  // The board's ledgers as JSON objects, each on a line of its own and followed by a comma except that the
  // first object of all has none before it.
  [[nodiscard]] std::string add(const BuiltBoard& built);

  // Everything up to the list of ledgers, which is to follow, and what closes the document after it.
  [[nodiscard]] std::string head(const DemoOptions& options, std::int64_t boards) const;
  [[nodiscard]] static std::string_view tail() { return "\n]}\n"; }

 private:
  void add_finding(std::string& list, const BuiltBoard& built, const Finding& finding,
                   const Planted* planted);

  std::string plants_;
  std::string consequences_;
  std::string near_misses_;
  bool first_ledger_ = true;
};

}  // namespace stint::demo
