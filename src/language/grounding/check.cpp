#include "language/grounding/check.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

// Letters with an apostrophe within.
std::string_view take_word(std::string_view& text) {
  std::string_view rest = text;
  std::size_t length = 0;
  while (!rest.empty()) {
    std::string_view ahead = rest;
    const char32_t c = take_character(ahead);
    if (!is_letter(c) || is_number(c)) break;
    length = text.size() - ahead.size();
    rest = ahead;
  }
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  return word;
}

// Digits with what stands between them.
std::string_view take_figure(std::string_view& text) {
  std::string_view rest = text;
  std::size_t length = 0;
  while (!rest.empty()) {
    std::string_view ahead = rest;
    const char32_t c = take_character(ahead);
    const bool between =
        (c == U'.' || c == U',') && !ahead.empty() && is_ascii_digit(ahead.front()) && length > 0;
    if (!is_number(c) && !between) break;
    length = text.size() - ahead.size();
    rest = ahead;
  }
  const std::string_view figure = text.substr(0, length);
  text.remove_prefix(length);
  return figure;
}

// "PAY-12": letters and digits, a hyphen, digits.
std::size_t key_length(std::string_view text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::size_t i = 0;
  if (text.empty() || !upper(text[0])) return 0;
  while (i < text.size() && (upper(text[i]) || is_ascii_digit(text[i]) || text[i] == '_')) ++i;
  if (i >= text.size() || text[i] != '-') return 0;
  const std::size_t digits = ++i;
  while (i < text.size() && is_ascii_digit(text[i])) ++i;
  return i == digits ? 0 : i;
}

class Checker {
 public:
  Checker(std::string_view text, const Ground& ground, const Lexicon& lexicon)
      : rest_(text), ground_(ground), lexicon_(lexicon) {
    for (const GroundFact& fact : ground.facts) learn(fact.shown);
  }

  std::vector<Violation> run() {
    while (!rest_.empty()) step();
    return std::move(violations_);
  }

 private:
  void learn(std::string_view shown) {
    while (!shown.empty()) {
      std::string_view ahead = shown;
      const char32_t c = take_character(ahead);
      if (is_number(c)) {
        const std::string_view figure = take_figure(shown);
        figures_.emplace(figure);
        double value = 0;
        const auto read = std::from_chars(figure.data(), figure.data() + figure.size(), value);
        if (read.ec == std::errc{} && read.ptr == figure.data() + figure.size()) {
          figures_.insert(fmt::format("{:.0f}", std::floor(value + 0.5)));
        }
      } else if (is_letter(c)) {
        words_.insert(lower_case(take_word(shown)));
      } else {
        shown = ahead;
      }
    }
  }

  void complain(std::string_view what, std::string why) {
    violations_.push_back({std::string(what), std::move(why)});
    begins_ = false;
  }

  void step() {
    for (const std::string& key : ground_.keys) {
      // The whole of it: PAY-1 is not the beginning of PAY-12.
      if (rest_.starts_with(key) && (rest_.size() == key.size() || !is_ascii_digit(rest_[key.size()]))) {
        rest_.remove_prefix(key.size());
        begins_ = false;
        return;
      }
    }
    if (const std::size_t length = key_length(rest_); length > 0) {
      const std::string_view key = rest_.substr(0, length);
      rest_.remove_prefix(length);
      if (!shown(key)) complain(key, "looks like an issue that is not behind this");
      return;
    }
    if (rest_.front() == '{' || rest_.front() == '}') return placeholder();
    std::string_view ahead = rest_;
    const char32_t c = take_character(ahead);
    if (is_number(c)) return figure();
    if (is_letter(c)) return word();
    rest_ = ahead;
    if (c == U'.' || c == U'!' || c == U'?' || c == U'\n') begins_ = true;
  }

  void placeholder() {
    const std::size_t close = rest_.find('}');
    const std::string_view whole = rest_.substr(0, close == std::string_view::npos ? 1 : close + 1);
    rest_.remove_prefix(whole.size());
    if (whole.size() > 2 && ground_.find(whole.substr(1, whole.size() - 2)) != nullptr) {
      begins_ = false;
      return;
    }
    complain(whole, "names no fact");
  }

  void figure() {
    const std::string_view found = take_figure(rest_);
    begins_ = false;
    if (!figures_.contains(std::string(found))) complain(found, "a figure that is no fact");
  }

  void word() {
    const std::string_view found = take_word(rest_);
    const bool begins = std::exchange(begins_, false);
    if (words_.contains(lower_case(found))) return;
    if (lexicon_.bars(found)) return complain(found, "says how much or which way, and no fact says so");
    std::string_view letters = found;
    if (!is_upper(take_character(letters))) return;
    if (begins && std::ranges::find(lexicon_.openings, found) != lexicon_.openings.end()) return;
    if (std::ranges::find(lexicon_.capitals, found) != lexicon_.capitals.end()) return;
    complain(found, "a name that no fact has");
  }

  [[nodiscard]] bool shown(std::string_view text) const {
    return std::ranges::any_of(ground_.facts, [&](const GroundFact& fact) { return fact.shown == text; });
  }

  std::string_view rest_;
  const Ground& ground_;
  const Lexicon& lexicon_;
  std::set<std::string> figures_;
  std::set<std::string> words_;  // of the facts, in lower case
  bool begins_ = true;           // a sentence
  std::vector<Violation> violations_;
};

}  // namespace

std::vector<Violation> check(std::string_view text, const Ground& ground, const Lexicon& lexicon) {
  return Checker(text, ground, lexicon).run();
}

}  // namespace stint::language
