#include "support/http_server.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace stint::test {
namespace {

std::string lowered(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return copy;
}

struct Listener {
  int socket = -1;
  std::uint16_t port = 0;
};

// Port 0: any.
Listener bind_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  if (port != 0) ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  socklen_t size = sizeof address;
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  return {socket, ntohs(address.sin_port)};
}

ReceivedRequest read_head(std::string_view head) {
  ReceivedRequest request;
  const std::size_t line_end = head.find("\r\n");
  const std::string_view line = head.substr(0, line_end);
  const std::size_t first = line.find(' ');
  const std::size_t second = line.find(' ', first + 1);
  request.method = line.substr(0, first);
  request.target = line.substr(first + 1, second - first - 1);
  head.remove_prefix(std::min(line_end + 2, head.size()));
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view row = head.substr(0, end);
    const std::size_t colon = row.find(':');
    if (colon != std::string_view::npos) {
      std::string_view value = row.substr(colon + 1);
      while (value.starts_with(' ')) value.remove_prefix(1);
      request.headers.emplace_back(lowered(row.substr(0, colon)), std::string{value});
    }
    head.remove_prefix(std::min(end + 2, head.size()));
  }
  return request;
}

// Bits as deflate wants them: numbers from their lowest bit on, codes from their highest.
class BitWriter {
 public:
  void number(std::uint32_t value, int bits) {
    for (int i = 0; i < bits; ++i) bit((value >> static_cast<unsigned>(i)) & 1U);
  }
  void code(std::uint32_t value, int bits) {
    for (int i = bits - 1; i >= 0; --i) bit((value >> static_cast<unsigned>(i)) & 1U);
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void bit(std::uint32_t value) {
    if (used_ == 0) bytes_ += '\0';
    bytes_.back() = static_cast<char>(static_cast<unsigned char>(bytes_.back()) | (value << used_));
    used_ = (used_ + 1) % 8;
  }
  std::string bytes_;
  unsigned used_ = 0;
};

std::uint32_t crc_of(char c, std::uint32_t count) {
  std::uint32_t crc = 0xffffffffU;
  for (std::uint32_t i = 0; i < count; ++i) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

}  // namespace

std::string ReceivedRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

bool HttpConnection::receive() {
  std::array<char, 65536> chunk{};
  const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (got <= 0) return false;
  received_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<ReceivedRequest> HttpConnection::read() {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) return std::nullopt;
  }
  ReceivedRequest request = read_head(std::string_view{received_}.substr(0, end + 2));
  received_.erase(0, end + 4);
  std::size_t length = 0;
  const std::string text = request.header("content-length");
  std::from_chars(text.data(), text.data() + text.size(), length);
  while (received_.size() < length) {
    if (!receive()) return std::nullopt;
  }
  request.body = received_.substr(0, length);
  received_.erase(0, length);
  request.connection = number_;
  server_.record(request);
  return request;
}

bool HttpConnection::send(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void HttpConnection::reset() const {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void HttpConnection::wait_for_end() const {
  std::array<char, 4096> chunk{};
  while (::recv(socket_, chunk.data(), chunk.size(), 0) > 0) continue;
}

HttpServer::HttpServer(Script script, Options options)
    : script_(std::move(script)), keep_requests_(options.keep_requests) {
  const Listener listener = bind_to(options.port);
  listener_ = listener.socket;
  port_ = listener.port;
  if (::listen(listener_, 64) != 0) std::abort();
  acceptor_ = std::thread{[this] { accept_all(); }};
}

HttpServer::~HttpServer() {
  {
    const std::scoped_lock lock{mutex_};
    ending_ = true;
    for (const int socket : open_) ::shutdown(socket, SHUT_RDWR);
  }
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread& script : scripts_) script.join();
  ::close(listener_);
}

void HttpServer::accept_all() {
  for (int number = 0;; ++number) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::scoped_lock lock{mutex_};
    if (socket < 0 || ending_) {
      if (socket >= 0) ::close(socket);
      return;
    }
    // A head and its body are sent one after the other.
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    open_.push_back(socket);
    scripts_.emplace_back([this, socket, number] { serve(socket, number); });
  }
}

void HttpServer::serve(int socket, int number) {
  HttpConnection connection{*this, socket, number};
  script_(connection);
  const std::scoped_lock lock{mutex_};
  std::erase(open_, socket);
  ::close(socket);
}

void HttpServer::record(const ReceivedRequest& request) {
  if (!keep_requests_) return;
  const std::scoped_lock lock{mutex_};
  requests_.push_back(request);
}

std::string HttpServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string{path};
}

std::vector<ReceivedRequest> HttpServer::requests() {
  const std::scoped_lock lock{mutex_};
  return requests_;
}

int HttpServer::connections() {
  const std::scoped_lock lock{mutex_};
  return static_cast<int>(scripts_.size());
}

HttpServer::Script answering(std::function<std::string(const ReceivedRequest&)> answer) {
  return [answer = std::move(answer)](HttpConnection& connection) {
    while (const auto request = connection.read()) {
      if (!connection.send(answer(*request))) return;
    }
  };
}

std::string http_answer(int status, std::string_view body, const std::vector<std::string>& headers) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Said so\r\n";
  for (const std::string& header : headers) text += header + "\r\n";
  text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return text.append(body);
}

std::string gzip_of(char c, std::uint32_t count) {
  // One block of fixed codes (RFC 1951, 3.2.6): the character, then as often as fits a match of length 258 at
  // distance 1, then single characters.
  BitWriter bits;
  bits.number(1, 1);
  bits.number(1, 2);
  const auto literal = [&] { bits.code(0x30U + static_cast<unsigned char>(c), 8); };
  std::uint32_t left = count;
  if (left > 0) {
    literal();
    --left;
  }
  for (; left >= 258; left -= 258) {
    bits.code(0xc5, 8);
    bits.code(0, 5);
  }
  for (; left > 0; --left) literal();
  bits.code(0, 7);
  std::string file{"\x1f\x8b\x08\0\0\0\0\0\0\x03", 10};
  file += bits.bytes();
  for (const std::uint32_t word : {crc_of(c, count), count}) {
    for (unsigned i = 0; i < 4; ++i) file += static_cast<char>((word >> (8U * i)) & 0xffU);
  }
  return file;
}

std::uint16_t unused_port() {
  const Listener listener = bind_to(0);
  ::close(listener.socket);
  return listener.port;
}

}  // namespace stint::test
