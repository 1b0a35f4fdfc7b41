// The controls over whole sets of findings: those of a demo organisation, and the made-up ones of every
// topic.
#include <algorithm>
#include <deque>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <sstream>

#include "demo/demo.h"
#include "exchange/import.h"
#include "history/load.h"
#include "insight/complaints.h"
#include "insight/finding_text.h"
#include "language/quality/quality.h"
#include "support/scratch.h"

namespace stint::test {
namespace {

using language::Controls;

struct Case {
  const history::Dataset* data;
  metrics::Finding finding;
};

class StyledFindings : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (const FindingText& one : read_findings(std::filesystem::path{STINT_NARRATIONS} / "findings.txt")) {
      history::Dataset& data = made_up.emplace_back();
      metrics::Finding finding = parse_finding(one.body, data);
      cases.push_back({&data, std::move(finding)});
    }
    const Scratch scratch;
    ASSERT_TRUE(demo::write_demo(scratch / "demo", {.seed = 1, .plants = demo::default_plants()}));
    ASSERT_TRUE(exchange::import_files({scratch / "demo"}, scratch / "data", {}));
    auto read = history::load(scratch / "data", {});
    ASSERT_TRUE(read) << read.error().to_string();
    loaded.emplace(std::move(*read));
    const history::Dataset& data = loaded->dataset;
    const metrics::Analysis analysis = metrics::analyse({data, data.export_end.value_or(Instant{}), {}, {}});
    for (metrics::Finding& finding : metrics::find_all(analysis))
      cases.push_back({&data, std::move(finding)});
    ASSERT_GT(cases.size(), 60U);
  }
  static void TearDownTestSuite() {
    cases.clear();
    made_up.clear();
    loaded.reset();
  }

  // NOLINTBEGIN(cert-err58-cpp)
  static inline std::deque<history::Dataset> made_up;
  static inline std::optional<history::Loaded> loaded;
  static inline std::vector<Case> cases;
  // NOLINTEND(cert-err58-cpp)
};

insight::Insight told(const Case& one, const Controls& controls) {
  return insight::narrate(*one.data, one.finding, controls);
}

// Each sentence is a line where the layout is bullets, whatever full stops names and figures hold.
std::vector<std::string> sentences(const Case& one, Controls controls) {
  controls.layout = language::Layout::bullets;
  std::stringstream lines{told(one, controls).message};
  std::vector<std::string> out;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(line.starts_with("- ")) << line;
    out.push_back(line.substr(2));
  }
  return out;
}

std::size_t count_words(const std::string& text) {
  std::stringstream stream{text};
  std::size_t count = 0;
  for (std::string word; stream >> word;) ++count;
  return count;
}

std::size_t figures(const std::string& text) {
  std::stringstream stream{text};
  std::size_t count = 0;
  for (std::string word; stream >> word;) {
    if (std::ranges::any_of(word, [](unsigned char c) { return std::isdigit(c) != 0; })) ++count;
  }
  return count;
}

std::size_t occurrences(std::string text, std::initializer_list<std::string_view> terms) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::size_t count = 0;
  for (const std::string_view term : terms) {
    for (std::size_t at = text.find(term); at != std::string::npos; at = text.find(term, at + 1)) ++count;
  }
  return count;
}

// Terms of the trade; "work in progress" gives way to "WIP", which is counted for it.
std::size_t technical_terms(const std::string& text) {
  return occurrences(text,
                     {"median",         "the mean of",      "velocity",      "cycle time",      "escape rate",
                      "absence factor", "work in progress", "wip",           "spillover",       "scope ",
                      "throughput",     "hygiene score",    "commit",        "re-estimate",     "stale",
                      "baseline",       "common-cause",     "special-cause", "key-person risk", "true rate"});
}

std::size_t contractions(const std::string& text) {
  return occurrences(text, {"n't", "that's", "figure out", "check if", "to do here"});
}

std::size_t formal_words(const std::string& text) {
  return occurrences(text, {"discuss", "examine", "review ", "establish", "ensure", "approximately",
                            "recently", "required", "admit "});
}

// What is measured of every finding does not fall while the potentiometer rises, and rises for some.
template <class Measure>
void expect_monotone(const std::vector<Case>& cases, int Controls::* potentiometer, const Controls& base,
                     const Measure& measure) {
  double lowest = 0;
  double highest = 0;
  for (const Case& one : cases) {
    Controls controls = base;
    double before = 0;
    for (int level = 0; level <= 100; ++level) {
      controls.*potentiometer = level;
      const double now = measure(one, controls);
      ASSERT_GE(now, before) << "at " << level << ": " << told(one, controls).message;
      if (level == 0) lowest += now;
      before = now;
    }
    highest += before;
  }
  EXPECT_GT(highest, lowest * 1.05 + 1);
}

const auto kCharacters = [](const Case& one, const Controls& controls) {
  return static_cast<double>(told(one, controls).message.size());
};
const auto kSentences = [](const Case& one, const Controls& controls) {
  return static_cast<double>(sentences(one, controls).size());
};
const auto kWordsOfTheFirst = [](const Case& one, const Controls& controls) {
  return static_cast<double>(count_words(sentences(one, controls).front()));
};
const auto kWordsOfTheLongest = [](const Case& one, const Controls& controls) {
  std::size_t most = 0;
  for (const std::string& sentence : sentences(one, controls)) most = std::max(most, count_words(sentence));
  return static_cast<double>(most);
};
const auto kFigures = [](const Case& one, const Controls& controls) {
  return static_cast<double>(figures(told(one, controls).message));
};

TEST_F(StyledFindings, AreLongerWithLength) {
  expect_monotone(cases, &Controls::length, {}, kCharacters);
  expect_monotone(cases, &Controls::length, {}, kSentences);
  expect_monotone(cases, &Controls::length, {}, kWordsOfTheFirst);
  expect_monotone(cases, &Controls::length, {}, kWordsOfTheLongest);
  Controls deep;
  deep.depth = 100;
  deep.examples = false;
  expect_monotone(cases, &Controls::length, deep, kCharacters);
}

TEST_F(StyledFindings, SayMoreFactsWithDepth) {
  expect_monotone(cases, &Controls::depth, {}, kCharacters);
  expect_monotone(cases, &Controls::depth, {}, kFigures);
  expect_monotone(cases, &Controls::depth, {}, kWordsOfTheLongest);
  Controls other;
  other.length = 30;
  expect_monotone(cases, &Controls::depth, other, kFigures);
  other.length = 100;
  expect_monotone(cases, &Controls::depth, other, kSentences);
}

TEST_F(StyledFindings, HoldMoreTermsWithTechnical) {
  // The share, and the number too: a share may rise because the rest got shorter.
  for (const int length : {50, 100}) {
    Controls controls;
    controls.length = length;
    expect_monotone(cases, &Controls::technical, controls, [](const Case& one, const Controls& these) {
      const std::string text = told(one, these).message;
      return static_cast<double>(technical_terms(text)) / static_cast<double>(count_words(text)) * 100;
    });
    expect_monotone(cases, &Controls::technical, controls, [](const Case& one, const Controls& these) {
      const insight::Insight insight = told(one, these);
      return static_cast<double>(technical_terms(insight.title + "\n" + insight.message));
    });
  }
}

TEST_F(StyledFindings, HoldFewerContractionsAndMoreFormalWordsWithFormality) {
  expect_monotone(cases, &Controls::formality, {}, [](const Case& one, const Controls& controls) {
    return 4 - static_cast<double>(contractions(told(one, controls).message));
  });
  expect_monotone(cases, &Controls::formality, {}, [](const Case& one, const Controls& controls) {
    return static_cast<double>(formal_words(told(one, controls).message));
  });
}

TEST_F(StyledFindings, AreTheSameWhateverTheCreativity) {
  for (const Case& one : cases) {
    Controls controls;
    for (const int level : {0, 30, 100}) {
      controls.creativity = level;
      EXPECT_EQ(told(one, controls).message, told(one, {}).message);
    }
  }
}

Controls random_controls(std::mt19937& random) {
  std::uniform_int_distribution<int> level{0, 100};
  std::bernoulli_distribution coin;
  Controls controls;
  for (int Controls::* potentiometer : {&Controls::depth, &Controls::creativity, &Controls::technical,
                                        &Controls::formality, &Controls::length}) {
    // The ends matter most.
    controls.*potentiometer = coin(random) ? level(random) : coin(random) ? 0 : 100;
  }
  if (coin(random)) controls.layout = language::Layout::bullets;
  if (coin(random)) controls.address = language::Address::neutral;
  controls.examples = coin(random);
  controls.plain = coin(random);
  return controls;
}

// The oracle knows only the facts: every figure is one, none is spelled out, nothing is left of a template.
TEST_F(StyledFindings, SayNoFigureThatIsNoFact) {
  std::mt19937 random{11};
  for (const Case& one : cases) {
    for (int round = 0; round < 60; ++round) {
      const Controls controls = random_controls(random);
      const insight::Insight insight = told(one, controls);
      for (const std::string& complaint : complaints(*one.data, insight)) {
        if (complaint.ends_with(" sentences")) continue;
        ADD_FAILURE() << controls.text() << ": " << complaint << "\n"
                      << insight.title << "\n"
                      << insight.message;
      }
      for (const char left : {'[', ']', '|'}) EXPECT_EQ(insight.message.find(left), std::string::npos);
      // What the finding says does not depend on how it is said.
      EXPECT_EQ(insight.finding.facts.size(), told(one, {}).finding.facts.size());
    }
  }
}

// The quality checks know nothing of findings either.
TEST_F(StyledFindings, PassEveryQualityCheck) {
  std::mt19937 random{13};
  for (const Case& one : cases) {
    for (int round = 0; round < 20; ++round) {
      const Controls controls = round == 0 ? Controls{} : random_controls(random);
      const std::string message = told(one, controls).message;
      const language::Quality quality = language::assess(message, {});
      for (const language::Check& check : quality.checks) {
        EXPECT_TRUE(check.passed) << controls.text() << ": " << check.name << ": " << check.reason << "\n"
                                  << message;
      }
      EXPECT_GE(quality.score(), 0.5) << message;
    }
    language::Expectations headline;
    headline.whole_sentences = false;
    EXPECT_TRUE(language::assess(told(one, {}).title, headline).passes(0.5)) << told(one, {}).title;
  }
}

TEST_F(StyledFindings, SayTheSameAsBulletsAndAsProse) {
  std::mt19937 random{12};
  for (const Case& one : cases) {
    Controls controls = random_controls(random);
    std::string joined;
    for (const std::string& sentence : sentences(one, controls)) {
      joined += (joined.empty() ? "" : " ") + sentence;
    }
    controls.layout = language::Layout::prose;
    EXPECT_EQ(told(one, controls).message, joined);
  }
}

TEST_F(StyledFindings, KeepTheFirstSentenceHoweverShort) {
  Controls shortest;
  shortest.length = 0;
  Controls short_with_asides;
  short_with_asides.length = 25;
  for (const Case& one : cases) {
    EXPECT_EQ(sentences(one, shortest).size(), 1U);
    EXPECT_EQ(sentences(one, short_with_asides).front(), sentences(one, {}).front());
  }
}

}  // namespace
}  // namespace stint::test
