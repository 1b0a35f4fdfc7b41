#include "language/providers/local_constraint.h"

#include <algorithm>
#include <string>
#include <vector>

#include "language/grammar/fingerprint.h"
#include "language/grammar/token_matcher.h"
#include "language/schema/grammar.h"

namespace stint::language {
namespace {

constexpr std::size_t kKeptGrammars = 16;
constexpr std::size_t kBytesOfOne = std::size_t{24} << 20U;

class GrammarConstraint : public llama::TokenConstraint {
 public:
  explicit GrammarConstraint(grammar::TokenMatcher matcher) : matcher_(std::move(matcher)) {}

  Result<std::span<const std::uint64_t>> allowed() override { return matcher_.allowed(); }
  Outcome accept(llama::Token token) override { return matcher_.accept(token); }
  std::string forced() override { return matcher_.forced(); }

 private:
  grammar::TokenMatcher matcher_;
};

Result<grammar::TokenTable> table_of(const llama::Tokenizer& tokenizer) {
  grammar::Vocabulary vocabulary;
  vocabulary.tokens.reserve(static_cast<std::size_t>(tokenizer.size()));
  for (llama::Token token = 0; token < tokenizer.size(); ++token) {
    vocabulary.tokens.push_back(tokenizer.text(token));
    if (tokenizer.ends(token)) vocabulary.ends.push_back(token);
  }
  return grammar::TokenTable::create(vocabulary);
}

}  // namespace

Result<std::shared_ptr<llama::TokenConstraint>> ConstraintMaker::make(const GenerationRequest& request) {
  if (!request.grammar && !request.schema) return std::shared_ptr<llama::TokenConstraint>();
  std::shared_ptr<grammar::TokenMasks> masks;
  if (request.grammar) {
    STINT_ASSIGN(found, masks_of(grammar::fingerprint(*request.grammar), *request.grammar));
    masks = std::move(found);
  } else {
    const grammar::Expression expression = schema_grammar(*request.schema);
    STINT_ASSIGN(found, masks_of(grammar::fingerprint(expression), expression));
    masks = std::move(found);
  }
  STINT_ASSIGN(matcher, grammar::TokenMatcher::create(std::move(masks)));
  return std::shared_ptr<llama::TokenConstraint>(std::make_shared<GrammarConstraint>(std::move(matcher)));
}

Result<std::shared_ptr<grammar::TokenMasks>> ConstraintMaker::masks_of(
    std::uint64_t key, const grammar::Expression& expression) {
  const auto known = std::ranges::find(kept_, key, &Kept::first);
  if (known != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, known);
    return kept_.front().second;
  }
  if (!tokens_) {
    STINT_ASSIGN(table, table_of(model_->tokenizer()));
    tokens_ = std::make_shared<const grammar::TokenTable>(std::move(table));
  }
  STINT_ASSIGN(automaton, grammar::Automaton::compile(expression));
  auto masks = std::make_shared<grammar::TokenMasks>(
      std::make_shared<const grammar::Automaton>(std::move(automaton)), tokens_, kBytesOfOne);
  kept_.emplace_front(key, masks);
  if (kept_.size() > kKeptGrammars) kept_.pop_back();
  return masks;
}

}  // namespace stint::language
