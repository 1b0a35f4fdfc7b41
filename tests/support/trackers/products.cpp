#include "support/trackers/products.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "support/trackers/jira_fake.h"
#include "support/trackers/other_products.h"

namespace stint::test {
namespace {

FakeTracker make_jira(const SiteOptions& options, bool cloud) {
  FakeTracker fake;
  fake.site = demo_site(options, cloud ? told_as_adf : told_as_wiki);
  if (!cloud) add_epic_links(*fake.site);
  JiraOptions jira;
  jira.cloud = cloud;
  auto handler = std::make_unique<FakeJira>(*fake.site, jira);
  fake.connection.name = cloud ? "cloud" : "server";
  fake.connection.product = cloud ? tracker::Product::jira_cloud : tracker::Product::jira_data_center;
  fake.connection.sign = cloud ? tracker::Sign::basic : tracker::Sign::bearer;
  if (cloud) fake.connection.user = fake.site->user(fake.site->me)->email;
  fake.connection.secret = Secret{jira.token};
  fake.prepare = [jira_handler = handler.get()](const std::string& base_url) {
    jira_handler->prepare(base_url);
  };
  fake.handler = std::move(handler);
  return fake;
}

FakeTracker make_jira_cloud(const SiteOptions& options) {
  return make_jira(options, true);
}
FakeTracker make_jira_data_center(const SiteOptions& options) {
  return make_jira(options, false);
}

constexpr std::array kProducts{
    FakeProduct{"jira-cloud", make_jira_cloud},
    FakeProduct{"jira-data-center", make_jira_data_center},
    FakeProduct{"azure-devops", make_fake_azure_devops},
    FakeProduct{"taiga", make_fake_taiga},
};

}  // namespace

std::span<const FakeProduct> fake_products() {
  return kProducts;
}

FakeTracker make_fake(std::string_view product, const SiteOptions& options) {
  const auto* const found = std::ranges::find(kProducts, product, &FakeProduct::name);
  if (found == kProducts.end()) std::abort();
  return found->make(options);
}

}  // namespace stint::test
