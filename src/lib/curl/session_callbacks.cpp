// What libcurl calls while an exchange runs.
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>
#include <sys/socket.h>

#include "lib/curl/session.h"

namespace stint::curl {
namespace {

Session* session(void* self) {
  return static_cast<Session*>(self);
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// "HTTP/1.1 200 OK"
int status_of(std::string_view line) {
  const std::size_t space = line.find(' ');
  int status = 0;
  if (space != std::string_view::npos) {
    std::from_chars(line.data() + space + 1, line.data() + line.size(), status);
  }
  return status;
}

}  // namespace

bool Session::take_header(std::string_view line) {
  exchange_.last_byte = Clock::now();
  exchange_.head_bytes += static_cast<std::int64_t>(line.size());
  if (exchange_.head_bytes > exchange_.request->limits.head_bytes) {
    exchange_.ended = Ended::too_large;
    return false;
  }
  if (exchange_.in_body) return true;  // trailers are of no interest
  if (line.starts_with("HTTP/")) {     // also after a 1xx
    exchange_.head = {status_of(line), {}};
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return true;
  exchange_.head.headers.push_back(
      {std::string{trimmed(line.substr(0, colon))}, std::string{trimmed(line.substr(colon + 1))}});
  return true;
}

bool Session::take_body(std::string_view piece) {
  exchange_.last_byte = Clock::now();
  exchange_.in_body = true;
  if (exchange_.body_bytes + static_cast<std::int64_t>(piece.size()) > exchange_.request->limits.body_bytes) {
    exchange_.ended = Ended::too_large;
    return false;
  }
  exchange_.body_bytes += static_cast<std::int64_t>(piece.size());
  if (!exchange_.request->receive) return true;
  const Flow flow = exchange_.request->receive(exchange_.head, piece);
  if (flow == Flow::enough) exchange_.ended = Ended::enough;
  if (flow == Flow::cancel) exchange_.ended = Ended::cancelled;
  return flow == Flow::go_on;
}

// Both callbacks tell libcurl to stop by taking less than they were given.
std::size_t Session::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  return session(self)->take_header({data, size * count}) ? size * count : 0;
}

std::size_t Session::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  if (size * count == 0) return 0;
  return session(self)->take_body({data, size * count}) ? size * count : 0;
}

int Session::on_progress(void* self, curl_off_t /*down_total*/, curl_off_t down, curl_off_t /*up_total*/,
                         curl_off_t up) {
  Exchange& exchange = session(self)->exchange_;
  if (down + up != exchange.moved) {
    exchange.moved = down + up;
    exchange.last_byte = Clock::now();
  }
  return exchange.ended == Ended::no ? 0 : 1;
}

curl_socket_t Session::on_socket(void* self, curlsocktype purpose, curl_sockaddr* address) {
  Exchange& exchange = session(self)->exchange_;
  std::array<char, INET6_ADDRSTRLEN> text{};
  std::uint16_t port = 0;
  if (purpose == CURLSOCKTYPE_IPCXN && address->family == AF_INET) {
    const auto* four = reinterpret_cast<const sockaddr_in*>(&address->addr);
    ::inet_ntop(AF_INET, &four->sin_addr, text.data(), text.size());
    port = ntohs(four->sin_port);
  } else if (purpose == CURLSOCKTYPE_IPCXN && address->family == AF_INET6) {
    const auto* six = reinterpret_cast<const sockaddr_in6*>(&address->addr);
    ::inet_ntop(AF_INET6, &six->sin6_addr, text.data(), text.size());
    port = ntohs(six->sin6_port);
  }
  const auto& may_connect = exchange.request->may_connect;
  // After one refusal the name's other addresses are not trusted either.
  if (exchange.ended != Ended::no || text[0] == '\0' || !may_connect || !may_connect(text.data(), port)) {
    if (exchange.ended == Ended::no) {
      exchange.ended = Ended::address_refused;
      exchange.refused_address = text.data();
    }
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace stint::curl
