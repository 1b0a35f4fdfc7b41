#include "lib/simdjson/fault.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "lib/simdjson/utf8.h"

namespace stint::json {

namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t max_depth) : text_(text), max_depth_(max_depth) {}

  std::optional<Fault> run() {
    document();
    return std::move(fault_);
  }

 private:
  bool wrong(std::size_t at, std::string what) {
    if (!fault_) fault_ = Fault{at, std::move(what)};
    return false;
  }
  bool wrong_here(std::string_view expected) {
    if (at_ >= text_.size()) return wrong(at_, fmt::format("it ends where {} is expected", expected));
    return wrong(at_, fmt::format("{} is expected", expected));
  }

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").contains(text_[at_])) ++at_;
  }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool document() {
    skip_space();
    if (!open_value()) return false;
    while (!open_.empty()) {
      skip_space();
      if (!step()) return false;
    }
    skip_space();
    return at_ == text_.size() || wrong(at_, "something follows the document");
  }

  // Inside an array or object, after a value: on to its next value, or out of it.
  bool step() {
    const bool object = open_.back() == '{';
    if (take(object ? '}' : ']')) {
      open_.pop_back();
      return true;
    }
    if (!take(',')) return wrong_here(object ? "a comma or }" : "a comma or ]");
    skip_space();
    return object ? member() : open_value();
  }

  bool member() {
    if (peek() != '"') return wrong_here("a name in quotes");
    if (!string()) return false;
    skip_space();
    if (!take(':')) return wrong_here("a colon");
    skip_space();
    return open_value();
  }

  // A whole scalar, or the opening of an array or object with its first value, and so on inwards.
  bool open_value() {
    for (;;) {
      const char c = peek();
      if (c != '{' && c != '[') return scalar(c);
      const std::size_t from = at_++;
      skip_space();
      if (take(c == '{' ? '}' : ']')) return true;
      if (open_.size() + 1 >= max_depth_) {
        return wrong(from,
                     fmt::format("arrays and objects inside each other more than {} deep", max_depth_ - 1));
      }
      open_.push_back(c);
      if (c == '[') continue;
      if (peek() != '"') return wrong_here("a name in quotes or }");
      if (!string()) return false;
      skip_space();
      if (!take(':')) return wrong_here("a colon");
      skip_space();
    }
  }

  bool scalar(char c) {
    if (c == '"') return string();
    if (c == '-' || is_digit(c)) return number();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_).starts_with(word)) {
        at_ += word.size();
        return end_of_word(at_ - word.size());
      }
    }
    return wrong_here("a value");
  }

  bool end_of_word(std::size_t from) {
    if (at_ >= text_.size() || std::string_view(" \t\r\n,]}:[{\"").contains(text_[at_])) return true;
    return wrong(from, "a value is expected");
  }

  bool number() {
    const std::size_t from = at_;
    bool whole = true;
    take('-');
    if (!is_digit(peek())) return wrong_here("a digit");
    if (!take('0')) digits();
    if (take('.')) {
      whole = false;
      if (!is_digit(peek())) return wrong_here("a digit");
      digits();
    }
    if (take('e') || take('E')) {
      whole = false;
      if (!take('+')) take('-');
      if (!is_digit(peek())) return wrong_here("a digit");
      digits();
    }
    if (!end_of_word(from)) return false;
    return fits(text_.substr(from, at_ - from), whole) || wrong(from, "a number too large to read");
  }

  void digits() {
    while (is_digit(peek())) ++at_;
  }

  static bool fits(std::string_view digits, bool whole) {
    const char* const begin = digits.data();
    const char* const end = begin + digits.size();
    if (whole && digits.starts_with('-')) {
      std::int64_t value = 0;
      return std::from_chars(begin, end, value).ec == std::errc();
    }
    if (whole) {
      std::uint64_t value = 0;
      return std::from_chars(begin, end, value).ec == std::errc();
    }
    double value = 0;
    if (std::from_chars(begin, end, value).ec == std::errc()) return true;
    return !is_huge(digits);
  }

  // Of a real number outside a double's range: is it too large, not too small (which is read as zero)?
  static bool is_huge(std::string_view digits) {
    const std::size_t e = std::min(digits.find_first_of("eE"), digits.size());
    if (e + 1 < digits.size() && digits[e + 1] == '-') return false;
    return digits.substr(0, e).find_first_of("123456789") < std::min(digits.find('.'), e) ||
           e < digits.size();
  }

  bool string() {
    const std::size_t from = at_++;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return wrong(at_, "a control character inside a string");
      ++at_;
      if (c == '\\' && !escape()) return false;
    }
    return wrong(at_, fmt::format("it ends inside the string that starts at byte {}", from));
  }

  // After the backslash.
  bool escape() {
    if (at_ >= text_.size()) return true;  // the end of the text, which string() reports
    const std::size_t from = at_ - 1;
    const char c = text_[at_++];
    if (c != 'u') {
      return std::string_view("\"\\/bfnrt").contains(c) || wrong(from, "an unknown escape in a string");
    }
    const auto first = code_unit();
    if (!first) return wrong(from, "\\u without four hexadecimal digits");
    if (*first >= 0xDC00 && *first < 0xE000) return wrong(from, "half of a surrogate pair");
    if (*first < 0xD800 || *first >= 0xE000) return true;
    if (!text_.substr(at_).starts_with("\\u")) return wrong(from, "half of a surrogate pair");
    at_ += 2;
    const auto second = code_unit();
    if (!second) return wrong(at_ - 2, "\\u without four hexadecimal digits");
    return (*second >= 0xDC00 && *second < 0xE000) || wrong(from, "half of a surrogate pair");
  }

  std::optional<unsigned> code_unit() {
    if (text_.size() - at_ < 4) return std::nullopt;
    unsigned unit = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const int digit = hex_digit(text_[at_ + i]);
      if (digit < 0) return std::nullopt;
      unit = unit * 16 + static_cast<unsigned>(digit);
    }
    at_ += 4;
    return unit;
  }

  std::string_view text_;
  std::size_t max_depth_;
  std::size_t at_ = 0;
  std::vector<char> open_;  // the brackets we are in
  std::optional<Fault> fault_;
};

}  // namespace

std::optional<Fault> find_fault(std::string_view text, std::size_t max_depth) {
  auto fault = Reader(text, max_depth).run();
  const auto invalid = find_invalid_utf8(text);
  if (invalid && (!fault || *invalid <= fault->offset)) {
    const auto byte = static_cast<unsigned char>(text[*invalid]);
    return Fault{*invalid, fmt::format("byte 0x{:02x} is not valid UTF-8", byte)};
  }
  return fault;
}

}  // namespace stint::json
