#include "support/trackers/other_products.h"

#include "support/trackers/azure_handler.h"
#include "support/trackers/taiga_handler.h"
#include "tracker/text/html.h"

namespace stint::test {

std::string told_as_html(std::string_view markdown) {
  namespace text = tracker::text;
  const std::string once = text::markdown_of_html(text::html_of_markdown(markdown));
  return text::markdown_of_html(text::html_of_markdown(once));
}

FakeTracker make_fake_azure_devops(const SiteOptions& options) {
  FakeTracker fake;
  fake.site = demo_site(options, told_as_html);
  const AzureOptions azure;
  fake.handler = std::make_unique<AzureHandler>(
      *fake.site, azure, AzureTexts{tracker::text::html_of_markdown, tracker::text::markdown_of_html});
  fake.connection.name = "azure";
  fake.connection.product = tracker::Product::azure_devops;
  fake.connection.sign = tracker::Sign::basic;
  fake.connection.secret = Secret{azure.token};
  fake.below = "/contoso";
  return fake;
}

FakeTracker make_fake_taiga(const SiteOptions& options) {
  FakeTracker fake;
  fake.site = demo_site(options);
  const TaigaOptions taiga;
  fake.handler = std::make_unique<TaigaHandler>(*fake.site, taiga);
  fake.connection.name = "taiga";
  fake.connection.product = tracker::Product::taiga;
  fake.connection.sign = tracker::Sign::login;
  fake.connection.user = taiga.user;
  fake.connection.secret = Secret{taiga.password};
  return fake;
}

}  // namespace stint::test
