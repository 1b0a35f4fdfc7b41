// Connections that stay open to be told of events.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace stint::http {

using SharedText = std::shared_ptr<const std::string>;

struct Listener {
  Listener(boost::asio::io_context& context, std::uint32_t wanted) : topics(wanted), wake(context) {}
  std::uint32_t topics;
  std::deque<SharedText> waiting;
  bool lost = false;               // too far behind
  boost::asio::steady_timer wake;  // cancelled when there is something to look at
};

// Used on the server's thread alone, but for size().
class Listeners {
 public:
  // A listener that is further behind is lost.
  explicit Listeners(std::size_t most_waiting) : most_waiting_(most_waiting) {}

  [[nodiscard]] std::shared_ptr<Listener> add(boost::asio::io_context& context, std::uint32_t topics);
  void remove(const std::shared_ptr<Listener>& listener);
  // To those who listen to one of the topics.
  void send(const SharedText& text, std::uint32_t topics);
  void wake_all();
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::size_t most_waiting_;
  std::vector<std::shared_ptr<Listener>> all_;
  std::atomic<std::size_t> size_ = 0;
};

}  // namespace stint::http
