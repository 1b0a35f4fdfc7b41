#include "tracker/text/wiki_line_writer.h"

#include <algorithm>
#include <array>
#include <optional>

namespace stint::tracker::text {
namespace {

using Kind = Inline::Kind;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\0';
}
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether the character at `at` could begin or end markup. `before`: what stands in front of the text.
bool is_special(std::string_view text, std::size_t at, char before) {
  const char c = text[at];
  const char last = at > 0 ? text[at - 1] : before;
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  switch (c) {
    case '*':
    case '_':
    case '-':
    case '+':
    case '^':
    case '~':
      // Inside a word, or with blanks around it, it is a character; but dashes in a row become one.
      if (c == '-' && (last == '-' || next == '-')) return true;
      return !(is_word(last) && is_word(next)) && !(last == ' ' && next == ' ');
    case '{':
    case '[':
    case ']':
    case '}':
    case '|':
      return true;
    case '!':
      return !is_space(next);
    case '?':
      return next == '?' || last == '?';
    case '(':  // icons
      return at + 2 < text.size() && text[at + 2] == ')';
    case '#':
      return is_space(last) && last != ' ';
    default:
      return false;
  }
}

void append_text(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char before = i > 0 ? text[i - 1] : (out.empty() ? '\n' : out.back());
    if (text[i] == '\\') {
      // A backslash escapes what stands behind it, and there is no other way to write one.
      const char next = i + 1 < text.size() ? text[i + 1] : '\0';
      out += is_word(next) ? "\\" : "&#92;";
      continue;
    }
    const bool begins_line = before == '\n' && (i > 0 || out.empty() || out.ends_with('\n'));
    // "h1. " and "bq. " begin a heading and a quote.
    if (begins_line &&
        (text.substr(i).starts_with("bq.") || (text[i] == 'h' && i + 2 < text.size() && text[i + 1] >= '1' &&
                                               text[i + 1] <= '6' && text[i + 2] == '.'))) {
      const std::size_t dot = text.find('.', i);
      out.append(text, i, dot - i);
      out += "\\.";
      i = dot;
      continue;
    }
    if (is_special(text, i, before)) out += '\\';
    out += text[i];
  }
}

// What can stand in front of an address. A label with a colon or an exclamation mark is often read without
// its marks and escapes, so it may have none.
bool is_label(std::string_view text) {
  if (text.find_first_of("[]|\n") != std::string_view::npos) return false;
  return text.find_first_of(":!") == std::string_view::npos ||
         text.find_first_of("\\*_-+^~{") == std::string_view::npos;
}

std::optional<char> wiki_mark(const Mark& mark) {
  if (mark.name == "strong") return '*';
  if (mark.name == "em") return '_';
  if (mark.name == "strike") return '-';
  if (mark.name == "underline") return '+';
  if (mark.name != "subsup") return std::nullopt;
  const auto type = mark.attributes.find("type");
  return type != mark.attributes.end() && *type == "sup" ? '^' : '~';
}

class Writer {
 public:
  explicit Writer(WikiPlace place) : place_(place) {}

  std::string write(const Line& line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      // A line ends all marks.
      const bool ends = line[i].kind == Kind::line_break;
      std::vector<Mark> marks = ends ? std::vector<Mark>{} : line[i].marks;
      std::erase_if(marks, [](const Mark& mark) { return mark.name != "link" && !wiki_mark(mark); });
      change_to(marks, first_character(line[i]));
      // Two line ends would end the paragraph.
      const bool again = i + 1 < line.size() && line[i + 1].kind == Kind::line_break;
      if (ends && again) {
        out_ += " \\\\ ";
      } else {
        add(line[i]);
      }
    }
    change_to({}, ' ');
    return std::move(out_);
  }

 private:
  struct Open {
    Mark mark;
    std::size_t begin;  // of what it is on
    bool braces;
  };

  static char first_character(const Inline& part) {
    if (part.kind == Kind::text || part.kind == Kind::node)
      return part.text.empty() ? ' ' : part.text.front();
    return '!';
  }

  void change_to(const std::vector<Mark>& marks, char next) {
    const auto differs = std::ranges::mismatch(open_, marks);
    const auto keep = static_cast<std::size_t>(differs.in1 - open_.begin());
    while (open_.size() > keep) close(next);
    for (std::size_t i = keep; i < marks.size(); ++i) open(marks[i]);
  }

  // Where another word stands next to it, a mark needs braces.
  static std::string in_braces(char mark) { return std::string{'{', mark, '}'}; }

  void open(const Mark& mark) {
    Open opened{mark, out_.size(), false};
    if (const auto wiki = wiki_mark(mark)) {
      const char before = out_.empty() ? ' ' : out_.back();
      opened.braces = is_word(before) || before == '}' || before == '\\' || before == *wiki;
      out_ += opened.braces ? in_braces(*wiki) : std::string(1, *wiki);
    }
    opened.begin = out_.size();
    open_.push_back(mark);
    opened_.push_back(std::move(opened));
  }

  void close(char next) {
    const Open opened = std::move(opened_.back());
    opened_.pop_back();
    open_.pop_back();
    if (const auto wiki = wiki_mark(opened.mark)) {
      const bool braces = is_word(next) || next == *wiki || out_.ends_with('}') || out_.ends_with('\\');
      if (braces && !opened.braces) out_.replace(opened.begin - 1, 1, in_braces(*wiki));
      out_ += braces || opened.braces ? in_braces(*wiki) : std::string(1, *wiki);
      return;
    }
    close_link(opened);
  }

  void close_link(const Open& opened) {
    const std::string label = out_.substr(opened.begin);
    out_.resize(opened.begin);
    std::string address = link_address({opened.mark});
    for (std::size_t at = 0; (at = address.find_first_of("|]", at)) != std::string::npos;)
      address.replace(at, 1, address[at] == '|' ? "%7C" : "%5D");
    std::string plain;
    append_text(plain, address);
    if (label == plain || label == address || label.empty()) {
      out_ += "[" + address + "]";
    } else if (!is_label(label)) {
      out_ += label + " [" + address + "]";
    } else {
      out_ += "[" + label + "|" + address + "]";
    }
  }

  void add(const Inline& part) {
    switch (part.kind) {
      case Kind::text:
      case Kind::node:
        if (!open_.empty() && open_.back().name == "link" && part.text == link_address(open_)) {
          out_ += part.text;  // it will stand for itself
          return;
        }
        return append_text(out_, part.text);
      case Kind::code:
        return add_code(part.text);
      case Kind::line_break:
        out_ += place_ == WikiPlace::lines ? "\n" : " \\\\ ";
        return;
      case Kind::image:
        out_ += part.text.empty() || part.text.find_first_of("!|,=\n") != std::string::npos
                    ? "!" + part.address + "!"
                    : "!" + part.address + "|alt=" + part.text + "!";
        return;
      case Kind::raw:
        return;
    }
  }

  void add_code(std::string_view code) {
    if (code.contains("}}") || code.starts_with('}') || code.ends_with('}') || code.starts_with('{')) {
      out_ += "{noformat}";
      out_ += code;
      out_ += "{noformat}";
      return;
    }
    out_ += "{{";
    out_ += code;
    out_ += "}}";
  }

  WikiPlace place_;
  std::string out_;
  std::vector<Mark> open_;
  std::vector<Open> opened_;
};

}  // namespace

std::string wiki_of_line(const Line& line, WikiPlace place) {
  return Writer(place).write(line);
}

}  // namespace stint::tracker::text
