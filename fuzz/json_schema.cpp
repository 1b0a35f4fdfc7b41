// A schema, and an answer behind the first line end: whatever the grammar of a schema allows validates, token
// masks allow exactly what the grammar does, and refusals say where.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "check.h"
#include "language/grammar/automaton.h"
#include "language/grammar/gbnf.h"
#include "language/grammar/token_masks.h"
#include "language/grammar/token_matcher.h"
#include "language/grammar/utf8.h"
#include "language/schema/grammar.h"
#include "language/schema/schema.h"
#include "language/schema/validate.h"

namespace {

using stint::fuzz::check;
using namespace stint::language;

std::shared_ptr<const grammar::TokenTable> bytes_as_tokens() {
  grammar::Vocabulary vocabulary;
  for (int byte = 0; byte < 256; ++byte) vocabulary.tokens.emplace_back(1, static_cast<char>(byte));
  vocabulary.tokens.emplace_back();
  vocabulary.ends = {256};
  return std::make_shared<const grammar::TokenTable>(*grammar::TokenTable::create(vocabulary));
}

// Through masks, a byte at a time. Only so many: each may need one of its own.
void follow(const std::shared_ptr<const grammar::Automaton>& automaton, std::string_view answer) {
  static const auto table = bytes_as_tokens();
  auto matcher = grammar::TokenMatcher::create(std::make_shared<grammar::TokenMasks>(automaton, table));
  check(matcher.has_value(), "a vocabulary with all bytes can begin everything");
  grammar::Matcher plain(automaton);
  for (const char byte : answer.substr(0, 64)) {
    const auto number = static_cast<std::uint8_t>(byte);
    const auto allowed = matcher->allowed();
    check(allowed.has_value(), "a vocabulary with all bytes always goes on");
    const bool may = (((*allowed)[number / 64] >> (number % 64)) & 1U) != 0;
    check(may == plain.advance(number), "masks are the grammar");
    check(may == matcher->accept(number).has_value(), "what is allowed is accepted");
    if (!may) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), size);
  const auto schema = Schema::parse(input.substr(0, end));
  if (!schema) {
    check(schema.error().where.starts_with("JSON Schema #"), "a refusal says where");
    check(!schema.error().message.empty(), "and why");
    return 0;
  }
  const auto expression = schema_grammar(*schema);
  if (expression.size() > 20'000) return 0;
  auto automaton = grammar::Automaton::compile(expression);
  check(automaton.has_value() && grammar::to_gbnf(expression).has_value(),
        "a schema that is taken has a grammar");
  const auto shared = std::make_shared<const grammar::Automaton>(std::move(*automaton));
  const std::string_view answer = end == size ? std::string_view() : input.substr(end + 1);
  grammar::Matcher matcher(shared);
  const bool fits = matcher.advance(answer) && matcher.accepts();
  const auto value = schema::validate(*schema, answer);
  check(!fits || value.has_value(), "what the grammar allows validates");
  check(value.has_value() || !value.error().reason.empty(), "a misfit says why");
  follow(shared, answer);
  return 0;
}
