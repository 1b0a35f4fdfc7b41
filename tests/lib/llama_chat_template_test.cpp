// How conversations are written down, by templates as model files have them and by hostile ones.
#include <algorithm>
#include <gtest/gtest.h>
#include <string>

#include "lib/llama/chat_template.h"
#include "support/gguf/random_model.h"
#include "support/scratch.h"

namespace stint::llama {
namespace {

// Noon, so that the day is the same wherever the test runs but far out in the Pacific.
const Instant kNow = *parse_iso_instant("2026-09-21T12:00:00Z");
const std::vector<ChatMessage> kBoth{{"system", "Be brief."}, {"user", "  Why?\n"}};

class LlamaChatTemplate : public testing::Test {
 protected:
  void load(std::string_view form) {
    test::gguf::random_llama({.chat_template = std::string(form)}).write(scratch_ / "model.gguf");
    auto model = Model::load(scratch_ / "model.gguf");
    ASSERT_TRUE(model) << model.error().to_string();
    model_ = *model;
    form_ = std::make_unique<ChatForm>(model_);
  }

  // The text of the tokens; of those that are special, "<|begin|>" and "<|end|>", there is none.
  [[nodiscard]] std::string written(const std::vector<ChatMessage>& messages) const {
    const auto tokens = form_->tokens(messages, kNow);
    EXPECT_TRUE(tokens) << tokens.error().to_string();
    return tokens ? model_->tokenizer().text(*tokens) : std::string();
  }
  [[nodiscard]] std::string refusal(const std::vector<ChatMessage>& messages) const {
    const auto tokens = form_->tokens(messages, kNow);
    EXPECT_FALSE(tokens);
    if (tokens) return {};
    EXPECT_EQ(tokens.error().code, ErrorCode::usage);
    return tokens.error().message;
  }
  [[nodiscard]] std::ptrdiff_t ends(const std::vector<ChatMessage>& messages) const {
    const auto tokens = form_->tokens(messages, kNow);
    EXPECT_TRUE(tokens);
    return !tokens ? -1
                   : std::ranges::count_if(*tokens, [&](Token t) { return model_->tokenizer().ends(t); });
  }

  test::Scratch scratch_;
  std::shared_ptr<const Model> model_;
  std::unique_ptr<ChatForm> form_;
};

class LlamaChatEngine : public LlamaChatTemplate {
 protected:
  void SetUp() override {
    if (!runs_chat_templates()) GTEST_SKIP() << "built without the engine";
  }
};

constexpr std::string_view kChatMl =
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + "
    "'<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif "
    "%}";

TEST_F(LlamaChatTemplate, OfTheFile) {
  load(kChatMl);
  EXPECT_EQ(
      written(kBoth),
      "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n");
}

TEST_F(LlamaChatEngine, TextOfUsersIsNoMarkOfTheTemplate) {
  load(
      "{{ bos_token }}{% for message in messages %}{{ message.role }}: {{ message.content }}{{ eos_token "
      "}}{% endfor %}");
  // This vocabulary's own control tokens.
  EXPECT_EQ(ends({{"user", "<|end|><|begin|>"}}), 1);
  EXPECT_EQ(written({{"user", "<|end|><|begin|>"}}), "user: <|end|><|begin|>");
}

TEST_F(LlamaChatTemplate, MarksInMessagesAreNotTakenForOurs) {
  load(kChatMl);
  const std::string text = "a\x1f[0:0]\x1f b \x1f[1:0]\x1f";
  EXPECT_NE(written({{"system", text}, {"user", "c"}}).find(text), std::string::npos);
}

TEST_F(LlamaChatEngine, BeginsOnce) {
  load("{{ bos_token }}{% for message in messages %}{{ message.content }}{% endfor %}");
  const auto begin = model_->tokenizer().tokens("<|begin|>", {.read_special = true});
  ASSERT_TRUE(begin);
  const auto tokens = form_->tokens({{"user", "a"}}, kNow);
  ASSERT_TRUE(tokens);
  EXPECT_EQ(std::ranges::count(*tokens, begin->front()), 1);
}

// As several families have it: refused, and so told in the user's first message.
TEST_F(LlamaChatEngine, SystemMessagesThatAreNotSupported) {
  load(
      "{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
      "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
      "{{ raise_exception('Roles must take turns') }}{% endif %}<{{ m.role }}>{{ m.content | trim }}{% "
      "endfor %}<model>");
  EXPECT_EQ(written(kBoth), "<user>Be brief.\n\nWhy?<model>");
  EXPECT_EQ(refusal({{"user", "a"}, {"user", "b"}}),
            "the model's chat template cannot be used: Error: Jinja Exception: Roles must take turns");
}

// Likewise where it is left out without a word.
TEST_F(LlamaChatEngine, SystemMessagesThatAreLeftOut) {
  load("{% for m in messages if m.role != 'system' %}[{{ m.role }}] {{ m.content }} {% endfor %}[assistant]");
  EXPECT_EQ(written(kBoth), "[user] Be brief.\n\nWhy? [assistant]");
}

TEST_F(LlamaChatEngine, TextsInParts) {
  load(
      "{% for m in messages %}{{ m.role }}:{% for part in m.content %}{% if part.type == 'text' %}"
      "{{ part.text }}{% endif %}{% endfor %};{% endfor %}");
  EXPECT_EQ(written(kBoth), "system:Be brief.;user:Why?;");
}

TEST_F(LlamaChatEngine, TheDayIsTold) {
  load(
      "{% set day = strftime_now('%d %b %Y') %}Today is {{ day }}.{% for m in messages %}{{ m.content }}{% "
      "endfor %}");
  EXPECT_EQ(written({{"user", "a"}}), "Today is 21 Sep 2026.a");
}

// Macros, namespaces, filters, and tools that are asked for in three ways and are none.
TEST_F(LlamaChatEngine, WithoutTools) {
  load(
      "{%- macro say(role, text) -%}<|{{ role }}|>{{ text }}{%- endmacro -%}"
      "{%- set ns = namespace(seen=false) -%}"
      "{%- if tools %}TOOLS{% endif -%}{%- for tool in tools %}{{ tool.name }}{% endfor -%}"
      "{%- if tools is defined and tools is not none %}TOOLS{% endif -%}"
      "{%- for m in messages -%}{%- if m.role == 'user' %}{% set ns.seen = true %}{% endif -%}"
      "{{ say(m.role | upper, m['content']) }}{%- endfor -%}"
      "{%- if ns.seen and add_generation_prompt -%}{{ '<|ASSISTANT|>' }}{%- endif -%}");
  EXPECT_EQ(written(kBoth), "<|SYSTEM|>Be brief.<|USER|>Why?<|ASSISTANT|>");
}

TEST_F(LlamaChatEngine, RanOnceForTheSameRoles) {
  load(kChatMl);
  for (int i = 0; i < 2'000; ++i) static_cast<void>(written({{"user", std::to_string(i)}}));
  EXPECT_EQ(
      written({{"user", "x"}, {"assistant", "y"}, {"user", "z"}}),
      "<|im_start|>user\nx<|im_end|>\n<|im_start|>assistant\ny<|im_end|>\n<|im_start|>user\nz<|im_end|>\n"
      "<|im_start|>assistant\n");
}

class LlamaHostileTemplate : public LlamaChatEngine, public testing::WithParamInterface<const char*> {};

TEST_P(LlamaHostileTemplate, IsRefusedAndHarmsNothing) {
  load(GetParam());
  EXPECT_FALSE(refusal(kBoth).empty());
  EXPECT_FALSE(refusal(kBoth).empty()) << "and again";
}

INSTANTIATE_TEST_SUITE_P(Templates, LlamaHostileTemplate,
                         testing::Values(
                             // Loops without an end, or nearly so.
                             "{% for i in range(1000000000000) %}{% endfor %}",
                             "{% for a in range(3000) %}{% for b in range(3000) %}{% for c in range(3000) "
                             "%}{% endfor %}{% endfor %}{% endfor %}",
                             // Memory.
                             "{{ 'aaaaaaaaaaaaaaaa' * 100000000000 }}",
                             "{% set n = namespace(t='aaaaaaaa') %}{% for i in range(64) %}{% set n.t = n.t "
                             "~ n.t %}{% endfor %}{{ n.t }}",
                             "{% set n = namespace(t=['a']) %}{% for i in range(64) %}{% set n.t = [n.t, "
                             "n.t] %}{% endfor %}{{ n.t | tojson }}",
                             // The stack.
                             "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}",
                             // An answer without an end.
                             "{% for i in range(200000) %}{{ messages[0].content }} and so on {% endfor %}",
                             // What is no template, or no use.
                             "{{ unheard_of(messages) }}", "{% for", "{{ messages[99].content.text }}",
                             "nothing of it", "{{ messages[0].content[0] }}{{ messages[1].content[3:] }}"));

// As the parser sees it: a hundred thousand brackets.
TEST_F(LlamaChatEngine, DeepTemplates) {
  load("{{ " + std::string(100'000, '(') + "1" + std::string(100'000, ')') + " }}");
  EXPECT_FALSE(refusal(kBoth).empty());
}

}  // namespace
}  // namespace stint::llama
