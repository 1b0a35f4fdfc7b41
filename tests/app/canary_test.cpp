// Secrets that stand where secrets do stand, looked for wherever the program says or keeps something.
#include <gmock/gmock.h>

#include "app/program.h"
#include "support/child.h"
#include "support/trackers/products.h"
#include "support/trackers/server.h"

namespace stint::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kInAddress = "canary-of-an-address-51";

class Canaries : public Program, public ::testing::WithParamInterface<const char*> {
 protected:
  Canaries()
      : fake_(test::make_fake(GetParam(), {.issues = 72,
                                           .sprints = 3,
                                           .seed = 5,
                                           .extremes = true,
                                           .long_history = 150,
                                           .many_comments = 30})),
        front_(*fake_.handler),
        server_(front_, [this] { return fake_.site->built + std::chrono::hours{1}; }) {}

  [[nodiscard]] std::string url() const { return server_.url() + fake_.below; }
  [[nodiscard]] std::string secret() const { return std::string{fake_.connection.secret.reveal()}; }
  // The tracker, described by the variables that it has.
  void describe(const std::string& address, const std::string& token) {
    environment_.clear();
    const bool taiga = std::string_view{GetParam()} == "taiga";
    if (std::string_view{GetParam()} == "azure-devops") {
      environment_["AZURE_DEVOPS_ORG_URL"] = address;
      environment_["AZURE_DEVOPS_EXT_PAT"] = token;
    } else if (fake_.connection.sign == tracker::Sign::bearer) {
      environment_[taiga ? "TAIGA_URL" : "JIRA_URL"] = address;
      environment_[taiga ? "TAIGA_TOKEN" : "JIRA_PERSONAL_TOKEN"] = token;
    } else {
      environment_[taiga ? "TAIGA_URL" : "JIRA_URL"] = address;
      environment_[taiga ? "TAIGA_USERNAME" : "JIRA_USERNAME"] = fake_.connection.user;
      environment_[taiga ? "TAIGA_PASSWORD" : "JIRA_API_TOKEN"] = token;
    }
  }

  void expect_none_of_the_tracker(const std::string& text) const {
    EXPECT_THAT(text, Not(HasSubstr(secret())));
    for (const std::string& canary : fake_.site->canaries) EXPECT_THAT(text, Not(HasSubstr(canary)));
  }
  // What a run says beside the data that it was asked for.
  Ran expect_silence(const std::vector<std::string>& words) const {
    const Ran ran = run(words);
    SCOPED_TRACE(words.front());
    EXPECT_THAT(ran.err + ran.out, Not(HasSubstr(kInAddress)));
    expect_none_of_the_tracker(ran.err + ran.out);
    return ran;
  }
  void expect_nothing_kept_but_issues() const {
    for (const auto& file : test::files_below(data())) {
      const std::string text = test::read_file(file);
      EXPECT_THAT(text, Not(HasSubstr(secret()))) << file;
      EXPECT_THAT(text, Not(HasSubstr(kInAddress))) << file;
      const std::string name = file.filename().string();
      if (!name.starts_with("stint.db") && name != "history.cache") expect_none_of_the_tracker(text);
    }
  }

  test::FakeTracker fake_;
  test::Front front_;
  test::TrackerServer server_;
};

INSTANTIATE_TEST_SUITE_P(Of, Canaries,
                         ::testing::Values("jira-cloud", "jira-data-center", "azure-devops", "taiga"),
                         [](const auto& product) {
                           std::string name = product.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(Canaries, AreNowhereWhenAllGoesWell) {
  describe(url() + "/?token=" + kInAddress, secret());
  EXPECT_EQ(expect_silence({"sync"}).status, 0);
  expect_silence({"sync", "--json", "--full"});
  expect_silence({"connect"});
  expect_silence({"connect", "--json"});
  EXPECT_EQ(expect_silence({"connect", "--check"}).status, 0);
  expect_silence({"connect", "--check", "--json"});
  expect_silence({"doctor"});
  expect_nothing_kept_but_issues();
}

TEST_P(Canaries, AreNotInWhatIsKeptNorInTheLogOfWrites) {
  const auto key = scratch_.write("key", "0123456789abcdef0123456789abcdef");
  std::filesystem::permissions(key, std::filesystem::perms::owner_read);
  environment_["STINT_KEY_FILE"] = key.string();
  std::vector<std::string> words{"connect",   "work",     "--url",         url() + "/?token=" + kInAddress,
                                 "--product", GetParam(), "--secret-stdin"};
  if (fake_.connection.sign != tracker::Sign::bearer && !fake_.connection.user.empty()) {
    words.emplace_back("--user");
    words.push_back(fake_.connection.user);
  }
  input_ = secret();
  const Ran kept = expect_silence(words);
  ASSERT_EQ(kept.status, 0) << kept.err;
  ASSERT_EQ(expect_silence({"sync", "work"}).status, 0);
  // An issue without canaries, and nobody to confirm it.
  const JsonDocument issues = run({"issues", "--json"}).json()["issues"];
  ASSERT_FALSE(issues.empty());
  expect_silence({"write", "comment", issues[0]["key"].get<std::string>(), "Reproduced.", "--no-input"});
  // Whoever writes the token into an issue by mistake is stopped, and the token is in no log.
  expect_silence({"write", "comment", issues[0]["key"].get<std::string>(), "use " + secret(), "--no-input"});
  expect_silence({"write", "log"});
  expect_nothing_kept_but_issues();
}

TEST_P(Canaries, AreNotInWhatIsSaidWhenItGoesWrong) {
  const std::string address = url();
  const std::string rest = address.substr(address.find("://") + 3);
  describe("http://somebody:" + std::string{kInAddress} + "@" + rest, secret());
  EXPECT_NE(expect_silence({"sync"}).status, 0);
  expect_silence({"connect", "x", "--url", "http://somebody:" + std::string{kInAddress} + "@" + rest});
  expect_silence({"connect", "x", "--url", "ftp://host/" + std::string{kInAddress}});
  describe(address + "/nothing/is/here", secret());
  EXPECT_NE(expect_silence({"sync"}).status, 0);
  expect_silence({"connect", "--check"});
  describe(address, std::string{kInAddress});  // a wrong token
  EXPECT_EQ(expect_silence({"sync"}).status, 3);
  expect_silence({"connect", "--check"});
  expect_nothing_kept_but_issues();
}

// The disk is full in the middle: the process itself, with all that it says at its end.
TEST_P(Canaries, AreNotInTheLastWordsOfAProcess) {
  describe(url(), secret());
  test::ChildOptions options;
  for (const auto& [name, value] : environment_) options.environment.push_back(name + "=" + value);
  options.largest_file = 250'000;
  const auto ran = test::run_child({STINT_BINARY, "--data", (scratch_ / "small").string(), "sync"}, options);
  EXPECT_NE(ran.status, 0);
  EXPECT_THAT(ran.err, Not(HasSubstr("terminate")));
  expect_none_of_the_tracker(ran.err + ran.out);
}

}  // namespace
}  // namespace stint::app
