// What add and pull show while and after they work.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "app/session.h"
#include "app/verbs/model/view.h"

namespace stint::app {

// How far a transfer is: bytes, rate, time left. On a terminal a line that draws itself over, otherwise a
// plain line for each tenth of a large file; nothing with --quiet.
class TransferBar {
 public:
  TransferBar(const Session& session, std::string_view what);

  // Begins to count anew when `what` changes.
  void update(std::uint64_t done, std::uint64_t total);
  void update(std::string_view what, std::uint64_t done, std::uint64_t total);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] std::string state(std::uint64_t done, std::uint64_t total) const;
  void draw(std::uint64_t done, std::uint64_t total);
  void write_line(std::uint64_t done, std::uint64_t total);

  std::ostream& err_;
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  bool begun_ = false;
  std::string what_;
  std::uint64_t first_ = 0;  // bytes that were there before
  std::uint64_t tenths_ = 0;
  Clock::time_point start_;
  Clock::time_point last_drawn_;
};

// The present, for what is recorded.
[[nodiscard]] Instant now();

// In lower case, without "sha256:" before it. ErrorCode::usage when it is no SHA-256; empty stays empty.
[[nodiscard]] Result<std::string> checked_hash(std::string_view given);

// That a model is here now, and what to do next.
[[nodiscard]] std::string arrived_text(const ExaminedModel& examined);

}  // namespace stint::app
