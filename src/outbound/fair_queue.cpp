#include "outbound/fair_queue.h"

#include <algorithm>
#include <utility>

namespace stint::outbound {

std::optional<FairQueue::Ticket> FairQueue::enter(const std::string& key) {
  if (waiting_ >= options_.waiting) return std::nullopt;
  Lane& lane = lanes_[key];
  if (lane.waiting.empty()) turns_.push_back(key);
  lane.waiting.push_back(++last_);
  places_[last_] = {key, false};
  ++waiting_;
  return last_;
}

std::optional<FairQueue::Ticket> FairQueue::start() {
  if (running_ >= options_.running) return std::nullopt;
  const auto turn = std::ranges::find_if(
      turns_, [&](const std::string& key) { return lanes_[key].running < options_.running_per_key; });
  if (turn == turns_.end()) return std::nullopt;
  std::string key = std::move(*turn);
  turns_.erase(turn);
  Lane& lane = lanes_[key];
  const Ticket ticket = lane.waiting.front();
  lane.waiting.pop_front();
  ++lane.running;
  --waiting_;
  ++running_;
  places_[ticket].running = true;
  if (!lane.waiting.empty()) turns_.push_back(std::move(key));
  return ticket;
}

void FairQueue::leave(Ticket ticket) {
  const auto place = places_.find(ticket);
  if (place == places_.end()) return;
  const auto lane = lanes_.find(place->second.key);
  if (place->second.running) {
    --lane->second.running;
    --running_;
  } else {
    std::erase(lane->second.waiting, ticket);
    --waiting_;
    if (lane->second.waiting.empty()) std::erase(turns_, place->second.key);
  }
  if (lane->second.waiting.empty() && lane->second.running == 0) lanes_.erase(lane);
  places_.erase(place);
}

}  // namespace stint::outbound
