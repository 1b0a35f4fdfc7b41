#include "lib/beast/server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <deque>
#include <list>
#include <map>
#include <type_traits>

#include "base/text.h"
#include "lib/beast/request_reading.h"
#include "lib/beast/response_head.h"

namespace stint::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using Tcp = asio::ip::tcp;
using boost::system::error_code;
using SharedText = std::shared_ptr<const std::string>;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadAtOnce = 4096;
constexpr unsigned kChunksSince = 11;        // HTTP/1.1
constexpr std::size_t kDrained = 256 << 10;  // of a request that was refused before its end
constexpr std::chrono::seconds kDrainTime{2};
constexpr std::chrono::seconds kHandshakeTime{10};

// One connection, as far as the server has to know of it.
struct Entry {
  std::string address;
  bool busy = false;  // answering a request
  std::function<void()> close;
};

// Who listens to events.
struct Listener {
  explicit Listener(asio::io_context& context, std::uint32_t wanted) : topics(wanted), wake(context) {}
  std::uint32_t topics;
  std::deque<SharedText> waiting;
  bool lost = false;  // too far behind, or the server stops
  asio::steady_timer wake;
};

// An answer that comes from another thread.
struct Pending {
  explicit Pending(asio::io_context& context) : wake(context) {}
  std::optional<Response> response;
  asio::steady_timer wake;
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

asio::awaitable<void> wait_for(asio::steady_timer& timer) {
  timer.expires_at(asio::steady_timer::time_point::max());
  co_await timer.async_wait(kAwait);
}

class BeastServer : public Server {
 public:
  BeastServer(const ServerOptions& options, Handler handler)
      : options_(options),
        handler_(std::move(handler)),
        acceptor_(context_),
        grace_(context_),
        ping_(context_) {}

  [[nodiscard]] Outcome open() {
    error_code error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) return fail(ErrorCode::usage, "\"" + options_.address + "\" is no IP address");
    if (!options_.certificate.empty()) STINT_TRY(open_tls());
    const Tcp::endpoint endpoint{address, options_.port};
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(Tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      const bool taken = error == asio::error::address_in_use;
      return fail(taken ? ErrorCode::conflict : ErrorCode::usage, "cannot listen: " + error.message(),
                  options_.address + ":" + std::to_string(options_.port),
                  taken ? "something listens there already; choose another port"
                        : "choose an address of this machine");
    }
    return {};
  }

  [[nodiscard]] std::uint16_t port() const override { return acceptor_port_; }

  void run() override {
    asio::co_spawn(context_, accept(), asio::detached);
    asio::co_spawn(context_, ping(), asio::detached);
    context_.run();
  }

  void stop() override {
    asio::post(context_, [this] { begin_to_stop(); });
  }

  void publish(std::string text, std::uint32_t topics) override {
    asio::post(context_, [this, shared = std::make_shared<const std::string>(std::move(text)), topics] {
      send(shared, topics);
    });
  }

  [[nodiscard]] Counts counts() const override {
    return {accepted_.load(), refused_.load(), malformed_.load(), open_.load(), listening_.load()};
  }

  void note_port() { acceptor_port_ = acceptor_.local_endpoint().port(); }

 private:
  [[nodiscard]] Outcome open_tls() {
    error_code error;
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                          asio::ssl::context::no_tlsv1_1,
                      error);
    if (!error) tls_->use_certificate_chain_file(options_.certificate.string(), error);
    if (error) {
      return fail(ErrorCode::usage, "no certificate can be read: " + error.message(),
                  options_.certificate.string(), "it takes a chain in PEM form");
    }
    tls_->use_private_key_file(options_.key.string(), asio::ssl::context::pem, error);
    if (error) {
      return fail(ErrorCode::usage, "no key can be read: " + error.message(), options_.key.string(),
                  "it takes the certificate's private key in PEM form");
    }
    return {};
  }

  asio::awaitable<void> accept() {
    while (!stopping_) {
      auto [error, socket] = co_await acceptor_.async_accept(kAwait);
      if (stopping_) break;
      if (error) {
        // Out of file descriptors: others will be closed.
        asio::steady_timer pause{context_, std::chrono::milliseconds{100}};
        co_await pause.async_wait(kAwait);
        continue;
      }
      admit(std::move(socket));
    }
  }

  void admit(Tcp::socket socket) {
    error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    const asio::ip::address address = peer.address();
    std::string name = address.is_v6() && address.to_v6().is_v4_mapped()
                           ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string()
                           : address.to_string();
    const bool counted = !address.is_loopback();
    if (open_ >= options_.limits.connections ||
        (counted && per_address_[name] >= options_.limits.connections_per_address)) {
      ++refused_;
      return;
    }
    socket.set_option(Tcp::no_delay{true}, error);
    ++accepted_;
    ++open_;
    if (counted) ++per_address_[name];
    entries_.emplace_back().address = std::move(name);
    const auto entry = std::prev(entries_.end());
    const auto ended = [this, entry, counted](const std::exception_ptr& /*none*/) { forget(entry, counted); };
    if (tls_) {
      asio::co_spawn(context_, serve_tls(TlsStream{beast::tcp_stream{std::move(socket)}, *tls_}, *entry),
                     ended);
    } else {
      asio::co_spawn(context_, serve(PlainStream{std::move(socket)}, *entry), ended);
    }
  }

  void forget(std::list<Entry>::iterator entry, bool counted) {
    if (counted) {
      const auto count = per_address_.find(entry->address);
      if (--count->second == 0) per_address_.erase(count);
    }
    entries_.erase(entry);
    --open_;
    if (stopping_ && entries_.empty()) grace_.cancel();
  }

  asio::awaitable<void> serve_tls(TlsStream stream, Entry& entry) {
    beast::get_lowest_layer(stream).expires_after(kHandshakeTime);
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kAwait);
    if (!error) co_await serve(std::move(stream), entry);
  }

  template <class Stream>
  asio::awaitable<void> serve(Stream stream, Entry& entry) {
    auto& lowest = beast::get_lowest_layer(stream);
    entry.close = [&lowest] { lowest.cancel(); };
    beast::flat_buffer buffer{options_.limits.header_bytes + options_.limits.body_bytes};
    while (!stopping_) {
      if (buffer.size() == 0) {
        lowest.expires_after(options_.limits.keep_alive);
        const auto [error, read] = co_await stream.async_read_some(buffer.prepare(kReadAtOnce), kAwait);
        if (error) break;
        buffer.commit(read);
      }
      lowest.expires_after(options_.limits.request_time);
      std::optional<Parser> parser{std::in_place};
      parser->header_limit(static_cast<std::uint32_t>(options_.limits.header_bytes));
      parser->body_limit(options_.limits.body_bytes);
      const unsigned refused = co_await read_request(stream, buffer, *parser);
      if (refused != 0) {
        if (refused != kGone) {
          ++malformed_;
          co_await write(stream, plain_answer(refused), Manner{});
          co_await drain(stream, buffer);
        }
        break;
      }
      entry.busy = true;
      lowest.expires_never();
      const Sent sent = co_await answer(stream, buffer, *parser, entry);
      entry.busy = false;
      if (sent.subscription && sent.written && !sent.manner.head) {
        parser.reset();
        buffer = beast::flat_buffer{0};
        co_await send_events(stream, sent.subscription->topics);
      }
      if (!sent.manner.keep || !sent.written) break;
    }
    entry.close = nullptr;
    co_await close(stream);
  }

  static constexpr unsigned kGone = 1;

  // 0, or the status to refuse with; kGone where nobody is there any more.
  template <class Stream>
  asio::awaitable<unsigned> read_request(Stream& stream, beast::flat_buffer& buffer, Parser& parser) {
    const auto [header_error, header_size] =
        co_await bhttp::async_read_header(stream, buffer, parser, kAwait);
    if (header_error == beast::error::timeout) co_return 408;
    if (header_error) {
      const unsigned status = status_of(header_error);
      co_return status == 0 ? kGone : status;
    }
    if (ambiguous(parser)) co_return 400;
    if (parser.is_done()) co_return 0;
    if (equal_ignoring_case(parser.get()[bhttp::field::expect], "100-continue")) {
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto [error, size] =
          co_await asio::async_write(stream, asio::buffer(kContinue.data(), kContinue.size()), kAwait);
      if (error) co_return kGone;
    }
    const auto [error, size] = co_await bhttp::async_read(stream, buffer, parser, kAwait);
    if (error == beast::error::timeout) co_return 408;
    if (!error) co_return 0;
    const unsigned status = status_of(error);
    co_return status == 0 ? kGone : status;
  }

  template <class Stream>
  asio::awaitable<Sent> answer(Stream& stream, beast::flat_buffer& buffer, const Parser& parser,
                               const Entry& entry) {
    Request request = view_of(parser, entry.address, std::is_same_v<Stream, TlsStream>);
    Departure departure;
    request.gone = [&departure] {
      departure.source = std::stop_source{};
      return departure.source.get_token();
    };
    auto pending = std::make_shared<Pending>(context_);
    // Whoever keeps the reply for longer than the server lives keeps nothing of the server's.
    const Reply reply = [this, waiting = std::weak_ptr{pending}](Response response) {
      asio::post(context_, [waiting, response = std::move(response)]() mutable {
        const auto still = waiting.lock();
        if (!still) return;
        still->response = std::move(response);
        still->wake.cancel();
      });
    };
    pending->response = handler_(request, reply);
    const Manner manner{.keep = parser.keep_alive(),
                        .head = request.method == "HEAD",
                        .chunked = parser.get().version() >= kChunksSince};
    if (pending->response || !departure.source.stop_possible())
      co_return co_await respond(stream, *pending, manner);
    using namespace asio::experimental::awaitable_operators;
    auto either = respond(stream, *pending, manner) || watch(stream, buffer, departure);
    const auto done = co_await std::move(either);
    co_return done.index() == 0 ? std::get<0>(done) : Sent{};
  }

  // Reads on while an answer is made. What comes belongs to the next request; an end says that nobody waits
  // any more. Ends only by being cancelled.
  template <class Stream>
  asio::awaitable<void> watch(Stream& stream, beast::flat_buffer& buffer, Departure& departure) {
    while (buffer.size() < kReadAtOnce) {
      const auto [error, read] = co_await stream.async_read_some(buffer.prepare(kReadAtOnce), kAwait);
      if (error) {
        departure.source.request_stop();
        break;
      }
      buffer.commit(read);
    }
    asio::steady_timer never{context_};
    co_await wait_for(never);
  }

  // Waits for the answer and sends it.
  template <class Stream>
  asio::awaitable<Sent> respond(Stream& stream, Pending& pending, Manner manner) {
    if (!pending.response) co_await wait_for(pending.wake);
    const Response response = std::move(*pending.response);
    manner.chunked = manner.chunked && response.pieces;
    // Without chunks, only the connection's end tells the end of pieces.
    manner.keep = manner.keep && !stopping_ && !response.subscription && (manner.chunked || !response.pieces);
    bool written = co_await write(stream, response, manner);
    if (written && response.pieces && !manner.head)
      written = co_await write_pieces(stream, *response.pieces, manner.chunked);
    co_return Sent{manner, written, response.subscription};
  }

  template <class Stream>
  asio::awaitable<bool> write(Stream& stream, const Response& response, Manner manner) {
    static const std::string kNothing;
    const std::string& body = response.body && !response.pieces ? *response.body : kNothing;
    const std::string top = head_of(response, body.size(), manner, date_.now());
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(top),
                                                    asio::buffer(manner.head ? kNothing : body)};
    beast::get_lowest_layer(stream).expires_after(options_.limits.write_time);
    const auto [error, size] = co_await asio::async_write(stream, buffers, kAwait);
    co_return !error;
  }

  // What comes is sent on at once. False: it did not get to its end.
  template <class Stream>
  asio::awaitable<bool> write_pieces(Stream& stream, BodyReader& pieces, bool chunked) {
    const auto wake = std::make_shared<asio::steady_timer>(context_);
    pieces.attach([this, timer = std::weak_ptr{wake}] {
      asio::post(context_, [timer] {
        if (const auto still = timer.lock()) still->cancel();
      });
    });
    auto& lowest = beast::get_lowest_layer(stream);
    while (true) {
      const BodyReader::Taken taken = pieces.take();
      if (taken.bytes.empty() && !taken.ended) {
        co_await wait_for(*wake);
        continue;
      }
      std::string before = chunked && !taken.bytes.empty() ? chunk_size(taken.bytes.size()) : "";
      std::string after = before.empty() ? "" : "\r\n";
      if (chunked && taken.ended && taken.whole) after += "0\r\n\r\n";
      const std::array<asio::const_buffer, 3> buffers{asio::buffer(before), asio::buffer(taken.bytes),
                                                      asio::buffer(after)};
      lowest.expires_after(options_.limits.write_time);
      const auto [error, size] = co_await asio::async_write(stream, buffers, kAwait);
      if (error) co_return false;
      if (taken.ended) co_return taken.whole;
    }
  }

  template <class Stream>
  asio::awaitable<void> send_events(Stream& stream, std::uint32_t topics) {
    const auto listener = std::make_shared<Listener>(context_, topics);
    listeners_.push_back(listener);
    listening_ = listeners_.size();
    auto& lowest = beast::get_lowest_layer(stream);
    while (!listener->lost && !stopping_) {
      if (listener->waiting.empty()) {
        lowest.expires_never();
        co_await wait_for(listener->wake);
        continue;
      }
      const SharedText text = std::move(listener->waiting.front());
      listener->waiting.pop_front();
      lowest.expires_after(options_.limits.write_time);
      const auto [error, size] = co_await asio::async_write(stream, asio::buffer(*text), kAwait);
      if (error) break;
    }
    std::erase(listeners_, listener);
    listening_ = listeners_.size();
  }

  void send(const SharedText& text, std::uint32_t topics) {
    for (const auto& listener : listeners_) {
      if ((listener->topics & topics) == 0) continue;
      if (listener->waiting.size() >= options_.limits.waiting_events) listener->lost = true;
      listener->waiting.push_back(text);
      listener->wake.cancel();
    }
  }

  asio::awaitable<void> ping() {
    const auto text = std::make_shared<const std::string>(": ping\n\n");
    while (!stopping_) {
      ping_.expires_after(options_.limits.ping);
      co_await ping_.async_wait(kAwait);
      if (!stopping_) send(text, ~0U);
    }
  }

  // Reads on for a while, so that an answer to a request that was not read to its end arrives.
  template <class Stream>
  asio::awaitable<void> drain(Stream& stream, beast::flat_buffer& buffer) {
    auto& lowest = beast::get_lowest_layer(stream);
    error_code ignored;
    lowest.socket().shutdown(Tcp::socket::shutdown_send, ignored);
    buffer.clear();
    lowest.expires_after(kDrainTime);
    std::array<char, kReadAtOnce> waste{};
    for (std::size_t total = 0; total < kDrained;) {
      const auto [error, read] = co_await lowest.async_read_some(asio::buffer(waste), kAwait);
      if (error) break;
      total += read;
    }
  }

  template <class Stream>
  asio::awaitable<void> close(Stream& stream) {
    auto& lowest = beast::get_lowest_layer(stream);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      lowest.expires_after(kDrainTime);
      co_await stream.async_shutdown(kAwait);
    }
    error_code ignored;
    lowest.socket().shutdown(Tcp::socket::shutdown_both, ignored);
    lowest.close();
  }

  void begin_to_stop() {
    if (stopping_) return;
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    ping_.cancel();
    for (const auto& listener : listeners_) listener->wake.cancel();
    close_where([](const Entry& entry) { return !entry.busy; });
    if (entries_.empty()) return;
    grace_.expires_after(options_.limits.grace);
    grace_.async_wait([this](const error_code& error) {
      if (!error) close_where([](const Entry&) { return true; });
    });
  }

  template <class Which>
  void close_where(Which which) {
    for (const Entry& entry : entries_) {
      if (entry.close && which(entry)) entry.close();
    }
  }

  ServerOptions options_;
  Handler handler_;
  asio::io_context context_{1};
  std::optional<asio::ssl::context> tls_;
  Tcp::acceptor acceptor_;
  std::uint16_t acceptor_port_ = 0;
  asio::steady_timer grace_;
  asio::steady_timer ping_;
  bool stopping_ = false;
  std::list<Entry> entries_;
  std::map<std::string, std::size_t> per_address_;
  std::vector<std::shared_ptr<Listener>> listeners_;
  HttpDate date_;
  std::atomic<std::uint64_t> accepted_ = 0;
  std::atomic<std::uint64_t> refused_ = 0;
  std::atomic<std::uint64_t> malformed_ = 0;
  std::atomic<std::size_t> open_ = 0;
  std::atomic<std::size_t> listening_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, Handler handler) {
  auto server = std::make_unique<BeastServer>(options, std::move(handler));
  STINT_TRY(server->open());
  server->note_port();
  return Result<std::unique_ptr<Server>>{std::move(server)};
}

}  // namespace stint::http
