#include "language/grounding/prose.h"

#include <cassert>
#include <string>
#include <vector>

#include "language/grammar/word.h"

namespace stint::language {
namespace {

using grammar::choice;
using grammar::Expression;
using grammar::optional;
using grammar::repeat;
using grammar::seq;
using grammar::text;

// Lower case only: names, and whatever else is written with a capital, have to be facts.
Expression words(const Lexicon& lexicon) {
  const std::vector<std::string> barred(lexicon.barred.begin(), lexicon.barred.end());
  const grammar::CharacterClass small{{U'a', U'z'}, {0xDF, 0xF6}, {0xF8, 0xFF}};
  const Expression word = grammar::word_not_in(barred, small);
  const std::vector<std::string> capitals(lexicon.capitals.begin(), lexicon.capitals.end());
  // "hand-over": each part is a word of its own.
  return choice({seq({word, optional(seq({text("-"), word}))}), grammar::any_of(capitals)});
}

struct Parts {
  Expression word;
  Expression fact;
  Expression key;  // or a fact
  Expression opening;
};

Parts parts(const Ground& ground, const Lexicon& lexicon) {
  std::vector<std::string> facts;
  for (const GroundFact& fact : ground.facts) facts.push_back("{" + fact.name + "}");
  std::vector<std::string> all = facts;
  all.insert(all.end(), ground.keys.begin(), ground.keys.end());
  std::vector<std::string> openings(lexicon.openings.begin(), lexicon.openings.end());
  openings.insert(openings.end(), lexicon.capitals.begin(), lexicon.capitals.end());
  const Expression named = grammar::any_of(all);
  return {.word = choice({words(lexicon), named}),
          .fact = grammar::any_of(facts),
          .key = named,
          .opening = choice({grammar::any_of(openings), named})};
}

Expression gap() {
  return choice({text(" "), text(", "), text("; "), text(": ")});
}

// Opening and words; the last one may be followed by something.
Expression clause(const Parts& parts, std::uint32_t least, std::uint32_t most) {
  return seq({parts.opening, repeat(seq({gap(), parts.word}), least - 1, most - 1)});
}

// A clause with a fact at any place of it but the first.
Expression clause_with_fact(const Parts& parts, std::uint32_t most) {
  const Expression more = repeat(seq({gap(), parts.word}), 0, most / 2);
  return choice(
      {seq({parts.opening, more, gap(), parts.fact, more}), seq({parts.fact, gap(), parts.word, more})});
}

}  // namespace

Expression prose(const Ground& ground, const Lexicon& lexicon, const ProseShape& shape) {
  assert(shape.least_sentences >= 1 && shape.least_sentences <= shape.most_sentences);
  assert(shape.least_words >= 1 && shape.least_words <= shape.most_words);
  const Parts of = parts(ground, lexicon);
  const Expression first = ground.facts.empty() ? clause(of, shape.least_words, shape.most_words)
                                                : clause_with_fact(of, shape.most_words);
  const Expression later = clause(of, shape.least_words, shape.most_words);
  const Expression end = text(".");
  return seq({first, end,
              repeat(seq({text(" "), later, end}), shape.least_sentences - 1, shape.most_sentences - 1)});
}

Expression headline(const Ground& ground, const Lexicon& lexicon, std::uint32_t most_words) {
  const Parts of = parts(ground, lexicon);
  return ground.facts.empty() ? clause(of, 2, most_words) : clause_with_fact(of, most_words);
}

}  // namespace stint::language
