#include "language/grammar/gbnf.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "language/grammar/utf8.h"

namespace stint::language::grammar {
namespace {

// llama.cpp refuses repetitions of more than 2000.
constexpr std::uint32_t kAtOnce = 1000;

void put_character(std::string& out, char32_t character, std::string_view marks) {
  const bool plain = character > 0x20 && character < 0x7F && character != U'\\' &&
                     marks.find(static_cast<char>(character)) == std::string_view::npos;
  if (plain || (character == U' ' && marks == "\"")) {
    out += static_cast<char>(character);
  } else if (character < 0x100) {
    fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<std::uint32_t>(character));
  } else if (character < 0x10000) {
    fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<std::uint32_t>(character));
  } else {
    fmt::format_to(std::back_inserter(out), "\\U{:08X}", static_cast<std::uint32_t>(character));
  }
}

class Writer {
 public:
  [[nodiscard]] std::string run(const Expression& expression) {
    const std::string root = alternatives(expression);
    return "root ::= " + root + "\n" + rules_;
  }

 private:
  // What may stand to the right of "::=".
  [[nodiscard]] std::string alternatives(const Expression& expression) {
    const auto* const either = std::get_if<Choice>(&expression.node().kind);
    if (either == nullptr) return sequence(expression);
    std::string result;
    for (const Expression& one : either->alternatives) {
      if (!result.empty()) result += " | ";
      result += sequence(one);
    }
    return result;
  }

  [[nodiscard]] std::string sequence(const Expression& expression) {
    const auto* const parts = std::get_if<Sequence>(&expression.node().kind);
    if (parts == nullptr) return item(expression);
    std::string result;
    for (const Expression& part : parts->parts) {
      if (!result.empty()) result += ' ';
      result += item(part);
    }
    return result;
  }

  // What may stand in a sequence.
  [[nodiscard]] std::string item(const Expression& expression) {
    const auto& kind = expression.node().kind;
    if (const auto* const literal = std::get_if<Literal>(&kind)) return quoted(literal->bytes);
    if (const auto* const characters = std::get_if<CharacterClass>(&kind)) return bracketed(*characters);
    if (const auto* const repeated = std::get_if<Repeat>(&kind)) return repetition(*repeated);
    return rule(alternatives(expression));
  }

  static std::string quoted(std::string_view bytes) {
    std::string result = "\"";
    while (!bytes.empty()) {
      const Decoded next = *decode(bytes);
      put_character(result, next.character, "\"");
      bytes.remove_prefix(next.bytes);
    }
    return result + '"';
  }

  static std::string bracketed(const CharacterClass& characters) {
    std::string result = "[";
    for (const CodePoints& range : characters.ranges()) {
      put_character(result, range.first, "[]^-");
      if (range.last == range.first) continue;
      result += '-';
      put_character(result, range.last, "[]^-");
    }
    return result + ']';
  }

  // A rule of its own, because nested repetitions count together against a limit of llama.cpp's.
  [[nodiscard]] std::string rule(const std::string& body) {
    const auto [found, added] = names_.try_emplace(body, fmt::format("r{}", names_.size()));
    if (added) rules_ += found->second + " ::= " + body + "\n";
    return found->second;
  }

  [[nodiscard]] std::string repetition(const Repeat& repeated) {
    const std::string body = rule(alternatives(repeated.body));
    if (repeated.min == 0 && !repeated.max) return body + "*";
    if (repeated.min == 1 && !repeated.max) return body + "+";
    std::string result = exactly(body, repeated.min);
    const std::string rest = repeated.max ? at_most(body, *repeated.max - repeated.min) : body + "*";
    if (!result.empty() && !rest.empty()) result += ' ';
    return result + rest;
  }

  [[nodiscard]] std::string exactly(const std::string& body, std::uint32_t times) {
    if (times == 0) return {};
    if (times <= kAtOnce) return fmt::format("{}{{{}}}", body, times);
    const std::string block = rule(fmt::format("{}{{{}}}", body, kAtOnce));
    const std::string blocks = exactly(block, times / kAtOnce);
    const std::string rest = exactly(body, times % kAtOnce);
    return rest.empty() ? blocks : blocks + ' ' + rest;
  }

  // Fewer than a block, or a block and at most the rest.
  [[nodiscard]] std::string at_most(const std::string& body, std::uint32_t times) {
    if (times == 0) return {};
    if (times <= kAtOnce) return fmt::format("{}{{0,{}}}", body, times);
    std::string result = fmt::format("{}{{0,{}}}", body, kAtOnce - 1);
    const std::string block = rule(fmt::format("{}{{{}}}", body, kAtOnce));
    std::string onward =
        times % kAtOnce == 0 ? std::string() : fmt::format("{}{{0,{}}}", body, times % kAtOnce);
    const std::string fewer = rule(result);
    // From the shortest tail outwards.
    for (std::uint32_t left = times / kAtOnce; left > 0; --left) {
      onward = onward.empty() ? fmt::format("{} | {}", fewer, block)
                              : fmt::format("{} | {} {}", fewer, block, rule(onward));
    }
    return rule(onward);
  }

  std::string rules_;
  std::map<std::string, std::string> names_;
};

}  // namespace

Result<std::string> to_gbnf(const Expression& expression) {
  STINT_TRY(check(expression));
  return Writer().run(expression);
}

}  // namespace stint::language::grammar
