#include "tracker/text/wiki_lexer.h"

#include <algorithm>
#include <utility>

#include "tracker/text/markdown.h"
#include "tracker/text/wiki_inline.h"
#include "tracker/text/wiki_macros.h"

namespace stint::tracker::text {

namespace {

constexpr std::size_t kNone = kWikiMarks.size();

std::size_t mark_of(char c) {
  for (std::size_t i = 0; i < kWikiMarks.size(); ++i) {
    if (kWikiMarks[i].wiki == c) return i;
  }
  return kNone;
}

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t';
}
constexpr bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_punctuation(char c) {
  return c > ' ' && c < 0x7F && !is_word(c);
}

// Links and image names are looked for within this many bytes.
constexpr std::size_t kMaxLink = 4096;

struct Icon {
  std::string_view wiki;
  std::string_view text;
};
constexpr std::array kIcons{Icon{"(/)", "✔"}, Icon{"(x)", "✘"}, Icon{"(!)", "⚠"}, Icon{"(?)", "❓"},
                            Icon{"(i)", "ℹ"}};

constexpr std::array kReferences{Icon{"&nbsp;", " "}, Icon{"&#92;", "\\"}, Icon{"&bsol;", "\\"}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_address(std::string_view text) {
  if (text.find_first_of(" \t") != std::string_view::npos) return false;
  return text.starts_with("mailto:") || text.starts_with("www.") || text.contains("://");
}

std::string attachment(std::string_view name) {
  std::string out;
  append_text(out, "(attachment: " + std::string(name) + ")");
  return out;
}

class Lexer {
 public:
  explicit Lexer(std::string_view line, bool one_line) : line_(line), one_line_(one_line) {}

  std::vector<WikiToken> run() {
    while (at_ < line_.size()) {
      if (!special(line_[at_])) ++at_;
    }
    end_text();
    return std::move(tokens_);
  }

 private:
  // Handles what begins at `at_` and moves behind it; false when that is just a character.
  bool special(char c) {
    switch (c) {
      case '\\':
        return backslash();
      case '{':
        return brace();
      case '[':
        return bracket();
      case '!':
        return image();
      case '(':
        return icon();
      case '`':
        return backticks();
      case 'h':
      case 'f':
      case 'm':
        return address();
      case '&':
        return reference();
      default:
        return mark_of(c) != kNone && mark(c);
    }
  }

  [[nodiscard]] std::string_view rest() const { return line_.substr(at_); }
  [[nodiscard]] char before() const { return at_ == 0 ? ' ' : line_[at_ - 1]; }
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < line_.size() ? line_[at_ + ahead] : ' ';
  }

  void end_text() {
    if (at_ > begin_) tokens_.push_back({.raw = line_.substr(begin_, at_ - begin_)});
    begin_ = at_;
  }
  bool finished(std::size_t size, std::string markdown) {
    end_text();
    at_ += size;
    begin_ = at_;
    tokens_.push_back({.kind = WikiToken::Kind::finished, .markdown = std::move(markdown)});
    return true;
  }
  bool plain(std::size_t size, std::string_view text) {
    end_text();
    at_ += size;
    begin_ = at_;
    if (!text.empty()) tokens_.push_back({.raw = text});
    return true;
  }

  bool backslash() {
    const char next = peek(1);
    if (next == '\\' && (is_space(peek(2))))
      return one_line_ ? plain(2, {}) : finished(2, std::string(kWikiBreak));
    if (!is_punctuation(next) || next == '\\') {
      // Backslashes that escape nothing are paths.
      const std::size_t end = std::min(rest().find_first_not_of('\\'), rest().size());
      at_ += end;
      return true;
    }
    return plain(2, line_.substr(at_ + 1, 1));
  }

  bool brace() {
    if (rest().starts_with("{{")) {
      const std::size_t end = find_ahead("}}", 2, no_mono_);
      if (end == std::string_view::npos || end == 2) return false;
      std::string code;
      append_code_span(code, rest().substr(2, end - 2));
      return finished(end + 2, std::move(code));
    }
    if (const WikiVerbatim verbatim = take_verbatim(); verbatim.size != 0 && verbatim.closed) {
      std::string code;
      append_code_span(code, verbatim.body);
      return finished(verbatim.size, std::move(code));
    }
    // {*}bold{*}: a mark that needs no blanks around it.
    if (peek(2) == '}' && mark_of(peek(1)) != kNone) {
      end_text();
      tokens_.push_back({.kind = WikiToken::Kind::mark,
                         .raw = rest().substr(0, 3),
                         .mark = mark_of(peek(1)),
                         .can_open = true,
                         .can_close = true});
      at_ += 3;
      begin_ = at_;
      return true;
    }
    for (const std::string_view name : {"{color", "{anchor"}) {
      if (!rest().starts_with(name)) continue;
      const std::size_t end = rest().substr(0, 128).find('}');
      const char next = peek(name.size());
      if (end != std::string_view::npos && (next == ':' || next == '}')) return plain(end + 1, {});
    }
    return false;
  }

  // Markdown's own code span, for the many who write that.
  bool backticks() {
    const std::size_t end = peek(1) == '`' ? std::string_view::npos : rest().find('`', 1);
    if (end == std::string_view::npos) {
      at_ += std::min(rest().find_first_not_of('`'), rest().size());
      return true;
    }
    std::string code;
    append_code_span(code, rest().substr(1, end - 1));
    return finished(end + 1, std::move(code));
  }

  WikiVerbatim take_verbatim() {
    if (no_verbatim_) return {};
    const WikiVerbatim found = take_wiki_verbatim(rest());
    no_verbatim_ = found.size != 0 && !found.closed;
    return found;
  }

  // Where `what` is next in the rest, looked for from `from` on. Once there is none it is not looked for
  // again.
  std::size_t find_ahead(std::string_view what, std::size_t from, bool& none) const {
    if (none) return std::string_view::npos;
    const std::size_t found = rest().find(what, from);
    none = found == std::string_view::npos;
    return found;
  }

  bool bracket() {
    // The brackets around are looked for once, not once for each that opens.
    if (closing_ <= at_) closing_ = std::min(line_.find(']', at_), line_.size());
    if (opening_ <= at_) opening_ = std::min(line_.find('[', at_ + 1), line_.size());
    const std::size_t end = closing_ - at_;
    if (closing_ == line_.size() || opening_ < closing_ || end == 1 || end > kMaxLink) return false;
    const std::string_view inside = rest().substr(1, end - 1);
    const std::size_t bar = inside.find('|');
    std::string label;
    std::string link;
    if (bar != std::string_view::npos) {
      const std::string_view tail = inside.substr(bar + 1);
      const std::string_view target = trimmed(tail.substr(0, tail.find('|')));
      if (target.empty()) return false;
      // A label may have marks, but no link of its own.
      if (const std::string_view text = inside.substr(0, bar);
          text.find_first_of(":!") == std::string_view::npos) {
        label = wiki_line_to_markdown(text, true);
      } else {
        append_text(label, text);
      }
      if (target.starts_with('#') || target.starts_with('^') || target.starts_with('~')) {
        return finished(end + 1, std::move(label));
      }
      if (is_address(target) || !target.contains(' ')) {
        append_link(link, label, target);
      } else {
        link = label + " (";
        append_text(link, target);
        link += ')';
      }
      return finished(end + 1, std::move(link));
    }
    if (inside.starts_with('~')) return plain_mention(inside.substr(1), end + 1);
    if (inside.starts_with('^')) return finished(end + 1, attachment(inside.substr(1)));
    if (!is_address(inside)) return false;
    append_link(link, {}, inside);
    return finished(end + 1, std::move(link));
  }

  bool plain_mention(std::string_view name, std::size_t size) {
    if (name.starts_with("accountid:")) name.remove_prefix(10);
    if (name.empty()) return false;
    std::string out = "@";
    append_text(out, name);
    return finished(size, std::move(out));
  }

  bool image() {
    if (is_word(before()) || is_space(peek(1))) return false;
    const std::size_t end = rest().substr(0, kMaxLink).find('!', 1);
    if (end == std::string_view::npos || end < 3) return false;
    const std::string_view inside = rest().substr(1, end - 1);
    const std::string_view name = inside.substr(0, inside.find('|'));
    if (!name.contains('.') || name.back() == '.' || name.find_first_of("\n<>\"[]{}") != name.npos)
      return false;
    const bool remote = is_address(name);
    if (!remote && name.find_last_of('.') + 8 < name.size()) return false;  // not a file's ending
    if (name.contains("  ")) return false;
    if (!remote) return finished(end + 1, attachment(name));
    std::string link;
    append_link(link, "image", name);
    return finished(end + 1, std::move(link));
  }

  bool icon() {
    for (const Icon& icon : kIcons) {
      if (rest().starts_with(icon.wiki) && !is_word(before()) && !is_word(peek(3)))
        return plain(3, icon.text);
    }
    return false;
  }

  // A bare address is left whole, whatever marks are in it.
  bool address() {
    if (is_word(before())) return false;
    for (const std::string_view scheme : {"http://", "https://", "ftp://", "mailto:"}) {
      if (!rest().starts_with(scheme)) continue;
      const auto ends = [](char a) {
        return static_cast<unsigned char>(a) <= ' ' || std::string_view("|]}>\"\\").contains(a);
      };
      const auto end = static_cast<std::size_t>(std::ranges::find_if(rest(), ends) - rest().begin());
      if (end == scheme.size()) return false;
      std::size_t size = end;
      const bool brackets = rest().substr(0, end).contains('(');
      while (size > scheme.size() && std::string_view(".,;:!?*_')").contains(rest()[size - 1])) {
        if (rest()[size - 1] == ')' && brackets) break;
        --size;
      }
      const std::string_view found = rest().substr(0, size);
      std::string markdown;
      if (found.find_first_of("*_~`[]()<>") == std::string_view::npos) {
        markdown = found;
      } else {
        append_link(markdown, {}, found);
      }
      return finished(size, std::move(markdown));
    }
    return false;
  }

  // A backslash in front of markup can be written in no other way.
  bool reference() {
    for (const auto& [wiki, text] : kReferences) {
      if (rest().starts_with(wiki)) return plain(wiki.size(), text);
    }
    return false;
  }

  bool mark(char c) {
    const std::size_t run = std::min(rest().find_first_not_of(c), rest().size());
    if (run > 1) {  // "--", "___": no marks
      at_ += run;
      return true;
    }
    const bool can_open = !is_word(before()) && before() != '\\' && !is_space(peek(1));
    const bool can_close = !is_space(before()) && !is_word(peek(1));
    if (!can_open && !can_close) return false;
    end_text();
    tokens_.push_back({.kind = WikiToken::Kind::mark,
                       .raw = rest().substr(0, 1),
                       .mark = mark_of(c),
                       .can_open = can_open,
                       .can_close = can_close});
    begin_ = ++at_;
    return true;
  }

  std::string_view line_;
  bool one_line_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;    // of the text not yet in a token
  std::size_t closing_ = 0;  // the next bracket that closes, the next but one that opens; as of the last look
  std::size_t opening_ = 0;
  bool no_mono_ = false;
  bool no_verbatim_ = false;
  std::vector<WikiToken> tokens_;
};

}  // namespace

std::vector<WikiToken> split_wiki_line(std::string_view line, bool one_line) {
  return Lexer(line, one_line).run();
}

}  // namespace stint::tracker::text
