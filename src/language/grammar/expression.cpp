#include "language/grammar/expression.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <limits>
#include <utility>

#include "language/grammar/utf8.h"
#include "lib/simdjson/utf8.h"
#include "lib/utf8proc/characters.h"

namespace stint::language::grammar {
namespace {

constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max();

std::size_t sum(std::size_t a, std::size_t b) {
  return a > kMost - b ? kMost : a + b;
}
std::size_t product(std::size_t a, std::size_t b) {
  return a != 0 && b > kMost / a ? kMost : a * b;
}

std::size_t size_of(const std::vector<Expression>& parts) {
  std::size_t size = 1;
  for (const Expression& part : parts) size = sum(size, part.size());
  return size;
}

// The same language without the empty text.
Expression without_empty(const Expression& expression);

// The first part that is not empty, whichever it is, and what follows it.
Expression without_empty(const Sequence& sequence) {
  std::vector<Expression> alternatives;
  for (std::size_t i = 0; i < sequence.parts.size(); ++i) {
    std::vector<Expression> parts{without_empty(sequence.parts[i])};
    parts.insert(parts.end(), sequence.parts.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                 sequence.parts.end());
    alternatives.push_back(seq(std::move(parts)));
  }
  return choice(std::move(alternatives));
}

Expression without_empty(const Expression& expression) {
  if (!expression.accepts_empty()) return expression;
  const auto& kind = expression.node().kind;
  if (const auto* const sequence = std::get_if<Sequence>(&kind)) return without_empty(*sequence);
  if (const auto* const either = std::get_if<Choice>(&kind)) {
    std::vector<Expression> alternatives;
    for (const Expression& one : either->alternatives) alternatives.push_back(without_empty(one));
    return choice(std::move(alternatives));
  }
  if (const auto* const repeated = std::get_if<Repeat>(&kind))
    return repeat(repeated->body, 1, repeated->max);
  return nothing();
}

}  // namespace

Expression::Expression() : Expression(Node{.kind = Literal{}, .accepts_empty = true}) {}
Expression::Expression(Node node) : node_(std::make_shared<const Node>(std::move(node))) {}

bool Expression::is_nothing() const {
  const auto* const either = std::get_if<Choice>(&node_->kind);
  return either != nullptr && either->alternatives.empty();
}
bool Expression::accepts_empty() const {
  return node_->accepts_empty;
}
std::size_t Expression::shortest() const {
  return node_->shortest;
}
std::size_t Expression::longest() const {
  return node_->longest;
}
std::size_t Expression::size() const {
  return node_->size;
}

Expression text(std::string_view utf8) {
  return Expression(Node{.kind = Literal{std::string(utf8)},
                         .accepts_empty = utf8.empty(),
                         .shortest = utf8.size(),
                         .longest = utf8.size()});
}

Expression one_of(CharacterClass characters) {
  if (characters.empty()) return nothing();
  std::string first;
  std::string last;
  append_character(first, characters.ranges().front().first);
  append_character(last, characters.ranges().back().last);
  return Expression(Node{.kind = std::move(characters),
                         .accepts_empty = false,
                         .shortest = first.size(),
                         .longest = last.size()});
}

Expression nothing() {
  return Expression(Node{.kind = Choice{}, .accepts_empty = false, .shortest = kMost});
}

Expression seq(std::vector<Expression> parts) {
  std::erase_if(parts, [](const Expression& part) { return part.accepts_empty() && part.size() == 1; });
  if (std::ranges::any_of(parts, &Expression::is_nothing)) return nothing();
  if (parts.empty()) return {};
  if (parts.size() == 1) return parts.front();
  Node node{.kind = {}, .accepts_empty = std::ranges::all_of(parts, &Expression::accepts_empty)};
  for (const Expression& part : parts) {
    node.shortest = sum(node.shortest, part.shortest());
    node.longest = sum(node.longest, part.longest());
  }
  node.size = size_of(parts);
  node.kind = Sequence{std::move(parts)};
  return Expression(std::move(node));
}

Expression choice(std::vector<Expression> alternatives) {
  std::erase_if(alternatives, &Expression::is_nothing);
  if (alternatives.empty()) return nothing();
  if (alternatives.size() == 1) return alternatives.front();
  Node node{.kind = {}, .accepts_empty = std::ranges::any_of(alternatives, &Expression::accepts_empty)};
  node.shortest = std::ranges::min_element(alternatives, {}, &Expression::shortest)->shortest();
  node.longest = std::ranges::max_element(alternatives, {}, &Expression::longest)->longest();
  node.size = size_of(alternatives);
  node.kind = Choice{std::move(alternatives)};
  return Expression(std::move(node));
}

Expression optional(Expression body) {
  if (body.accepts_empty()) return body;
  return repeat(std::move(body), 0, 1);
}

Expression repeat(Expression body, std::uint32_t min, std::optional<std::uint32_t> max) {
  assert(!max || *max >= min);
  if (body.accepts_empty()) {
    // Some of the repetitions may be empty, so that any smaller number will do.
    min = 0;
    body = without_empty(body);
  }
  if (body.is_nothing() && min > 0) return nothing();
  if (body.is_nothing() || max == 0U) return {};
  if (min == 1 && max == 1U) return body;
  Node node{.kind = {}, .accepts_empty = min == 0, .shortest = product(min, body.shortest())};
  node.longest = max ? product(*max, body.longest()) : kMost;
  node.size = sum(1, body.size());
  node.kind = Repeat{.body = std::move(body), .min = min, .max = max};
  return Expression(std::move(node));
}

namespace {

// A trie over texts[begin, end), which are sorted, differ, and agree in their first `depth` bytes.
Expression trie(std::span<const std::string> texts, std::size_t depth) {
  const bool ends_here = texts.front().size() == depth;
  std::vector<Expression> branches;
  for (std::size_t begin = ends_here ? 1 : 0; begin < texts.size();) {
    const std::string_view first = texts[begin];
    const std::size_t lead = decode(first.substr(depth)).value_or(Decoded{0, 1}).bytes;
    std::size_t end = begin + 1;
    while (end < texts.size() && texts[end].compare(depth, lead, first, depth, lead) == 0) ++end;
    // What the whole branch has in common, by characters.
    std::size_t common = depth + lead;
    const std::string_view last = texts[end - 1];
    while (common < first.size()) {
      const std::size_t bytes = decode(first.substr(common)).value_or(Decoded{0, 1}).bytes;
      if (first.substr(common, bytes) != last.substr(std::min(common, last.size()), bytes)) break;
      common += bytes;
    }
    branches.push_back(
        seq({text(first.substr(depth, common - depth)), trie(texts.subspan(begin, end - begin), common)}));
    begin = end;
  }
  Expression branched = choice(std::move(branches));
  if (!ends_here) return branched;
  return branched.is_nothing() ? Expression() : optional(std::move(branched));
}

}  // namespace

Expression any_of(std::span<const std::string> texts) {
  std::vector<std::string> sorted(texts.begin(), texts.end());
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted.empty() ? nothing() : trie(sorted, 0);
}

namespace {

bool literals_are_utf8(const Expression& expression) {
  const auto& kind = expression.node().kind;
  if (const auto* const literal = std::get_if<Literal>(&kind)) return is_valid_utf8(literal->bytes);
  if (const auto* const parts = std::get_if<Sequence>(&kind))
    return std::ranges::all_of(parts->parts, literals_are_utf8);
  if (const auto* const either = std::get_if<Choice>(&kind))
    return std::ranges::all_of(either->alternatives, literals_are_utf8);
  if (const auto* const repeated = std::get_if<Repeat>(&kind)) return literals_are_utf8(repeated->body);
  return true;
}

}  // namespace

Outcome check(const Expression& expression) {
  if (expression.is_nothing()) return fail(ErrorCode::usage, "the grammar allows no text at all", "grammar");
  if (expression.size() > kLargest) {
    return fail(
        ErrorCode::usage,
        fmt::format("the grammar has {} parts, and at most {} are taken", expression.size(), kLargest),
        "grammar", "allow fewer alternatives, or shorten lists");
  }
  if (!literals_are_utf8(expression)) {
    return fail(ErrorCode::usage, "the grammar holds a text that is no UTF-8", "grammar");
  }
  return {};
}

}  // namespace stint::language::grammar
