// What the nano model is taught has to be what the grammar lets it say.
#include <gtest/gtest.h>
#include <memory>
#include <string_view>

#include "language/grammar/matcher.h"
#include "language/grounding/check.h"
#include "language/grounding/prose.h"
#include "support/nano/corpus.h"

namespace stint::language {
namespace {

bool allowed(const grammar::Expression& expression, std::string_view text) {
  auto automaton = grammar::Automaton::compile(expression);
  EXPECT_TRUE(automaton) << automaton.error().to_string();
  grammar::Matcher matcher(std::make_shared<const grammar::Automaton>(std::move(*automaton)));
  return matcher.advance(text) && matcher.accepts();
}

TEST(NanoCorpus, IsWhatTheGrammarAllows) {
  for (const auto& example : test::nano::corpus(60, 2)) {
    Ground ground{.facts = {}, .keys = example.keys};
    for (const std::string& fact : example.facts) ground.facts.push_back({fact, "13 points"});
    for (const std::string_view text : {std::string_view(example.title), std::string_view(example.message)})
      for (const Violation& one : check(text, ground, kEnglish)) ADD_FAILURE() << one.what << ": " << one.why;
    EXPECT_TRUE(allowed(headline(ground, kEnglish), example.title)) << example.title;
    EXPECT_TRUE(allowed(prose(ground, kEnglish), example.message)) << example.message;
  }
}

}  // namespace
}  // namespace stint::language
