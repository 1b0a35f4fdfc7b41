#include "lib/curl/transport.h"

#include <algorithm>
#include <utility>

#include "lib/curl/library.h"
#include "lib/curl/session.h"

namespace stint::curl {
namespace {

// Of connections kept for later; more exchanges may run at once.
constexpr std::size_t kMostIdle = 8;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
  });
}

bool is_header_value(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f'; });
}

// Headers that say how the message is framed, or whom it is for, are libcurl's own affair.
bool is_framing(std::string_view name) {
  constexpr std::string_view kNames[] = {"host",       "content-length", "transfer-encoding",
                                         "connection", "expect",         "te",
                                         "trailer",    "upgrade",        "proxy-authorization"};
  std::string lowered{name};
  std::ranges::transform(lowered, lowered.begin(), lower);
  return std::ranges::find(kNames, lowered) != std::end(kNames);
}

std::optional<std::string> complaint(const TransferRequest& request) {
  if (!is_token(request.method)) return "the method is not one";
  for (const Header& header : request.headers) {
    if (!is_token(header.name)) return "a header's name is not one";
    if (is_framing(header.name)) return "the header " + header.name + " is not the caller's to set";
    if (!is_header_value(header.value)) return "the header " + header.name + " holds a control character";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> find_header(const Headers& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (std::ranges::equal(header.name, name, {}, lower, lower)) return header.value;
  }
  return std::nullopt;
}

Transport::Transport(TransportOptions options) : options_(std::move(options)) {
  initialise();
}

Transport::~Transport() = default;

std::unique_ptr<Session> Transport::take() {
  {
    const std::scoped_lock lock{mutex_};
    if (!idle_.empty()) {
      auto session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  return std::make_unique<Session>(options_);
}

void Transport::put_back(std::unique_ptr<Session> session) {
  const std::scoped_lock lock{mutex_};
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(session));
}

std::expected<ResponseHead, TransferFault> Transport::perform(const TransferRequest& request) {
  if (auto wrong = complaint(request)) {
    return std::unexpected(TransferFault{FaultKind::malformed, *wrong, "", false, {}, 0});
  }
  auto session = take();
  auto answer = session->perform(request);
  put_back(std::move(session));
  return answer;
}

}  // namespace stint::curl
