#include "lib/beast/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/context.hpp>
#include <list>
#include <map>

#include "lib/beast/connection.h"

namespace stint::http {
namespace {

using boost::system::error_code;

constexpr std::chrono::seconds kLook{1};  // between two looks for connections that are late
constexpr std::chrono::milliseconds kRest{100};

class BeastServer : public Server {
 public:
  BeastServer(const ServerOptions& options, Handler handler)
      : options_(options),
        handler_(std::move(handler)),
        acceptor_(context_),
        grace_(context_),
        ping_(context_),
        look_(context_) {}

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
    port_ = acceptor_.local_endpoint().port();
    return {};
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }

  void run() override {
    asio::co_spawn(context_, accept(), asio::detached);
    asio::co_spawn(context_, ping(), asio::detached);
    asio::co_spawn(context_, call_off_late_ones(), asio::detached);
    context_.run();
  }

  void stop() override {
    asio::post(context_, [this] { begin_to_stop(); });
  }

  void publish(std::string text, std::uint32_t topics) override {
    asio::post(context_, [this, shared = std::make_shared<const std::string>(std::move(text)), topics] {
      common_.listeners.send(shared, topics);
    });
  }

  [[nodiscard]] Counts counts() const override {
    return {accepted_.load(), refused_.load(), common_.malformed.load(), open_.load(),
            common_.listeners.size()};
  }

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
    while (!common_.stopping) {
      auto [error, socket] = co_await acceptor_.async_accept(kAwait);
      if (common_.stopping) break;
      if (error) {
        // Out of file descriptors: others will be closed.
        asio::steady_timer pause{context_, kRest};
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
      asio::co_spawn(context_, serve(TlsStream{std::move(socket), *tls_}, *entry), ended);
    } else {
      asio::co_spawn(context_, serve(std::move(socket), *entry), ended);
    }
  }

  template <class Stream>
  asio::awaitable<void> serve(Stream stream, Entry& entry) {
    Connection<Stream> connection{std::move(stream), entry, common_};
    co_await connection.serve();
    entry.call_off = nullptr;
  }

  void forget(std::list<Entry>::iterator entry, bool counted) {
    if (counted) {
      const auto count = per_address_.find(entry->address);
      if (--count->second == 0) per_address_.erase(count);
    }
    entries_.erase(entry);
    --open_;
    if (common_.stopping && entries_.empty()) {
      grace_.cancel();
      look_.cancel();
    }
  }

  asio::awaitable<void> ping() {
    const auto text = std::make_shared<const std::string>(": ping\n\n");
    while (!common_.stopping) {
      ping_.expires_after(options_.limits.ping);
      co_await ping_.async_wait(kAwait);
      if (!common_.stopping) common_.listeners.send(text, ~0U);
    }
  }

  // Also while the last requests are answered after stop().
  asio::awaitable<void> call_off_late_ones() {
    while (!common_.stopping || !entries_.empty()) {
      look_.expires_after(kLook);
      co_await look_.async_wait(kAwait);
      const auto now = Clock::now();
      call_off_where([&](Entry& entry) { return entry.late = entry.deadline <= now; });
    }
  }

  void begin_to_stop() {
    if (common_.stopping) return;
    common_.stopping = true;
    error_code ignored;
    acceptor_.close(ignored);
    ping_.cancel();
    common_.listeners.wake_all();
    call_off_where([](const Entry& entry) { return !entry.busy; });
    if (entries_.empty()) {
      look_.cancel();
      return;
    }
    grace_.expires_after(options_.limits.grace);
    grace_.async_wait([this](const error_code& error) {
      if (!error) call_off_where([](const Entry&) { return true; });
    });
  }

  template <class Which>
  void call_off_where(Which which) {
    for (Entry& entry : entries_) {
      if (entry.call_off && which(entry)) entry.call_off();
    }
  }

  ServerOptions options_;
  Handler handler_;
  asio::io_context context_{1};
  std::optional<asio::ssl::context> tls_;
  Tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  asio::steady_timer grace_;
  asio::steady_timer ping_;
  asio::steady_timer look_;
  std::list<Entry> entries_;
  std::map<std::string, std::size_t> per_address_;
  Common common_{options_.limits, handler_, context_};
  std::atomic<std::uint64_t> accepted_ = 0;
  std::atomic<std::uint64_t> refused_ = 0;
  std::atomic<std::size_t> open_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(const ServerOptions& options, Handler handler) {
  auto server = std::make_unique<BeastServer>(options, std::move(handler));
  STINT_TRY(server->open());
  return Result<std::unique_ptr<Server>>{std::move(server)};
}

}  // namespace stint::http
