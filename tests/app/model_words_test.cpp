// stint insights with a service that words them, as it should or not.
#include <atomic>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <string>

#include "app/program.h"
#include "support/gguf/random_model.h"
#include "support/model_servers.h"

namespace stint::app {
namespace {

using test::Asked;
using test::Said;
using ::testing::HasSubstr;
using ::testing::Not;

class ModelWords : public Program {
 protected:
  void SetUp() override {
    import_demo();
    environment_["OPENAI_API_KEY"] = "canary-key";
  }
  void configure(const test::HttpServer& server, std::string_view more = {}) const {
    scratch_.write(
        "config/stint/config.yaml",
        "models:\n  insights: [cloud]\n  providers:\n    cloud:\n      kind: openai\n      model: fake-1\n"
        "      url: " +
            server.url("/v1") + "\n" + std::string(more));
  }
  static test::FakeModel model(std::function<Said(const Asked&)> say) {
    return {.name = "fake-1", .key = "canary-key", .say = std::move(say)};
  }
  // The first fact of those it was asked about.
  static std::string fact(const Asked& asked) {
    const std::size_t open = asked.text.find("- {") + 2;
    return asked.text.substr(open, asked.text.find('}', open) + 1 - open);
  }
  static std::string words(const std::string& title, const std::string& message) {
    return JsonDocument{{"title", title}, {"message", message}}.dump();
  }
  [[nodiscard]] std::string builtin() const { return run({"insights", "--words", "builtin"}).out; }
};

TEST_F(ModelWords, AreShownWithTheirSource) {
  std::atomic<int> asked = 0;
  const test::HttpServer server(test::openai_service(model([&](const Asked& question) {
    ++asked;
    const std::string name = fact(question);
    return Said{.text = words("What " + name + " says is worth a look",
                              "Look at what " + name + " says with the team.")};
  })));
  configure(server);
  const Ran ran = run({"insights", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.err, "");
  const JsonDocument document = ran.json();
  int spoken = 0;
  for (const auto& insight : document["insights"]) {
    if (insight["source"] != "model:fake-1") continue;
    ++spoken;
    EXPECT_THAT(insight["message"].get<std::string>(), HasSubstr("with the team."));
    EXPECT_THAT(insight["message"].get<std::string>(), Not(HasSubstr("{")));
    EXPECT_THAT(insight["prompt"].get<std::string>(), HasSubstr("insight 1."));
  }
  EXPECT_GT(spoken, 3);
  EXPECT_EQ(asked, spoken);
  // The second time nobody is asked.
  EXPECT_EQ(run({"insights", "--json"}).out, ran.out);
  EXPECT_EQ(asked, spoken);
  const auto totals = run({"model", "calls", "--json"}).json()["totals"];
  ASSERT_EQ(totals.size(), 1U);
  EXPECT_EQ(totals[0]["calls"], 2 * spoken);
  EXPECT_EQ(totals[0]["cached"], spoken);
  EXPECT_THAT(run({"doctor"}).out, HasSubstr("fake-1 (cloud)"));
}

TEST_F(ModelWords, ThatAreNoFactsAreNotShown) {
  const test::HttpServer server(test::openai_service(model([](const Asked&) {
    return Said{.text = words("Velocity rose by 99 %", "Anna doubled it. See <script>alert(1)</script>.")};
  })));
  configure(server);
  const Ran ran = run({"insights"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, builtin());
  EXPECT_THAT(ran.err, HasSubstr("did not keep to the facts"));
}

TEST_F(ModelWords, OfAServiceThatDiesInTheMidst) {
  const test::FakeModel half =
      model([](const Asked&) { return Said{.text = words("The work", "The team did")}; });
  const test::HttpServer server([&](test::HttpConnection& connection) {
    if (!connection.read()) return;
    const std::string whole = test::http_stream(test::openai_events(half, half.say({}), true));
    connection.send(std::string_view(whole).substr(0, whole.size() / 2));
    connection.reset();
  });
  configure(server);
  const Ran ran = run({"insights"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, builtin()) << "the built-in words, whole";
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("built-in words"));
  EXPECT_THAT(ran.err, Not(HasSubstr("canary")));
}

TEST_F(ModelWords, OfAServiceThatTurnsTheKeyDown) {
  const test::HttpServer server(test::openai_service(
      model([](const Asked&) { return Said{.text = "your key canary-key is wrong", .status = 401}; })));
  configure(server);
  const Ran ran = run({"insights"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_EQ(ran.out, builtin());
  EXPECT_THAT(ran.err, Not(HasSubstr("canary")));
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
}

TEST_F(ModelWords, AreNotAskedForWhereTheBudgetIsUsedUp) {
  std::atomic<int> asked = 0;
  const test::HttpServer server(test::openai_service(model([&](const Asked&) {
    ++asked;
    return Said{.text = "{}"};
  })));
  configure(server, "  budget: {tokens: 0}\n");
  const Ran ran = run({"insights"});
  EXPECT_EQ(ran.out, builtin());
  EXPECT_EQ(asked, 0);
  EXPECT_THAT(ran.err, HasSubstr("budget"));
}

TEST_F(ModelWords, SettingsThatCannotBeAreNamed) {
  const auto wrong = [&](std::string_view text) {
    scratch_.write("config/stint/config.yaml", text);
    const Ran ran = run({"insights"});
    EXPECT_NE(ran.status, 0) << text;
    return ran.err;
  };
  EXPECT_THAT(wrong("models:\n  insights: [cloud]\n"), HasSubstr("there is no provider \"cloud\""));
  EXPECT_THAT(wrong("models:\n  insights: local\n"), HasSubstr("no model is chosen"));
  EXPECT_THAT(wrong("models:\n  size: 3\n"), HasSubstr("line 2"));
  EXPECT_THAT(wrong("models:\n  context: many\n"), HasSubstr("a number from 256"));
  EXPECT_THAT(wrong("models:\n  memory_limit: 4Q\n"), HasSubstr("such as 4G"));
  EXPECT_THAT(wrong("models:\n  providers:\n    x:\n      key: abc\n"),
              HasSubstr("keys do not belong into this file"));
  EXPECT_THAT(wrong("models:\n  providers:\n    x:\n      kind: oracle\n"),
              HasSubstr("openai, gemini or anthropic"));
  EXPECT_THAT(wrong("style: loud\n"), HasSubstr("loud"));
  environment_["OPENAI_API_KEY"] = "";
  EXPECT_THAT(wrong("models:\n  insights: openai\n  providers:\n    openai:\n      model: m\n"),
              HasSubstr("no key"));
}

TEST_F(ModelWords, KeysOfFilesThatOthersCanReadAreNotUsed) {
  const auto file = scratch_.write("key", "canary-key\n");
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::group_read);
  scratch_.write("config/stint/config.yaml",
                 "models:\n  insights: openai\n  providers:\n    openai:\n      model: m\n      key_file: " +
                     file.string() + "\n");
  const Ran ran = run({"insights"});
  EXPECT_EQ(ran.status, 2);
  EXPECT_THAT(ran.err, HasSubstr("chmod 600"));
}

TEST_F(ModelWords, OfALocalModelGiveWayToTheBuiltInOnesWherePromptsAreTooLong) {
  scratch_.write("config/stint/config.yaml", "models: {context: 256}\n");
  test::gguf::random_llama({}).write(scratch_ / "random.gguf");
  ASSERT_EQ(run({"model", "add", (scratch_ / "random.gguf").string(), "--name", "random"}).status, 0);
  ASSERT_EQ(run({"model", "use", "random"}).status, 0);
  std::map<std::string, std::string> builtin;
  const JsonDocument without = run({"insights", "--json", "--words", "builtin"}).json();
  for (const auto& insight : without["insights"]) builtin[insight["id"]] = insight["message"];
  EXPECT_FALSE(builtin.empty());
  const Ran ran = run({"insights", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const JsonDocument document = ran.json();
  for (const auto& insight : document["insights"]) {
    EXPECT_EQ(insight["source"], "builtin");
    EXPECT_EQ(insight["message"], builtin[insight["id"]]);
    EXPECT_TRUE(insight["prompt"].is_null());
  }
  EXPECT_THAT(ran.err, HasSubstr("built-in words"));
}

TEST_F(ModelWords, PromptsAreListedAndPrinted) {
  EXPECT_THAT(run({"model", "prompt"}).out, HasSubstr("insight"));
  const Ran shown = run({"model", "prompt", "insight", "--show"});
  EXPECT_TRUE(shown.out.starts_with("---\nname: insight\n"));
  scratch_.write("config/stint/prompts/insight.md", shown.out);
  EXPECT_THAT(run({"model", "prompt", "insight"}).out, HasSubstr("your own"));
  scratch_.write("config/stint/prompts/insight.md", "nonsense");
  EXPECT_EQ(run({"model", "prompt", "insight"}).status, 2);
  EXPECT_EQ(run({"model", "prompt", "other"}).status, 4);
}

}  // namespace
}  // namespace stint::app
