// The products that the synthetic teams work on, as words.
#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace stint::demo {

struct Domain {
  std::string_view key;      // project key
  std::string_view product;  // project name
  std::array<std::string_view, 4> components;
  std::array<std::string_view, 4> actors;    // singular: "shopper"
  std::array<std::string_view, 14> objects;  // plural: "saved cards"
  std::array<std::string_view, 8> actions;   // "reconcile a payout": verb phrase
  std::array<std::string_view, 5> systems;   // "the ledger service"
  std::array<std::string_view, 6> places;    // "the checkout page"
};

[[nodiscard]] const std::vector<Domain>& all_domains();

}  // namespace stint::demo
