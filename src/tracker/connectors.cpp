#include <algorithm>
#include <array>
#include <cassert>

#include "tracker/azure/webhook.h"
#include "tracker/connector.h"
#include "tracker/jira/webhook.h"
#include "tracker/taiga/webhook.h"

namespace stint::tracker {
namespace {

constexpr std::array kProducts{
    ProductInfo{Product::jira_cloud,
                "jira-cloud",
                "Jira Cloud",
                make_jira_cloud,
                {jira::is_genuine_cloud, jira::read_webhook}},
    ProductInfo{Product::jira_data_center,
                "jira-data-center",
                "Jira Data Center",
                make_jira_data_center,
                {jira::is_genuine_data_center, jira::read_webhook}},
    ProductInfo{Product::azure_devops,
                "azure-devops",
                "Azure DevOps",
                make_azure_devops,
                {azure::is_genuine, azure::read_webhook}},
    ProductInfo{Product::taiga, "taiga", "Taiga", make_taiga, {taiga::is_genuine, taiga::read_webhook}},
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
