#include "language/grammar/token_trie.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <string_view>
#include <utility>

namespace stint::language::grammar {
namespace {

// Below this it is as quick to look again.
constexpr std::uint32_t kHeavy = 400;
// Of a thousand tokens, so many may be longer than the usual ones.
constexpr std::size_t kLongOnes = 10;
constexpr std::size_t kLongest = std::numeric_limits<std::uint16_t>::max();

std::size_t common(std::string_view a, std::string_view b) {
  const auto differ = std::ranges::mismatch(a, b);
  return static_cast<std::size_t>(differ.in1 - a.begin());
}

// The length that all but a few tokens keep to.
std::size_t usual_length(const std::vector<std::string>& tokens) {
  std::vector<std::size_t> lengths;
  for (const std::string& token : tokens) {
    if (!token.empty()) lengths.push_back(token.size());
  }
  if (lengths.empty()) return 1;
  const std::size_t few = lengths.size() * kLongOnes / 1000;
  const auto at = lengths.end() - 1 - static_cast<std::ptrdiff_t>(few);
  std::ranges::nth_element(lengths, at);
  return *at;
}

}  // namespace

TokenTrie::TokenTrie(std::span<const std::string> texts, std::size_t shortest, std::size_t longest) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::size_t length = texts[i].size();
    if (length > shortest && length <= longest) tokens_.push_back(static_cast<Token>(i));
  }
  const auto text = [&](Token token) -> std::string_view { return texts[static_cast<std::size_t>(token)]; };
  std::ranges::sort(tokens_, [&](Token a, Token b) { return std::pair(text(a), a) < std::pair(text(b), b); });

  std::vector<std::uint32_t> open;  // nodes on the way to the last token
  const auto close = [&](std::size_t depth) {
    for (; open.size() > depth; open.pop_back()) {
      Node& node = nodes_[open.back()];
      node.skip = static_cast<std::uint32_t>(nodes_.size());
      node.heavy = node.skip - open.back() >= kHeavy;
    }
  };
  std::string_view last;
  for (std::size_t rank = 0; rank < tokens_.size(); ++rank) {
    const std::string_view bytes = text(tokens_[rank]);
    close(common(last, bytes));
    for (std::size_t depth = open.size(); depth < bytes.size(); ++depth) {
      open.push_back(static_cast<std::uint32_t>(nodes_.size()));
      nodes_.push_back({.skip = 0,
                        .ranks = static_cast<std::uint32_t>(rank),
                        .depth = static_cast<std::uint16_t>(depth + 1),
                        .byte = static_cast<std::uint8_t>(bytes[depth])});
    }
    deepest_ = std::max(deepest_, bytes.size());
    last = bytes;
  }
  close(0);
  nodes_.push_back({.skip = 0, .ranks = static_cast<std::uint32_t>(tokens_.size())});
}

std::size_t TokenTrie::bytes() const {
  return nodes_.size() * sizeof(Node) + tokens_.size() * sizeof(Token);
}

TokenTable::TokenTable(Vocabulary vocabulary, std::size_t usual_length)
    : texts_(std::move(vocabulary.tokens)),
      ends_(std::move(vocabulary.ends)),
      is_end_(texts_.size(), false),
      usual_(texts_, 0, usual_length),
      long_ones_(texts_, usual_length, kLongest) {
  for (const Token end : ends_) is_end_[static_cast<std::size_t>(end)] = true;
}

Result<TokenTable> TokenTable::create(const Vocabulary& vocabulary) {
  Vocabulary own = vocabulary;
  if (own.ends.empty()) return fail(ErrorCode::usage, "no token ends a text", "vocabulary");
  for (const Token end : own.ends) {
    if (end < 0 || static_cast<std::size_t>(end) >= own.tokens.size()) {
      return fail(ErrorCode::usage,
                  fmt::format("token {} ends texts, but there are only {}", end, own.tokens.size()),
                  "vocabulary");
    }
    own.tokens[static_cast<std::size_t>(end)].clear();
  }
  const auto too_long =
      std::ranges::find_if(own.tokens, [](const std::string& token) { return token.size() > kLongest; });
  if (too_long != own.tokens.end()) {
    return fail(ErrorCode::usage, fmt::format("token {} is too long", too_long - own.tokens.begin()),
                "vocabulary");
  }
  const std::size_t length = usual_length(own.tokens);
  return TokenTable(std::move(own), length);
}

}  // namespace stint::language::grammar
