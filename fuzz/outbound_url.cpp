// Whom a connection may speak to: whatever is let through is on the list, plainly written, and means the same
// to whoever reads it next.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "check.h"
#include "outbound/address_kind.h"
#include "outbound/host_check.h"
#include "outbound/policy.h"
#include "outbound/proxies.h"
#include "outbound/retry_after.h"

namespace {

using stint::fuzz::check;
using namespace stint::outbound;

const Policy& policy() {
  static const Policy made = [] {
    auto policy = Policy::for_connection("fuzz", {"https://jira.example.com/jira", "http://localhost:11434",
                                                  "http://127.0.0.1:11434", "http://[fd12::3]:8080"});
    check(policy.has_value(), "the policy is one");
    check(!policy->also_allow("https://files.example.org", true), "it can be extended");
    return *policy;
  }();
  return made;
}

// The list once more, in a few words.
bool is_listed(const stint::curl::Url& url) {
  const auto is = [&](std::string_view scheme, std::string_view host, int port) {
    return url.scheme == scheme && url.host == host && url.port == port;
  };
  return is("https", "jira.example.com", 443) || is("http", "localhost", 11434) ||
         is("http", "127.0.0.1", 11434) || is("http", "fd12::3", 8080) ||
         is("https", "files.example.org", 443) ||
         (url.scheme == "https" && url.port == 443 && url.host.ends_with(".files.example.org"));
}

void check_refusal(const Refusal& refusal) {
  const auto error = refusal.error();
  check(error.message.starts_with("the outbound policy refused "), "a refusal says who refused");
  check(!error.hint.empty(), "a refusal says what to do");
  check(std::ranges::all_of(error.to_string(), [](char c) { return c >= 0x20 && c < 0x7f; }),
        "a refusal can be shown on a terminal");
}

void check_decision(const std::expected<Admitted, Refusal>& admitted) {
  if (!admitted) return check_refusal(admitted.error());
  const auto& url = admitted->url;
  check(is_listed(url), "what is let through is on the list");
  check(!url.credentials, "without credentials");
  const bool nearby = url.host == "localhost" || url.host == "127.0.0.1" || url.host == "fd12::3";
  check(!nearby || admitted->reach == Reach::own_network, "near addresses only where configured");
  const auto again = stint::curl::parse_url(url.text());
  check(again.has_value(), "what is requested can be read");
  check(again->scheme == url.scheme && again->host == url.host && again->port == url.port,
        "as the same host");
  check(again->text() == url.text(), "and stays the same");
  check(policy().admit(url.text()).has_value(), "and is let through itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check_decision(policy().admit(text));
  const auto from = policy().admit("https://jira.example.com/a/b?c");
  check_decision(policy().admit_reference(from->url, text));

  ProxySettings settings;
  settings.for_https = text;
  const auto proxy = proxy_for(from->url, settings);
  if (!proxy) check_refusal(proxy.error());
  if (proxy && *proxy) {
    const auto address = parse_ip_address((*proxy)->host);
    check(!address || access_to(kind_of(*address)) != Access::never,
          "no proxy at an address that is never spoken to");
  }
  settings.for_https = "http://proxy.example";
  settings.none_for = text;
  check(proxy_for(from->url, settings).has_value(), "any exception can be read");

  const auto wait = parse_retry_after(text, stint::from_epoch_ms(1'700'000'000'000));
  check(!wait || (wait->count() >= 0 && *wait <= std::chrono::days{366}), "a wait lies within bounds");
  return 0;
}
