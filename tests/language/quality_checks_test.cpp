// Each check with texts that pass and texts that fail.
#include <gtest/gtest.h>
#include <set>

#include "language/quality/quality.h"

namespace stint::language {
namespace {

Check checked(std::string_view name, std::string_view text, const Expectations& expected = {}) {
  const Quality quality = assess(text, expected);
  const Check* const check = quality.find(name);
  EXPECT_NE(check, nullptr) << name;
  EXPECT_GE(check->score, 0);
  EXPECT_LE(check->score, 1);
  EXPECT_EQ(check->score < 1, !check->reason.empty()) << check->reason;
  return *check;
}

void expect_passes(std::string_view name, std::string_view text, const Expectations& expected = {}) {
  const Check check = checked(name, text, expected);
  EXPECT_TRUE(check.passed) << text << "\n" << check.reason;
}

std::string failure(std::string_view name, std::string_view text, const Expectations& expected = {}) {
  const Check check = checked(name, text, expected);
  EXPECT_FALSE(check.passed) << text;
  EXPECT_LT(check.score, 1);
  return check.reason;
}

TEST(QualityTable, HasARowForEveryCheck) {
  std::set<std::string_view> names;
  for (const QualityCheck& row : quality_checks()) {
    EXPECT_TRUE(names.insert(row.name).second);
    EXPECT_FALSE(row.description.empty());
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"ending", "language", "length", "markup", "refusal",
                                               "repetition", "template"}));
}

TEST(QualityScore, IsThatOfTheWorstCheck) {
  const Quality good =
      assess("The team finished what it had planned for this week, and nothing is blocked.", {});
  EXPECT_DOUBLE_EQ(good.score(), 1);
  EXPECT_TRUE(good.passes(1));
  const Quality bad =
      assess("The team finished what it had planned for this week and <b>nothing</b> is blocked.", {});
  EXPECT_DOUBLE_EQ(bad.score(), 0);
  EXPECT_FALSE(bad.passes(0));
  // Short: nothing is wrong, but its language is not known.
  const Quality brief = assess("All is well.", {});
  EXPECT_TRUE(brief.passes(0.5));
  EXPECT_FALSE(brief.passes(0.6));
}

TEST(QualityLength, CountsWords) {
  Expectations expected;
  expected.least_words = 3;
  expected.most_words = 5;
  expect_passes("length", "One two, three.", expected);
  expect_passes("length", "A-1 doesn't re-run 38 %.", expected);
  EXPECT_EQ(failure("length", "Too short.", expected), "2 words, where at least 3 are expected");
  EXPECT_EQ(failure("length", "This has six words, too many.", expected),
            "6 words, where at most 5 are expected");
  EXPECT_DOUBLE_EQ(checked("length", "a b c d e f g h i j", expected).score, 0.5);
  EXPECT_EQ(failure("length", "", {}), "the text is empty");
  EXPECT_EQ(failure("length", " -- \n ... ", {}), "the text is empty");
  expected.most_words = 4;
  EXPECT_EQ(failure("length", "\u4ED8\u6B3E\u5DF2\u5B8C\u6210\u3002", expected),
            "5 words, where at most 4 are expected");
}

TEST(QualityRepetition, FindsLoops) {
  expect_passes("repetition", "A-1, A-2 and A-3 are very, very, very old, and A-4 is older.");
  expect_passes("repetition", "Yes. No. Yes. 10 of 10 and 20 of 20 and 30 of 40 items were done.");
  expect_passes("repetition", "----------------------\nThe sprint went well ..........");
  EXPECT_EQ(failure("repetition", "The sprint is is is is late."), "\"is\" over and over");
  EXPECT_EQ(failure("repetition", "It grew and then and then and then stopped."),
            "\"and then\" over and over");
  EXPECT_EQ(failure("repetition", "the work of the team, the work of the team; the WORK of the team."),
            "\"the work of the team\" over and over");
  EXPECT_EQ(failure("repetition", "The scope grew by 5 %. Nobody asked. The scope GREW by 5 %!"),
            "a sentence comes twice: \"The scope GREW by 5 %!\"");
  EXPECT_EQ(failure("repetition", "- The scope grew a lot\n- Nobody asked\n- The scope grew a lot"),
            "a sentence comes twice: \"The scope grew a lot\"");
  EXPECT_EQ(failure("repetition", "It is sooooooooo late."), "a letter over and over");
  const std::string phrases =
      "Look at the oldest items first today, then look at the oldest items first tomorrow, and look at the "
      "oldest "
      "items first again, or look at the oldest items first anyway.";
  EXPECT_TRUE(failure("repetition", phrases).ends_with("of the phrases came before")) << phrases;
}

TEST(QualityEnding, FindsWhatWasBrokenOff) {
  expect_passes("ending", "The sprint grew by 5 %.");
  expect_passes("ending", "Was it late?  \n");
  expect_passes("ending", "He said: \"It is late.\"");
  expect_passes("ending", "It is late (as A-1 is).");
  expect_passes("ending", "Das nennt man \u201Efertig\u201C.");
  expect_passes("ending", "\u4ED8\u6B3E\u5DF2\u5B8C\u6210\u3002");
  expect_passes("ending", "a) first, and b) second.");
  EXPECT_DOUBLE_EQ(checked("ending", "- Look at A-1.\n- Then at A-2").score, 0.7);
  EXPECT_EQ(failure("ending", "The sprint grew by 5 % and"),
            "no end of a sentence: \"sprint grew by 5 % and\"");
  EXPECT_EQ(failure("ending", "The sprint grew. Before the next planning, settle who"),
            "no end of a sentence: \"planning, settle who\"");
  EXPECT_EQ(failure("ending", "Look at these issues:"), "no end of a sentence: \"Look at these issues:\"");
  EXPECT_EQ(failure("ending", "- Look at A-1,\n- then at A-2,"),
            "no end of a sentence: \"at A-1, - then at A-2,\"");
  EXPECT_EQ(failure("ending", "It grew ..."), "it trails off: \"It grew ...\"");
  EXPECT_EQ(failure("ending", "It grew\u2026"), "it trails off: \"It grew\u2026\"");
  EXPECT_EQ(failure("ending", "It grew (by 5 points."), "\"(\" is left open");
  EXPECT_EQ(failure("ending", "She said \u201Cit grew."), "a quotation is left open");
  EXPECT_EQ(failure("ending", "```\nint main.\n"), "a block of code is left open");
  EXPECT_EQ(failure("ending", "\")"), "the text holds no sentence");
  Expectations headline;
  headline.whole_sentences = false;
  expect_passes("ending", "Sprint 12: scope grew by 5 %", headline);
  EXPECT_EQ(failure("ending", "Sprint 12 (Payments", headline), "\"(\" is left open");
}

TEST(QualityRefusal, FindsAModelThatTalksAboutItself) {
  expect_passes("refusal", "The reason given for A-1: \"I cannot reach the bank\". Settle who calls.");
  expect_passes("refusal",
                "The team cannot finish this; an AI feature and a language model are in the backlog.");
  expect_passes("refusal", "Sorryland is a board.");
  EXPECT_EQ(failure("refusal", "As an AI language model, I have no opinion."), "\"as an ai\"");
  EXPECT_EQ(failure("refusal", "The work is late. I cannot say why."), "a sentence begins with \"i cannot\"");
  EXPECT_EQ(failure("refusal", "I can\u2019t help with that."), "a sentence begins with \"i can't\"");
  EXPECT_EQ(failure("refusal", "I'M SORRY, but this is not possible."),
            "a sentence begins with \"i'm sorry\"");
  EXPECT_EQ(failure("refusal", "Well, as a large   language model I do not know."),
            "\"as a large language model\"");
  EXPECT_EQ(failure("refusal", "Es tut mir leid, dabei kann ich nicht helfen."),
            "a sentence begins with \"es tut mir leid\"");
  EXPECT_EQ(failure("refusal", "Als KI-Sprachmodell habe ich keine Meinung."), "\"als ki-sprachmodell\"");
}

TEST(QualityTemplate, FindsMarkersAndThePrompt) {
  expect_passes("template", "The user's system: it is late, and the assistant left at 5 | 6.");
  for (const std::string leak :
       {"<|im_start|>assistant", "[INST] Go", "text [/INST]", "<<SYS>>", "{{ finding }}", "{% for %}",
        "### Instruction: write", "### response", "</s>", "<think>", "<end_of_turn>", "a<0x0A>b",
        "\u2581The sprint", "Fine.\nUser: and now?", "Assistant: The sprint grew."}) {
    failure("template", leak);
  }
  Expectations expected;
  expected.prompt_fragments = {"Say only what the facts say.", "", "You are", "Never name people"};
  EXPECT_EQ(failure("template", "say only   what the FACTS say: it grew.", expected),
            "a part of the prompt: \"Say only what the facts say.\"");
  EXPECT_EQ(failure("template", "Never name people!", expected),
            "a part of the prompt: \"Never name people\"");
  expect_passes("template", "You are late, and never name peoples.", expected);
}

TEST(QualityMarkup, FindsWhatAPageOrTerminalWouldActOn) {
  for (const std::string fine : {"1 < 2 and 3 > 2, a <- b", "Rewrite it in JavaScript: it is slower.",
                                 "**Bold** and *italic*, `code`.", "Line one.\r\nLine two.\n\tIndented.",
                                 "See the data: 5 items [1] (2).", "Mail me at a@b.example.",
                                 "\u0645\u0631\u062D\u0628\u0627 and \u05E9\u05DC\u05D5\u05DD",
                                 "\U0001F469\u200D\U0001F4BB works", "&lt;b&gt; is shown"}) {
    expect_passes("markup", fine);
  }
  struct Bad {
    std::string text;
    std::string reason;
  };
  for (const Bad& bad : std::initializer_list<Bad>{
           {"a <b>bold</b> one", "HTML: \"<b>bold</b> one\""},
           {"x</div>", "HTML: \"</div>\""},
           {"<!-- hidden -->", "HTML: \"<!-- hidden -->\""},
           {"<IMG SRC=x onerror=alert(1)>", "HTML: \"<IMG SRC=x onerror=a...\""},
           {"go to JavaScript:alert(1)", "\"javascript:\""},
           {"vbscript:x", "\"vbscript:\""},
           {"data:text/html;base64,AAAA", "\"data:text/\""},
           {"a\x1b[2Jb", "a control character (U+001B)"},
           {std::string{"a\0b", 3}, "a control character (U+0000)"},
           {"a\rb", "a control character (U+000D)"},
           {"a\xC2\x9B"
            "b",
            "a control character (U+009B)"},
           {"a\u202Eb", "an override of the direction of writing (U+202E)"},
           {"a\u2066b", "an override of the direction of writing (U+2066)"},
           {"a\u200Bb", "an invisible character (U+200B)"},
           {"a\U000E0041b", "an invisible character (U+E0041)"},
           {"a\xFF"
            "b",
            "bytes that are not UTF-8 (U+FFFD)"},
           {"a\u2028b", "a separator of lines (U+2028)"},
       }) {
    EXPECT_EQ(failure("markup", bad.text), bad.reason);
  }
}

TEST(QualityMarkup, AllowsLinksToAllowedHostsOnly) {
  Expectations expected;
  expected.allowed_hosts = {"jira.example.com", "*.wiki.example.org"};
  for (const std::string fine :
       {"See https://jira.example.com/browse/A-1.", "See https://JIRA.example.com.",
        "(http://jira.example.com:8080/x)", "[A-1](https://jira.example.com/browse/A-1)",
        "![x]( <https://team.wiki.example.org/a.png> \"t\")", "<https://jira.example.com/>",
        "[1]: https://jira.example.com\nText.", "A list[0] (of two)."}) {
    expect_passes("markup", fine, expected);
    if (fine.find("://") != std::string::npos) failure("markup", fine);
  }
  for (const std::string bad : {"https://evil.example/x",
                                "https://jira.example.com.evil.example/",
                                "https://evil.example/jira.example.com",
                                "https://jira.example.com@evil.example/",
                                "https://evil.example\\@jira.example.com/",
                                "https://jira.example.com\\@evil.example/",
                                "https://wiki.example.org/",
                                "https://evilwiki.example.org/",
                                "https:///evil.example",
                                "http://[::1]/",
                                "http://jira.example.com:80a/",
                                "https://jira.example.com%2eevil.example/",
                                "https://j\u0456ra.example.com/",
                                "ftp://jira.example.com/",
                                "file:///etc/passwd",
                                "www.evil.example",
                                "[x](//evil.example)",
                                "[x](/relative)",
                                "[x](mailto:a@b.c)",
                                "![x](data:image/png;base64,AA)",
                                "[x](javascript&colon;alert(1))",
                                "[x](java\nscript:alert(1))",
                                "[x]()",
                                "[x](",
                                "[1]: //evil.example",
                                "> [1]: /relative",
                                "[a](https://jira.example.com) and [b](https://evil.example)",
                                "![pixel](https://evil.example/?q=A-1)"}) {
    failure("markup", bad, expected);
  }
  EXPECT_EQ(failure("markup", "[x](/relative) y", expected), "a link to where none may lead: \"/relative)\"");
}

}  // namespace
}  // namespace stint::language
