// Connections in files and environments, and what happens to their secrets.
#include <filesystem>
#include <gmock/gmock.h>
#include <map>

#include "exchange/connections/seal_keys.h"
#include "exchange/connections/stored_connection.h"
#include "support/scratch.h"

namespace stint::exchange {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using tracker::Product;
using tracker::Sign;

Environment environment(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

StoredConnection only(const Result<std::vector<StoredConnection>>& all) {
  EXPECT_TRUE(all) << all.error().to_string();
  if (!all) return {};
  EXPECT_THAT(*all, SizeIs(1));
  return all->empty() ? StoredConnection{} : all->front();
}

TEST(ConnectionsOfTheEnvironment, JiraCloud) {
  const auto connection = only(connections_of(environment({{"JIRA_URL", "https://team.atlassian.net/"},
                                                           {"JIRA_USERNAME", "me@team.com"},
                                                           {"JIRA_API_TOKEN", "t"},
                                                           {"JIRA_PROJECTS_FILTER", "PAY, OPS,"}})));
  EXPECT_EQ(connection.name, "jira");
  EXPECT_EQ(connection.product, Product::jira_cloud);
  EXPECT_EQ(connection.url, "https://team.atlassian.net");
  EXPECT_EQ(connection.sign, Sign::basic);
  EXPECT_EQ(connection.user, "me@team.com");
  EXPECT_EQ(connection.secret_variable, "JIRA_API_TOKEN");
  EXPECT_THAT(connection.projects, ElementsAre("PAY", "OPS"));
  EXPECT_TRUE(connection.verify_tls);
}

TEST(ConnectionsOfTheEnvironment, JiraOfOnesOwnIsAskedWhatItIs) {
  const auto connection = only(connections_of(environment({{"JIRA_URL", "https://jira.team.com/jira"},
                                                           {"JIRA_PERSONAL_TOKEN", "t"},
                                                           {"JIRA_SSL_VERIFY", "False"}})));
  EXPECT_EQ(connection.product, std::nullopt);
  EXPECT_EQ(connection.url, "https://jira.team.com/jira");
  EXPECT_EQ(connection.sign, Sign::bearer);
  EXPECT_FALSE(connection.verify_tls);
}

TEST(ConnectionsOfTheEnvironment, AzureAndTaiga) {
  const auto azure = only(connections_of(
      environment({{"AZURE_DEVOPS_ORG_URL", "https://dev.azure.com/team/"}, {"AZURE_DEVOPS_EXT_PAT", "t"}})));
  EXPECT_EQ(azure.product, Product::azure_devops);
  EXPECT_EQ(azure.url, "https://dev.azure.com/team");
  EXPECT_EQ(azure.sign, Sign::basic);
  EXPECT_EQ(azure.user, "");
  const auto taiga = only(connections_of(environment(
      {{"TAIGA_URL", "https://api.taiga.io/api/v1"}, {"TAIGA_USERNAME", "me"}, {"TAIGA_PASSWORD", "p"}})));
  EXPECT_EQ(taiga.url, "https://api.taiga.io");
  EXPECT_EQ(taiga.sign, Sign::login);
  const auto token =
      only(connections_of(environment({{"TAIGA_URL", "https://tree.taiga.io"}, {"TAIGA_TOKEN", "t"}})));
  EXPECT_EQ(token.url, "https://api.taiga.io");
  EXPECT_EQ(token.sign, Sign::bearer);
}

TEST(ConnectionsOfTheEnvironment, WhatIsMissingIsSaid) {
  EXPECT_THAT(connections_of(environment({})).value(), IsEmpty());
  const auto none = connections_of(environment({{"JIRA_URL", "https://team.atlassian.net"}}));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::authentication);
  EXPECT_THAT(none.error().hint, HasSubstr("JIRA_PERSONAL_TOKEN, or JIRA_USERNAME and JIRA_API_TOKEN"));
  const auto wrong =
      connections_of(environment({{"JIRA_URL", "team.atlassian.net"}, {"JIRA_USERNAME", "x"}}));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().where, "JIRA_URL");
}

TEST(Urls, AreTidied) {
  const auto tidy = [](std::string_view url) { return tidy_url(url).value_or("refused"); };
  EXPECT_EQ(tidy("https://Team.atlassian.net/jira/"), "https://team.atlassian.net");
  EXPECT_EQ(tidy("https://jira.team.com/jira/rest/api/2"), "https://jira.team.com/jira");
  EXPECT_EQ(tidy(" http://127.0.0.1:8080// "), "http://127.0.0.1:8080");
  EXPECT_EQ(tidy("https://team.com/path?token=abc"), "https://team.com/path");
  EXPECT_EQ(tidy("ftp://team.com"), "refused");
  EXPECT_EQ(tidy("https://me:secret@team.com"), "refused");
  EXPECT_EQ(tidy(""), "refused");
}

class ConnectionsOfAFolder : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return scratch_ / "data/connections.json"; }
  [[nodiscard]] Environment with_key(std::string_view key = "0123456789abcdef") const {
    const auto path = scratch_.write("key", key);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    return environment({{"STINT_KEY_FILE", path.string()}});
  }
  static StoredConnection connection(const SealKey& key) {
    StoredConnection c;
    c.name = "work";
    c.product = Product::jira_cloud;
    c.url = "https://team.atlassian.net";
    c.user = "me";
    c.sealed_secret = seal(key, Secret{"canary-token"}, seal_context(c));
    return c;
  }
  [[nodiscard]] Result<Secret> opened(const StoredConnection& c, const Environment& environment) const {
    return secret_of(c, environment, [&] { return seal_key(environment); });
  }

  test::Scratch scratch_;
  ConnectionFile kept_{scratch_ / "data"};
};

TEST_F(ConnectionsOfAFolder, AreKeptWithTheirSecretsSealed) {
  const Environment environment = with_key();
  const StoredConnection put = connection(*seal_key(environment));
  ASSERT_TRUE(kept_.put(put));
  const auto status = std::filesystem::status(file()).permissions();
  EXPECT_EQ(status, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_THAT(test::read_file(file()), Not(HasSubstr("canary-token")));
  const auto read = kept_.read().value();
  ASSERT_THAT(read, SizeIs(1));
  EXPECT_EQ(read[0].product, Product::jira_cloud);
  EXPECT_EQ(read[0].user, "me");
  EXPECT_EQ(opened(read[0], environment)->reveal(), "canary-token");
  EXPECT_TRUE(kept_.remove("work").value());
  EXPECT_FALSE(kept_.remove("work").value());
  EXPECT_THAT(kept_.read().value(), IsEmpty());
}

TEST_F(ConnectionsOfAFolder, ASealedSecretGoesNowhereElse) {
  const Environment environment = with_key();
  StoredConnection c = connection(*seal_key(environment));
  c.url = "https://evil.example";
  EXPECT_EQ(opened(c, environment).error().code, ErrorCode::authentication);
  c = connection(*seal_key(environment));
  c.sealed_secret[10] = c.sealed_secret[10] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(opened(c, environment));
  c.sealed_secret = "short";
  EXPECT_FALSE(opened(c, environment));
}

TEST_F(ConnectionsOfAFolder, AnotherKeyOpensNothing) {
  const StoredConnection c = connection(*seal_key(with_key()));
  std::filesystem::remove(scratch_ / "key");
  EXPECT_THAT(opened(c, with_key("another key, long enough")).error().message, HasSubstr("does not open"));
}

TEST_F(ConnectionsOfAFolder, KeysThatOthersCanReadOrThatAreShortAreRefused) {
  const auto path = scratch_.write("open-key", "0123456789abcdef");
  std::filesystem::permissions(path, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  EXPECT_THAT(seal_key(environment({{"STINT_KEY_FILE", path.string()}})).error().hint,
              HasSubstr("chmod 600"));
  EXPECT_THAT(seal_key(with_key("short\n")).error().message, HasSubstr("too short"));
  EXPECT_THAT(seal_key(environment({})).error().hint, HasSubstr("STINT_KEY_FILE"));
}

TEST_F(ConnectionsOfAFolder, AFileThatOthersCanReadOrThatIsDamagedIsNotUsed) {
  ASSERT_TRUE(kept_.put(connection(*seal_key(with_key()))));
  std::filesystem::permissions(file(), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(kept_.read().error().hint, HasSubstr("chmod 600"));
  std::filesystem::remove(file());
  scratch_.write("data/connections.json", "{\"schema\":\"stint.connections/1\",\"connections\":[{}]}");
  std::filesystem::permissions(file(), std::filesystem::perms::owner_read);
  EXPECT_THAT(kept_.read().error().message, HasSubstr("damaged"));
}

}  // namespace
}  // namespace stint::exchange
