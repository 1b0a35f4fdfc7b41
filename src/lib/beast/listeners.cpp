#include "lib/beast/listeners.h"

namespace stint::http {

std::shared_ptr<Listener> Listeners::add(boost::asio::io_context& context, std::uint32_t topics) {
  auto listener = std::make_shared<Listener>(context, topics);
  all_.push_back(listener);
  size_ = all_.size();
  return listener;
}

void Listeners::remove(const std::shared_ptr<Listener>& listener) {
  std::erase(all_, listener);
  size_ = all_.size();
}

void Listeners::send(const SharedText& text, std::uint32_t topics) {
  for (const auto& listener : all_) {
    if ((listener->topics & topics) == 0) continue;
    if (listener->waiting.size() >= most_waiting_) listener->lost = true;
    listener->waiting.push_back(text);
    listener->wake.cancel();
  }
}

void Listeners::wake_all() {
  for (const auto& listener : all_) listener->wake.cancel();
}

}  // namespace stint::http
