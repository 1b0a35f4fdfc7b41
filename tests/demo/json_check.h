// A strict reader of JSON that keeps nothing: it only says where a text stops being JSON.
#pragma once

#include <cctype>
#include <optional>
#include <string>
#include <string_view>

namespace stint::demo::testing {

class JsonCheck {
 public:
  // The byte at which `text` is wrong; nothing for one whole JSON value, surrounded by white space at most.
  static std::optional<std::size_t> first_error(std::string_view text) {
    JsonCheck check(text);
    check.space();
    if (!check.value()) return check.at_;
    check.space();
    if (check.at_ != text.size()) return check.at_;
    return std::nullopt;
  }

 private:
  explicit JsonCheck(std::string_view text) : text_(text) {}

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void space() {
    while (at_ < text_.size() && (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r')) ++at_;
  }
  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }
  bool value() {
    switch (peek()) {
      case '{':
        return list('}', true);
      case '[':
        return list(']', false);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }
  bool list(char close, bool keys) {
    ++at_;
    space();
    if (take(close)) return true;
    while (true) {
      space();
      if (keys) {
        if (!string()) return false;
        space();
        if (!take(':')) return false;
        space();
      }
      if (!value()) return false;
      space();
      if (take(close)) return true;
      if (!take(',')) return false;
    }
  }
  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c < 0x20) return false;
      ++at_;
      if (c == '"') return true;
      if (c != '\\') continue;
      const char escaped = peek();
      if (escaped == 'u') {
        for (int i = 0; i < 4; ++i) {
          ++at_;
          if (std::isxdigit(static_cast<unsigned char>(peek())) == 0) return false;
        }
      } else if (std::string_view("\"\\/bfnrt").find(escaped) == std::string_view::npos) {
        return false;
      }
      ++at_;
    }
    return false;
  }
  bool digits() {
    const std::size_t before = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > before;
  }
  bool number() {
    (void)take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace stint::demo::testing
