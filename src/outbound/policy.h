// Whom one connection may speak to. Pure; nothing is looked up.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/curl/url.h"
#include "outbound/refusal.h"

namespace stint::outbound {

// How near an allowed host may be.
enum class Reach : std::uint8_t {
  public_only,  // a host that a service sends us to, such as one for downloads
  own_network,  // named by the configuration itself: private and loopback addresses as well
};

struct Allowance {
  std::string scheme;
  std::string host;
  std::uint16_t port = 0;
  Reach reach = Reach::public_only;
  bool subdomains = false;  // names under `host` too; only for public_only
};

// A URL that may be requested, and how near its address may be.
struct Admitted {
  curl::Url url;
  Reach reach = Reach::public_only;
};

// One per connection: what one connection may reach, another may not.
class Policy {
 public:
  // `base_urls` are what the configuration says of this connection: scheme, host and port of each are
  // allowed, in the network it is in. Refused when it is a URL that no request could have.
  [[nodiscard]] static std::expected<Policy, Refusal> for_connection(
      std::string name, const std::vector<std::string>& base_urls);

  // Allows `https://host` besides, in the public internet; with `subdomains` the names under it as well.
  [[nodiscard]] std::optional<Refusal> also_allow(std::string_view url, bool subdomains = false);

  // For the first request.
  [[nodiscard]] std::expected<Admitted, Refusal> admit(std::string_view url) const;
  // For what a Location header says, as seen from `from`.
  [[nodiscard]] std::expected<Admitted, Refusal> admit_reference(const curl::Url& from,
                                                                 std::string_view reference) const;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Allowance>& allowances() const { return allowances_; }

 private:
  explicit Policy(std::string name) : name_(std::move(name)) {}
  [[nodiscard]] std::expected<Admitted, Refusal> admit(curl::Url url) const;
  [[nodiscard]] std::string listed() const;

  std::string name_;
  std::vector<Allowance> allowances_;
};

// To be asked for the very address that is about to be connected to, in numbers.
[[nodiscard]] std::optional<Refusal> check_address(std::string_view host, std::string_view address,
                                                   Reach reach);

}  // namespace stint::outbound
