// Channels: what can be written, and that nobody sees what is secret of them.
#include "jobs/channels/channel.h"

#include <gmock/gmock.h>
#include <map>

namespace stint::jobs {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kCanaryUrl = "https://hooks.slack.com/services/T000/B000/CanaryInThePath";
constexpr std::string_view kCanaryKey = "canary-key-0123456789";

Keyring keyring(std::map<std::string, std::string> variables = {}) {
  return {[variables = std::move(variables)](const char* name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
          },
          []() -> Result<SealKey> { return SealKey{"0123456789abcdef"}; }};
}

Keyring no_key() {
  Keyring ring = keyring();
  ring.key = []() -> Result<SealKey> { return fail(ErrorCode::authentication, "there is no key"); };
  return ring;
}

Channel channel(std::string_view json, const Channel* before = nullptr) {
  auto made = channel_from_json(json, before, keyring());
  EXPECT_TRUE(made) << made.error().to_string();
  return made ? *made : Channel{};
}

std::string slack_json() {
  return std::string{R"({"name":"team","type":"slack","url":")"} + std::string{kCanaryUrl} + "\"}";
}

TEST(Channel, HidesItsUrlAndKey) {
  const Channel slack = channel(slack_json());
  EXPECT_EQ(to_line(to_json(slack)),
            R"({"name":"team","type":"slack","on":true,"url":"https://hooks.slack.com/…","secret":null})");
  EXPECT_THAT(stored(slack), Not(HasSubstr("Canary")));
  EXPECT_EQ(url_of(slack, keyring())->reveal(), kCanaryUrl);
  const auto kept = stored_channel("team", stored(slack));
  ASSERT_TRUE(kept);
  EXPECT_EQ(url_of(*kept, keyring())->reveal(), kCanaryUrl);
  // Under another name it does not open.
  EXPECT_FALSE(url_of(*stored_channel("other", stored(slack)), keyring()));

  const Channel hook =
      channel(R"({"name":"hook","type":"webhook","url":"https://example.com/in","secret":")" +
              std::string{kCanaryKey} + "\"}");
  EXPECT_THAT(to_line(to_json(hook)), AllOf(HasSubstr(R"("secret":"set")"), Not(HasSubstr("canary"))));
  EXPECT_THAT(stored(hook), Not(HasSubstr("canary")));
  EXPECT_EQ(secret_of(hook, keyring())->reveal(), kCanaryKey);
}

TEST(Channel, KeepsWhatIsNotGivenAgain) {
  const Channel before = channel(slack_json());
  const Channel after = channel(R"({"name":"team","type":"slack","on":false})", &before);
  EXPECT_FALSE(after.on);
  EXPECT_EQ(url_of(after, keyring())->reveal(), kCanaryUrl);
  EXPECT_EQ(channel_from_json(R"({"name":"team","type":"teams"})", &before, keyring()).error().where, "type");
}

TEST(Channel, ReadsTheEnvironment) {
  const auto made =
      channel_from_json(R"({"name":"team","type":"teams","url":"env:TEAMS_URL"})", nullptr, no_key());
  ASSERT_TRUE(made) << made.error().to_string();
  EXPECT_EQ(to_json(*made)["url"], "env:TEAMS_URL");
  EXPECT_EQ(url_of(*made, keyring({{"TEAMS_URL", "https://teams.example.com/x"}}))->reveal(),
            "https://teams.example.com/x");
  const auto missing = url_of(*made, keyring());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::authentication);
  EXPECT_THAT(missing.error().message, HasSubstr("TEAMS_URL"));
}

constexpr std::string_view kMail =
    R"({"name":"mail","type":"email","secret":"canary-password","mail":{"host":"smtp.example.com","user":"u",)"
    R"("from":"stint@example.com","to":["a@example.com","b@example.com"]}})";

TEST(Channel, SendsAPasswordOnlyToItsServer) {
  const Channel before = channel(kMail);
  EXPECT_EQ(before.mail.port, 587);
  EXPECT_EQ(before.mail.security, curl::MailSecurity::starttls);
  EXPECT_THAT(to_line(to_json(before)), Not(HasSubstr("canary")));
  // Another receiver is fine without the password, another server is not.
  constexpr std::string_view kOther =
      R"({"name":"mail","type":"email","mail":{"host":"smtp.example.com","user":"u","from":"stint@example.com","to":["c@example.com"]}})";
  const Channel after = channel(kOther, &before);
  EXPECT_EQ(secret_of(after, keyring())->reveal(), "canary-password");
  std::string moved{kOther};
  moved.replace(moved.find("smtp.example.com"), 16, "evil.example.com");
  const auto refused = channel_from_json(moved, &before, keyring());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "secret");
}

TEST(Channel, SaysWhereItIsWrong) {
  const auto where = [](std::string_view json) {
    const auto made = channel_from_json(json, nullptr, keyring());
    EXPECT_FALSE(made) << json;
    if (!made) {
      EXPECT_THAT(made.error().to_string(), Not(HasSubstr("canary")));
    }
    return made ? "" : made.error().where;
  };
  EXPECT_EQ(where(R"({"name":"x","type":"pager"})"), "type");
  EXPECT_EQ(where(R"({"name":"x","type":"slack"})"), "url");
  EXPECT_EQ(where(R"({"name":"x","type":"slack","url":"ftp://example.com/canary"})"), "url");
  EXPECT_EQ(where(R"({"name":"x","type":"slack","url":"https://user:canary@example.com/"})"), "url");
  EXPECT_EQ(where(R"({"name":"x","type":"webhook","url":"http://169.254.169.254/canary"})"), "url");
  EXPECT_EQ(where(R"({"name":"x","type":"slack","url":"env:a-b"})"), "url");
  EXPECT_EQ(where(R"({"name":"x","type":"slack","url":"https://e.com","secret":"canary"})"), "secret");
  EXPECT_EQ(where(R"({"name":"x","type":"webhook","url":"https://e.com","secret":"canary"})"), "secret");
  EXPECT_EQ(where(R"({"name":"x","type":"slack","url":"https://e.com","mail":{}})"), "mail");
  EXPECT_EQ(where(R"({"name":"x","type":"email"})"), "mail");
  const auto mail = [&](std::string_view inner) {
    return where(std::string{R"({"name":"x","type":"email","mail":{)"} + std::string{inner} + "}}");
  };
  EXPECT_EQ(mail(R"("host":"smtp.example.com","from":"a@b.c","to":[])"), "mail.to");
  EXPECT_EQ(mail(R"("host":"smtp.example.com","from":"Anna <a@b.c>","to":["a@b.c"])"), "mail.from");
  EXPECT_EQ(mail(R"("host":"smtp.example.com","from":"a@b.c","to":["a@b.c>"])"), "mail.to");
  EXPECT_EQ(mail(R"("host":"smtp.example.com","from":"a@b.c\r\nBcc: x@y.z","to":["a@b.c"])"), "mail.from");
  EXPECT_EQ(mail(R"("host":"metadata.google.internal","from":"a@b.c","to":["a@b.c"])"), "mail.host");
  EXPECT_EQ(mail(R"("host":"169.254.169.254","from":"a@b.c","to":["a@b.c"])"), "mail.host");
  EXPECT_EQ(mail(R"("host":"smtp.example.com/x","from":"a@b.c","to":["a@b.c"])"), "mail.host");
  EXPECT_EQ(mail(R"("host":"smtp.example.com","security":"maybe","from":"a@b.c","to":["a@b.c"])"),
            "mail.security");
  EXPECT_EQ(mail(R"("host":"smtp.example.com","port":0,"from":"a@b.c","to":["a@b.c"])"), "mail.port");
  // A password in the clear goes to this machine only.
  EXPECT_EQ(mail(R"("host":"smtp.example.com","security":"none","user":"u","from":"a@b.c","to":["a@b.c"])"),
            "mail.host");
  EXPECT_EQ(mail(R"("host":"smtp.example.com","user":"u","from":"a@b.c","to":["a@b.c"])"), "secret");
  const auto without_key = channel_from_json(slack_json(), nullptr, no_key());
  ASSERT_FALSE(without_key);
  EXPECT_EQ(without_key.error().code, ErrorCode::authentication);
}

TEST(MailAddress, IsOneAndNothingElse) {
  for (const std::string_view good : {"a@b.c", "first.last+tag@mail.example.com", "o'neil@example.org"})
    EXPECT_TRUE(is_mail_address(good)) << good;
  for (const std::string_view bad : {"", "@", "a@", "@b", "a b@c.d", "a@b@c", "a@b..c", ".a@b.c", "a@b.c\n",
                                     "a@b.c\r\nBcc:x", "<a@b.c>", "a@b.c,d@e.f", "ä@b.c", "a@b_c.d"})
    EXPECT_FALSE(is_mail_address(bad)) << bad;
}

}  // namespace
}  // namespace stint::jobs
