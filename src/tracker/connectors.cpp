#include <algorithm>
#include <array>
#include <cassert>

#include "tracker/connector.h"

namespace stint::tracker {
namespace {

constexpr std::array kProducts{
    ProductInfo{Product::jira_cloud, "jira-cloud", "Jira Cloud", make_jira_cloud},
    ProductInfo{Product::jira_data_center, "jira-data-center", "Jira Data Center", make_jira_data_center},
    ProductInfo{Product::azure_devops, "azure-devops", "Azure DevOps", make_azure_devops},
    ProductInfo{Product::taiga, "taiga", "Taiga", make_taiga},
};

}  // namespace

std::span<const ProductInfo> products() {
  return kProducts;
}

const ProductInfo& product_info(Product product) {
  const auto* const found = std::ranges::find(kProducts, product, &ProductInfo::product);
  assert(found != kProducts.end());
  return *found;
}

const ProductInfo* find_product(std::string_view name) {
  const auto* const found = std::ranges::find(kProducts, name, &ProductInfo::name);
  return found == kProducts.end() ? nullptr : found;
}

}  // namespace stint::tracker
