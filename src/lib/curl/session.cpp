#include "lib/curl/session.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace stint::curl {
namespace {

// Longest that libcurl is waited for at a time; stopping wakes it earlier.
constexpr Milliseconds kLongestWait{1'000};

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  // Fails for an option that this libcurl was built without: without it the exchange would not be what was
  // asked for, so there is no going on.
  if (curl_easy_setopt(easy, option, value) != CURLE_OK) std::abort();
}

}  // namespace

Session::Session(const TransportOptions& options)
    : options_(options), message_(CURL_ERROR_SIZE, '\0'), multi_(curl_multi_init()), easy_(curl_easy_init()) {
  if (!multi_ || !easy_) std::abort();
  for (const HostAddress& host : options_.hosts) {
    const std::string row = fmt::format("{}:{}:{}", host.host, host.port, fmt::join(host.addresses, ","));
    hosts_.reset(curl_slist_append(hosts_.release(), row.c_str()));
  }
}

void Session::set_fixed_options() {
  CURL* const easy = easy_.get();
  set(easy, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer must not hold up whom it has already kept waiting long enough.
  set(easy, CURLOPT_QUICK_EXIT, 1L);
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  // Empty, not unset: unset, libcurl would look at the environment.
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_NOPROXY, "");
  set(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // HTTP/2 where TLS negotiates it; a libcurl without it speaks 1.1.
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_SSL_VERIFYPEER, options_.verify_certificates ? 1L : 0L);
  set(easy, CURLOPT_SSL_VERIFYHOST, options_.verify_certificates ? 2L : 0L);
  set(easy, CURLOPT_PROXY_SSL_VERIFYPEER, options_.verify_certificates ? 1L : 0L);
  set(easy, CURLOPT_PROXY_SSL_VERIFYHOST, options_.verify_certificates ? 2L : 0L);
  if (!options_.ca_file.empty()) {
    set(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
    set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(easy, CURLOPT_PROXY_CAINFO, options_.ca_file.c_str());
    set(easy, CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
  }
  if (hosts_) set(easy, CURLOPT_RESOLVE, hosts_.get());
  set(easy, CURLOPT_ERRORBUFFER, message_.data());
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, &Session::on_progress);
  set(easy, CURLOPT_XFERINFODATA, static_cast<void*>(this));
  set(easy, CURLOPT_HEADERFUNCTION, &Session::on_header);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy, CURLOPT_WRITEFUNCTION, &Session::on_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &Session::on_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
}

void Session::set_method(const TransferRequest& request) {
  CURL* const easy = easy_.get();
  if (request.method == "HEAD") {
    set(easy, CURLOPT_NOBODY, 1L);
  } else if (request.body || request.method == "POST") {
    const std::size_t size = request.body ? request.body->size() : 0;
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
    set(easy, CURLOPT_POSTFIELDS, request.body ? request.body->c_str() : "");
    set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  } else {
    set(easy, CURLOPT_HTTPGET, 1L);
    set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

void Session::set_headers(const TransferRequest& request) {
  headers_.reset();
  const auto add = [this](const std::string& line) {
    headers_.reset(curl_slist_append(headers_.release(), line.c_str()));
  };
  // Without these, libcurl would wait for a "100 Continue", and call every body a form.
  add("Expect:");
  if (!find_header(request.headers, "Content-Type")) add("Content-Type:");
  for (const Header& header : request.headers) {
    // libcurl wants a semicolon where a header has no value.
    add(header.value.find_first_not_of(" \t") == std::string::npos ? header.name + ";"
                                                                   : header.name + ": " + header.value);
  }
  set(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
}

void Session::set_request(const TransferRequest& request) {
  CURL* const easy = easy_.get();
  set(easy, CURLOPT_URL, request.url.c_str());
  set_method(request);
  set_headers(request);
  if (request.gzip) set(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  set(easy, CURLOPT_FRESH_CONNECT, request.new_connection ? 1L : 0L);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(std::max<std::int64_t>(1, request.limits.connect.count())));
  if (request.proxy) {
    set(easy, CURLOPT_PROXY, request.proxy->url.c_str());
    if (!request.proxy->user.empty() || !request.proxy->password.empty()) {
      set(easy, CURLOPT_PROXYUSERNAME, request.proxy->user.c_str());
      set(easy, CURLOPT_PROXYPASSWORD, request.proxy->password.c_str());
    }
  }
}

std::expected<ResponseHead, TransferFault> Session::perform(const TransferRequest& request) {
  exchange_ = {};
  exchange_.request = &request;
  message_[0] = '\0';
  curl_easy_reset(easy_.get());
  set_fixed_options();
  set_request(request);
  curl_multi_add_handle(multi_.get(), easy_.get());
  const CURLcode code = run();
  const bool good = exchange_.ended == Ended::enough || (exchange_.ended == Ended::no && code == CURLE_OK);
  std::expected<ResponseHead, TransferFault> answer;
  if (good) {
    answer = std::move(exchange_.head);
  } else {
    answer = std::unexpected(fault(code));
  }
  curl_multi_remove_handle(multi_.get(), easy_.get());
  exchange_.request = nullptr;
  return answer;
}

CURLcode Session::run() {
  const std::stop_callback wake{exchange_.request->stop, [this] { curl_multi_wakeup(multi_.get()); }};
  const Clock::time_point started = Clock::now();
  for (;;) {
    if (exchange_.request->stop.stop_requested()) exchange_.ended = Ended::cancelled;
    const Milliseconds wait = patience(started);
    if (exchange_.ended != Ended::no) return CURLE_OK;
    int running = 0;
    if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) return CURLE_FAILED_INIT;
    if (exchange_.ended != Ended::no) return CURLE_OK;
    int waiting = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &waiting)) {
      if (message->msg == CURLMSG_DONE) return message->data.result;
    }
    if (curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr) != CURLM_OK) {
      return CURLE_FAILED_INIT;
    }
  }
}

Milliseconds Session::patience(Clock::time_point started) {
  const Limits& limits = exchange_.request->limits;
  const Clock::time_point now = Clock::now();
  Milliseconds wait = kLongestWait;
  const auto until = [&](Clock::time_point deadline, Ended reason) {
    if (now >= deadline) exchange_.ended = exchange_.ended == Ended::no ? reason : exchange_.ended;
    wait = std::min(wait, std::chrono::ceil<Milliseconds>(std::max(deadline - now, Clock::duration::zero())));
  };
  if (limits.total > Milliseconds::zero()) until(started + limits.total, Ended::total_time);
  if (limits.idle > Milliseconds::zero() && has_sent()) {
    if (exchange_.last_byte == Clock::time_point{}) exchange_.last_byte = now;
    until(exchange_.last_byte + limits.idle, Ended::idle_time);
  }
  return wait;
}

bool Session::has_sent() const {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &microseconds);
  return microseconds > 0;
}

}  // namespace stint::curl
