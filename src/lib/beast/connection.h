// One connection: requests are read, answered and, where the answer says so, events are sent, one after
// another, until one side has enough. Used on the server's thread alone.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/text.h"
#include "lib/beast/listeners.h"
#include "lib/beast/request_reading.h"
#include "lib/beast/response_head.h"
#include "lib/beast/server.h"

namespace stint::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using PlainStream = Tcp::socket;
using TlsStream = beast::ssl_stream<Tcp::socket>;
using Clock = std::chrono::steady_clock;

inline constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
inline constexpr auto kNoDeadline = Clock::time_point::max();

// A connection, as far as the server has to know of it.
struct Entry {
  std::string address;
  bool busy = false;  // answering a request
  // The server looks through these about once a second, and calls off what is late: a timer for each step of
  // each request would cost more than many an answer.
  Clock::time_point deadline = kNoDeadline;
  bool late = false;
  std::function<void()> call_off;  // ends what is being waited for on the connection

  void expires_after(Clock::duration time) {
    deadline = Clock::now() + time;
    late = false;
  }
  void expires_never() { deadline = kNoDeadline; }
};

// What the connections of a server share.
struct Common {
  const Limits& limits;
  const Handler& handler;
  asio::io_context& context;
  Listeners listeners{limits.waiting_events};
  HttpDate date = {};
  bool stopping = false;
  std::atomic<std::uint64_t> malformed = 0;
};

template <class Stream>
class Connection {
 public:
  // Both outlive it. Afterwards the entry's way to call it off is no longer to be used.
  Connection(Stream stream, Entry& entry, Common& common)
      : stream_(std::move(stream)), entry_(entry), common_(common) {
    entry_.call_off = [this] {
      boost::system::error_code ignored;
      socket().cancel(ignored);
    };
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() = default;

  asio::awaitable<void> serve() {
    if constexpr (kEncrypted) {
      entry_.expires_after(kHandshakeTime);
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
      if (error) co_return;
    }
    while (!common_.stopping) {
      if (buffer_.size() == 0) {
        entry_.expires_after(common_.limits.keep_alive);
        if (!co_await read_more()) break;
      }
      entry_.expires_after(common_.limits.request_time);
      std::optional<Parser> parser{std::in_place};
      parser->header_limit(static_cast<std::uint32_t>(common_.limits.header_bytes));
      parser->body_limit(common_.limits.body_bytes);
      const unsigned refused = co_await read_request(*parser);
      if (refused != 0) {
        if (refused != kGone) {
          ++common_.malformed;
          co_await write(*plain_answer(refused), Manner{});
          co_await drain();
        }
        break;
      }
      entry_.busy = true;
      entry_.expires_never();
      const Sent sent = co_await answer(*parser);
      entry_.busy = false;
      if (sent.subscription && sent.written && !sent.manner.head) {
        parser.reset();
        buffer_ = beast::flat_buffer{0};
        co_await send_events(sent.subscription->topics);
      }
      if (!sent.manner.keep || !sent.written) break;
    }
    co_await close();
  }

 private:
  static constexpr bool kEncrypted = !std::is_same_v<Stream, PlainStream>;
  static constexpr std::size_t kReadAtOnce = 4096;
  static constexpr std::size_t kReadOfBody = 64 << 10;  // likewise, of a body
  static constexpr unsigned kChunksSince = 11;          // HTTP/1.1
  static constexpr std::size_t kDrained = 256 << 10;    // of a request that was refused before its end
  static constexpr std::chrono::seconds kDrainTime{2};
  static constexpr std::chrono::seconds kHandshakeTime{10};
  static constexpr unsigned kGone = 1;

  // An answer that comes from another thread.
  struct Pending {
    ResponsePtr response;
    std::optional<asio::steady_timer> wake;  // while it is waited for
  };

  // Whether the client is still there, for handlers that want to know.
  struct Departure {
    std::stop_source source{std::nostopstate};  // made when it is asked for
  };

  struct Sent {
    Manner manner;
    bool written = false;
    std::optional<Subscription> subscription;
  };

  Tcp::socket& socket() {
    if constexpr (kEncrypted) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  static asio::awaitable<void> wait_for(asio::steady_timer& timer) {
    timer.expires_at(Clock::time_point::max());
    co_await timer.async_wait(kAwait);
  }

  // False: nothing comes any more.
  asio::awaitable<bool> read_more(std::size_t at_once = kReadAtOnce) {
    const auto [error, read] = co_await stream_.async_read_some(buffer_.prepare(at_once), kAwait);
    if (error) co_return false;
    buffer_.commit(read);
    co_return true;
  }

  // 0, or the status to refuse with; kGone where nobody is there any more.
  asio::awaitable<unsigned> read_request(Parser& parser) {
    parser.eager(false);
    if (const unsigned refused = co_await read_until(parser, [&] { return parser.is_header_done(); });
        refused != 0)
      co_return refused;
    if (ambiguous(parser)) co_return 400;
    if (parser.is_done()) co_return 0;
    if (equal_ignoring_case(parser.get()[beast::http::field::expect], "100-continue")) {
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto [error, size] =
          co_await asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()), kAwait);
      if (error) co_return kGone;
    }
    parser.eager(true);
    co_return co_await read_until(parser, [&] { return parser.is_done(); });
  }

  template <class Done>
  asio::awaitable<unsigned> read_until(Parser& parser, Done done) {
    while (!done()) {
      boost::system::error_code error = beast::http::error::need_more;
      if (buffer_.size() > 0) {
        error = {};
        buffer_.consume(parser.put(buffer_.data(), error));
      }
      if (error == beast::http::error::need_more) {
        if (!co_await read_more(parser.is_header_done() ? kReadOfBody : kReadAtOnce))
          co_return entry_.late ? 408U : kGone;
      } else if (error) {
        const unsigned status = status_of(error);
        co_return status == 0 ? kGone : status;
      }
    }
    co_return 0U;
  }

  asio::awaitable<Sent> answer(const Parser& parser) {
    Request request = view_of(parser, entry_.address, kEncrypted);
    Departure departure;
    request.gone = [&departure] {
      departure.source = std::stop_source{};
      return departure.source.get_token();
    };
    auto pending = std::make_shared<Pending>();
    // Whoever keeps the reply for longer than the server lives keeps nothing of the server's.
    const Reply reply = [&context = common_.context, waiting = std::weak_ptr{pending}](ResponsePtr response) {
      asio::post(context, [waiting, response = std::move(response)]() mutable {
        const auto still = waiting.lock();
        if (!still) return;
        still->response = std::move(response);
        if (still->wake) still->wake->cancel();
      });
    };
    pending->response = common_.handler(request, reply);
    const Manner manner{.keep = parser.keep_alive(),
                        .head = request.method == "HEAD",
                        .chunked = parser.get().version() >= kChunksSince};
    if (pending->response || !departure.source.stop_possible()) co_return co_await respond(*pending, manner);
    using namespace asio::experimental::awaitable_operators;
    auto either = respond(*pending, manner) || watch(departure);
    const auto done = co_await std::move(either);
    co_return done.index() == 0 ? std::get<0>(done) : Sent{};
  }

  // Reads on while an answer is made. What comes belongs to the next request; an end says that nobody waits
  // any more. Ends only by being cancelled.
  asio::awaitable<void> watch(Departure& departure) {
    while (buffer_.size() < kReadAtOnce) {
      if (!co_await read_more()) {
        departure.source.request_stop();
        break;
      }
    }
    asio::steady_timer never{common_.context};
    co_await wait_for(never);
  }

  // Waits for the answer and sends it.
  asio::awaitable<Sent> respond(Pending& pending, Manner manner) {
    if (!pending.response) co_await wait_for(pending.wake.emplace(common_.context));
    const ResponsePtr response = std::move(pending.response);
    manner.chunked = manner.chunked && response->pieces;
    // Without chunks, only the connection's end tells the end of pieces.
    manner.keep =
        manner.keep && !common_.stopping && !response->subscription && (manner.chunked || !response->pieces);
    bool written = co_await write(*response, manner);
    if (written && response->pieces && !manner.head)
      written = co_await write_pieces(*response->pieces, manner.chunked);
    co_return Sent{manner, written, response->subscription};
  }

  asio::awaitable<bool> write(const Response& response, Manner manner) {
    static const std::string kNothing;
    const std::string& body = response.body && !response.pieces ? *response.body : kNothing;
    const std::string top = head_of(response, body.size(), manner, common_.date.now());
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(top),
                                                    asio::buffer(manner.head ? kNothing : body)};
    entry_.expires_after(common_.limits.write_time);
    const auto [error, size] = co_await asio::async_write(stream_, buffers, kAwait);
    co_return !error;
  }

  // What comes is sent on at once. False: it did not get to its end.
  asio::awaitable<bool> write_pieces(BodyReader& pieces, bool chunked) {
    const auto wake = std::make_shared<asio::steady_timer>(common_.context);
    pieces.attach([&context = common_.context, timer = std::weak_ptr{wake}] {
      asio::post(context, [timer] {
        if (const auto still = timer.lock()) still->cancel();
      });
    });
    while (true) {
      const BodyReader::Taken taken = pieces.take();
      if (taken.bytes.empty() && !taken.ended) {
        entry_.expires_never();
        co_await wait_for(*wake);
        continue;
      }
      std::string before = chunked && !taken.bytes.empty() ? chunk_size(taken.bytes.size()) : "";
      std::string after = before.empty() ? "" : "\r\n";
      if (chunked && taken.ended && taken.whole) after += "0\r\n\r\n";
      const std::array<asio::const_buffer, 3> buffers{asio::buffer(before), asio::buffer(taken.bytes),
                                                      asio::buffer(after)};
      entry_.expires_after(common_.limits.write_time);
      const auto [error, size] = co_await asio::async_write(stream_, buffers, kAwait);
      if (error) co_return false;
      if (taken.ended) co_return taken.whole;
    }
  }

  asio::awaitable<void> send_events(std::uint32_t topics) {
    const auto listener = common_.listeners.add(common_.context, topics);
    while (!listener->lost && !common_.stopping) {
      if (listener->waiting.empty()) {
        entry_.expires_never();
        co_await wait_for(listener->wake);
        continue;
      }
      const SharedText text = std::move(listener->waiting.front());
      listener->waiting.pop_front();
      entry_.expires_after(common_.limits.write_time);
      const auto [error, size] = co_await asio::async_write(stream_, asio::buffer(*text), kAwait);
      if (error) break;
    }
    common_.listeners.remove(listener);
  }

  // Reads on for a while, so that an answer to a request that was not read to its end arrives.
  asio::awaitable<void> drain() {
    boost::system::error_code ignored;
    socket().shutdown(Tcp::socket::shutdown_send, ignored);
    buffer_.clear();
    entry_.expires_after(kDrainTime);
    std::array<char, kReadAtOnce> waste{};
    for (std::size_t total = 0; total < kDrained;) {
      const auto [error, read] = co_await socket().async_read_some(asio::buffer(waste), kAwait);
      if (error) break;
      total += read;
    }
  }

  asio::awaitable<void> close() {
    if constexpr (kEncrypted) {
      entry_.expires_after(kDrainTime);
      co_await stream_.async_shutdown(kAwait);
    }
    boost::system::error_code ignored;
    socket().shutdown(Tcp::socket::shutdown_both, ignored);
    socket().close(ignored);
  }

  Stream stream_;
  Entry& entry_;
  Common& common_;
  beast::flat_buffer buffer_{common_.limits.header_bytes + common_.limits.body_bytes + kReadOfBody};
};

}  // namespace stint::http
