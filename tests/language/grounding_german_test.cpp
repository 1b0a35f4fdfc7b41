// What German texts may say.
#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "language/grammar/matcher.h"
#include "language/grounding/check.h"
#include "language/grounding/prose.h"

namespace stint::language {
namespace {

Ground sample() {
  return {.facts = {{"completed", "13,5 Punkte"},
                    {"missed", "2 Vorgänge"},
                    {"drop", "38 %"},
                    {"completed_direction", "sank"},
                    {"board", "Plattform Zürich"}},
          .keys = {"PAY-12", "PAY-7"}};
}

std::string why(std::string_view text) {
  std::string list;
  for (const Violation& one : check(text, sample(), kGerman)) list += one.what + ": " + one.why + "; ";
  return list;
}

bool said(std::string_view text) {
  auto automaton = grammar::Automaton::compile(prose(sample(), kGerman));
  EXPECT_TRUE(automaton) << automaton.error().to_string();
  grammar::Matcher matcher(std::make_shared<const grammar::Automaton>(std::move(*automaton)));
  return matcher.advance(text) && matcher.accepts();
}

class Said : public testing::TestWithParam<const char*> {};
TEST_P(Said, IsGroundedAndInTheGrammar) {
  EXPECT_EQ(why(GetParam()), "");
  EXPECT_TRUE(said(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(
    Texts, Said,
    testing::Values(
        "{board} hat im Sprint {completed} abgeschlossen. Sprechen Sie im Team darüber, was im Weg stand.",
        "Die Geschwindigkeit von {board} {completed_direction} um {drop}; offen blieben {missed}.",
        "Im Sprint wurden {completed} fertig, offen blieben {missed}. Beginnen Sie mit PAY-12 und PAY-7.",
        "Das Team hat {completed} geschafft. Klären Sie, warum PAY-7 auf eine Freigabe wartet."));

class Unsaid : public testing::TestWithParam<const char*> {};
TEST_P(Unsaid, IsAViolationAndNotInTheGrammar) {
  EXPECT_NE(why(GetParam()), "");
  EXPECT_FALSE(said(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(
    Texts, Unsaid,
    testing::Values(
        "Das Team hat {completed} geschafft, mehr als üblich.",
        "{board} schaffte {completed}, das ist die Hälfte.", "Von {board} wurden zwölf Vorgänge fertig.",
        "Die Geschwindigkeit von {board} stieg um {drop}.",
        "Die Zahl der Fehler bei {board} nahm im Sprint ab.", "{board} ist rückläufig und wird schlechter.",
        "Das Team {board} verdoppelte seine Arbeit.", "{board} schaffte {completed}, wie Anna berichtet.",
        "Seit Montag liegt {board} still.", "Alle Vorgänge von {board} sind offen.",
        "{board} schaffte ein Drittel der Zusage.", "Niemand arbeitet an {missed} im Team.",
        "{board} hat kaum weniger als {completed} geschafft.", "{board} wuchs um {drop} im Sprint.",
        "Im Team {board} war Müller blockiert.", "{board} liegt ÜBER der Zusage im Sprint.",
        "{board} verschlechterte sich um {drop}.", "Es dauerte doppelt so lange bei {board}."));

TEST(GermanCheck, FiguresStandAsTheyAreShown) {
  EXPECT_EQ(why("Im Sprint wurden 13,5 Punkte fertig."), "");
  EXPECT_NE(why("Im Sprint wurden 13.5 Punkte fertig."), "");
  EXPECT_NE(why("Im Sprint wurden 14,5 Punkte fertig."), "");
}

TEST(GermanFill, AUnitIsSaidOnce) {
  EXPECT_EQ(fill("{missed} Vorgänge blieben offen", sample()), "2 Vorgänge blieben offen");
  EXPECT_EQ(fill("{missed} Vorgängen", sample()), "2 Vorgänge Vorgängen");
}

TEST(GermanLexicon, WhatMayBeSaidIsNotBarred) {
  for (const std::string_view word : kGerman.openings) EXPECT_FALSE(kGerman.bars(word)) << word;
  for (const std::string_view word : kGerman.capitals) EXPECT_FALSE(kGerman.bars(word)) << word;
  EXPECT_EQ(find_lexicon("de"), &kGerman);
  EXPECT_EQ(find_lexicon("de-CH"), &kGerman);
  EXPECT_EQ(find_lexicon("d"), nullptr);
}

}  // namespace
}  // namespace stint::language
