#include <gmock/gmock.h>

#include "access/keys.h"
#include "access/users.h"
#include "app/program.h"
#include "outbound/delivery.h"

namespace stint::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class KeyVerb : public Program {
 protected:
  void add_anna() const { ASSERT_EQ(0, run({"user", "add", "anna", "--role", "member"}).status); }

  // Whom the key speaks for, as the server would ask.
  [[nodiscard]] std::optional<access::Principal> caller_of(const std::string& key) const {
    auto directory = access::Directory::open(data());
    EXPECT_TRUE(directory);
    const auto found = access::Keys{**directory}.find(Secret{key}, outbound::system_clock().now());
    EXPECT_TRUE(found);
    return *found;
  }
};

TEST_F(KeyVerb, MakesAKeyThatIsShownOnce) {
  add_anna();
  const Ran added = run({"key", "add", "ci", "--for", "anna", "--scope", "read,write", "--only", "PAY",
                         "--only", "OPS", "--days", "30", "--json"});
  ASSERT_EQ(0, added.status) << added.err;
  const std::string key = added.json().at("key");
  const auto caller = caller_of(key);
  ASSERT_TRUE(caller);
  EXPECT_EQ("anna", caller->name);
  EXPECT_EQ((access::Scopes{access::Scope::read, access::Scope::write}), caller->scopes);
  EXPECT_EQ((access::ProjectFilter{.all = false, .keys = {"OPS", "PAY"}}), caller->projects);

  const Ran listed = run({"key", "list"});
  EXPECT_THAT(listed.out, HasSubstr("ci"));
  EXPECT_THAT(listed.out, HasSubstr("OPS, PAY"));
  EXPECT_THAT(listed.out, Not(HasSubstr(key)));
  const JsonDocument one = run({"key", "list", "--for", "anna", "--json"}).json().at("keys").at(0);
  EXPECT_EQ("read,write", one.at("scopes").get<std::string>());
  EXPECT_EQ("good", one.at("state").get<std::string>());
  const auto made = parse_iso_instant(one.at("created_at").get<std::string>());
  const auto ends = parse_iso_instant(one.at("expires_at").get<std::string>());
  EXPECT_EQ(std::chrono::days{30}, *ends - *made);
}

TEST_F(KeyVerb, IsTheKeyAloneForScripts) {
  add_anna();
  const Ran added = run({"key", "add", "ci", "--for", "anna", "--quiet"});
  ASSERT_TRUE(added.out.ends_with("\n"));
  EXPECT_TRUE(caller_of(added.out.substr(0, added.out.size() - 1)));
}

TEST_F(KeyVerb, RevokesAKey) {
  add_anna();
  const JsonDocument added = run({"key", "add", "ci", "--for", "anna", "--json"}).json();
  EXPECT_EQ(0, run({"key", "revoke", added.at("id").get<std::string>()}).status);
  EXPECT_FALSE(caller_of(added.at("key").get<std::string>()));
  EXPECT_EQ("revoked", run({"key", "list", "--json"}).json().at("keys").at(0).at("state"));
  EXPECT_EQ(4, run({"key", "revoke", "nosuchkey123"}).status);
}

TEST_F(KeyVerb, SaysWhatIsMissingOrWrong) {
  add_anna();
  EXPECT_EQ(2, run({"key", "add", "ci"}).status);
  EXPECT_EQ(2, run({"key", "add", "--for", "anna"}).status);
  EXPECT_EQ(4, run({"key", "add", "ci", "--for", "bob"}).status);
  EXPECT_EQ(4, run({"key", "list", "--for", "bob"}).status);
  EXPECT_EQ(2, run({"key", "add", "ci", "--for", "anna", "--days", "-1"}).status);
  EXPECT_EQ(2, run({"key", "revoke"}).status);
  const Ran scope = run({"key", "add", "ci", "--for", "anna", "--scope", "everything"});
  EXPECT_EQ(2, scope.status);
  EXPECT_THAT(scope.err, HasSubstr("read, write, admin and model"));
  EXPECT_THAT(run({"key", "make"}).err, HasSubstr("add, list, revoke"));
}

}  // namespace
}  // namespace stint::app
