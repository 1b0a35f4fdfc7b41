// All fake trackers by name: a site and who tells it.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "support/trackers/handler.h"
#include "support/trackers/site_demo.h"
#include "tracker/connection.h"

namespace stint::test {

struct FakeTracker {
  std::unique_ptr<Site> site;
  std::unique_ptr<Handler> handler;
  // As whom a client may come; without its URL.
  tracker::Connection connection;
  std::string below;  // what stands between host and paths in a client's URL: "/collection"; mostly empty
  // Makes at once what would be made with the first requests, for those who measure; may be empty.
  std::function<void(const std::string& base_url)> prepare;
};

struct FakeProduct {
  std::string_view name;  // as in tracker::products()
  FakeTracker (*make)(const SiteOptions& options);
};

// One row per product.
[[nodiscard]] std::span<const FakeProduct> fake_products();
// Aborts when there is no such product.
[[nodiscard]] FakeTracker make_fake(std::string_view product, const SiteOptions& options);

}  // namespace stint::test
