#include "server/chat/stop_texts.h"

#include <algorithm>
#include <utility>

namespace stint::server {
namespace {

// How many bytes at the end of `text` may be the beginning of `stop`.
std::size_t begun(std::string_view text, std::string_view stop) {
  std::size_t length = std::min(text.size(), stop.size() - 1);
  while (!text.ends_with(stop.substr(0, length))) --length;
  return length;
}

}  // namespace

std::string StopTexts::add(std::string_view piece) {
  if (stopped_) return {};
  // No stop text ends in what was held back, or it would have stopped then.
  std::size_t end = held_.size();
  held_ += piece;
  while (++end <= held_.size()) {
    const auto so_far = std::string_view(held_).substr(0, end);
    std::size_t longest = 0;
    for (const std::string& stop : stops_) {
      if (so_far.ends_with(stop)) longest = std::max(longest, stop.size());
    }
    if (longest == 0) continue;
    stopped_ = true;
    held_.resize(end - longest);
    return std::exchange(held_, {});
  }
  std::size_t kept = 0;
  for (const std::string& stop : stops_) kept = std::max(kept, begun(held_, stop));
  std::string sure = held_.substr(0, held_.size() - kept);
  held_.erase(0, sure.size());
  return sure;
}

std::string StopTexts::rest() {
  return std::exchange(held_, {});
}

}  // namespace stint::server
