#include "app/verbs/model/progress.h"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>

#include "language/models/task.h"
#include "lib/sodium/sha256.h"

namespace stint::app {
namespace {

std::string time_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  if (whole >= 3600) return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  if (whole >= 60) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} s", whole);
}

}  // namespace

TransferBar::TransferBar(const Session& session, std::string_view what)
    : err_(session.err()), quiet_(session.given().quiet), terminal_(session.err_is_terminal()), what_(what) {}

void TransferBar::update(std::string_view what, std::uint64_t done, std::uint64_t total) {
  if (what != what_) {
    what_ = what;
    begun_ = false;
    tenths_ = 0;
  }
  update(done, total);
}

void TransferBar::update(std::uint64_t done, std::uint64_t total) {
  if (quiet_) return;
  if (!begun_ || done < first_) {
    begun_ = true;
    first_ = done;
    start_ = Clock::now();
  }
  if (terminal_) {
    draw(done, total);
  } else {
    write_line(done, total);
  }
}

void TransferBar::clear() {
  if (drawn_) err_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

std::string TransferBar::state(std::uint64_t done, std::uint64_t total) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate = seconds > 0 ? static_cast<double>(done - first_) / seconds : 0;
  std::string text = size_text(done);
  if (total > 0) text += " of " + size_text(total);
  text += fmt::format(", {:.1f} MB/s", rate / 1e6);
  // Before the rate has settled a guess is worth nothing.
  if (seconds > 1 && rate > 0 && total > done) {
    text += ", " + time_text(static_cast<double>(total - done) / rate) + " left";
  }
  return text;
}

void TransferBar::draw(std::uint64_t done, std::uint64_t total) {
  constexpr auto kBetween = std::chrono::milliseconds{100};
  const auto moment = Clock::now();
  if (drawn_ && moment - last_drawn_ < kBetween && done != total) return;
  last_drawn_ = moment;
  err_ << "\r\x1b[K" << what_ << ' ';
  if (total > 0) err_ << fmt::format("{:3} %  ", std::min(done, total) * 100 / total);
  err_ << state(done, total) << std::flush;
  drawn_ = true;
}

void TransferBar::write_line(std::uint64_t done, std::uint64_t total) {
  constexpr std::uint64_t kLarge = std::uint64_t{64} << 20U;
  if (total < kLarge) return;
  const std::uint64_t tenths = std::min(done, total) * 10 / total;
  if (tenths == tenths_) return;
  tenths_ = tenths;
  err_ << fmt::format("{} {} %: {}\n", what_, tenths * 10, state(done, total)) << std::flush;
}

Instant now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Result<std::string> checked_hash(std::string_view given) {
  constexpr std::string_view kPrefix = "sha256:";
  if (given.starts_with(kPrefix)) given.remove_prefix(kPrefix.size());
  std::string hash{given};
  for (char& c : hash) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  if (hash.empty() || is_sha256(hash)) return hash;
  return fail(ErrorCode::usage, "--sha256 takes 64 hexadecimal digits", {}, "as sha256sum writes them");
}

std::string arrived_text(const ExaminedModel& examined) {
  const language::StoredModel& model = examined.model;
  std::string text =
      fmt::format("{} is here: {}, {}", model.provenance(), size_text(model.bytes), kind_text(model.family));
  if (const auto memory = examined.memory()) text += fmt::format(", takes {} of memory", size_text(*memory));
  text += ".\n";
  if (model.verified == language::Verified::recorded) {
    text += "Nobody vouches for its content; its hash was recorded, and holds from now on.\n";
  }
  if (examined.uses.empty()) {
    text += fmt::format("To use it: stint model use {}{}\n", model.name,
                        language::makes_text(model.family) ? "" : " --for embed");
  }
  return text;
}

}  // namespace stint::app
