#include "tracker/text/line_printer.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "tracker/text/markdown.h"
#include "tracker/text/markdown_reader.h"
#include "tracker/text/tag.h"

namespace stint::tracker::text {
namespace {

using Kind = Inline::Kind;

// How much is done so that nothing is taken for something else. Each is tried only when the one before fails.
enum class Care : std::uint8_t { marks, tags, tags_and_escapes };
constexpr std::array kCares{Care::marks, Care::tags, Care::tags_and_escapes};

struct Delimiters {
  std::string open;
  std::string close;
};

bool is_punctuation(char c) {
  return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7F);
}

Delimiters delimiters_of(const Mark& mark, Care care) {
  if (care == Care::marks) {
    if (mark.name == "strong") return {"**", "**"};
    if (mark.name == "em") return {"*", "*"};
    if (mark.name == "strike") return {"~~", "~~"};
  }
  if (mark.name == "strong" || mark.name == "em") return {"<" + mark.name + ">", "</" + mark.name + ">"};
  if (mark.name == "strike") return {"<del>", "</del>"};
  if (mark.name == "underline") return {"<u>", "</u>"};
  if (mark.name == "subsup") {
    const auto type = mark.attributes.find("type");
    const bool sup = type != mark.attributes.end() && *type == "sup";
    return sup ? Delimiters{"<sup>", "</sup>"} : Delimiters{"<sub>", "</sub>"};
  }
  const std::string name = std::string(kMarkTag) + mark.name;
  return {begin_tag(name, mark.attributes) + ">", "</" + name + ">"};
}

// The part of a link behind its label.
std::string destination(const std::string& address, const std::string& title) {
  std::string out = "(";
  const bool wrap = address.empty() || address.find_first_of(" ()\\<>*_`~&\"|") != std::string::npos;
  if (wrap) out += '<';
  for (const char c : address) {
    if (c == '<' || c == '>' || c == '\\' || c == '&') out += '\\';
    out += c;
  }
  if (wrap) out += '>';
  if (!title.empty()) {
    out += " \"";
    for (const char c : title) {
      if (c == '"' || c == '\\' || c == '&' || c == '<') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + ")";
}

std::string text_attribute(const Mark& mark, const char* name) {
  const auto found = mark.attributes.find(name);
  return found != mark.attributes.end() && found->is_string() ? found->get<std::string>() : "";
}

class Printer {
 public:
  Printer(LinePlace place, Care care) : place_(place), care_(care) {}

  std::string print(const Line& line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const Inline& part = line[i];
      const auto differs = std::ranges::mismatch(open_, part.marks);
      close_down_to(static_cast<std::size_t>(differs.in1 - open_.begin()));
      for (std::size_t m = open_.size(); m < part.marks.size(); ++m) open(part.marks[m]);
      const bool break_follows = i + 1 < line.size() && line[i + 1].kind == Kind::line_break;
      add(part, break_follows);
    }
    close_down_to(0);
    return std::move(out_);
  }

 private:
  void open(const Mark& mark) {
    open_.push_back(mark);
    if (mark.name == "link") {
      outside_links_.push_back(std::exchange(out_, {}));
    } else {
      out_ += delimiters_of(mark, care_).open;
    }
  }

  void close_down_to(std::size_t count) {
    while (open_.size() > count) {
      const Mark mark = std::move(open_.back());
      open_.pop_back();
      if (mark.name != "link") {
        out_ += delimiters_of(mark, care_).close;
        continue;
      }
      const std::string label = std::exchange(out_, std::move(outside_links_.back()));
      outside_links_.pop_back();
      close_link(mark, label);
    }
  }

  void close_link(const Mark& mark, const std::string& label) {
    const std::string address = text_attribute(mark, "href");
    const std::string title = text_attribute(mark, "title");
    if (mark.attributes.size() > (title.empty() ? 1U : 2U)) {
      const std::string name = std::string(kMarkTag) + "link";
      out_ += begin_tag(name, mark.attributes) + ">" + label + "</" + name + ">";
      return;
    }
    // "!" before a link would make it an image.
    if (out_.ends_with('!') && !out_.ends_with("\\!")) out_.insert(out_.size() - 1, 1, '\\');
    std::string bare;
    append_text(bare, address);
    if (care_ == Care::marks && title.empty() && label == bare && address.starts_with("http") &&
        address.find_first_of(" <>\\") == std::string::npos) {
      out_ += "<" + address + ">";
      return;
    }
    out_ += "[" + label + "]" + destination(address, title);
  }

  void add(const Inline& part, bool break_follows) {
    switch (part.kind) {
      case Kind::text:
        return add_text(part.text);
      case Kind::code:
        return add_code(part.text);
      case Kind::line_break:
        // One after another would be an empty line.
        out_ += place_ != LinePlace::paragraph || break_follows || care_ == Care::tags_and_escapes ? "<br>"
                                                                                                   : "  \n";
        return;
      case Kind::image: {
        std::string label;
        append_text(label, part.text);
        out_ += "![" + label + "]" + destination(part.address, part.title);
        return;
      }
      case Kind::node:
        out_ += begin_tag(std::string(kNodeTag) + part.type, part.attributes) + ">";
        add_text(part.text);
        out_ += fmt::format("</{}{}>", kNodeTag, part.type);
        return;
      case Kind::raw: {
        const JsonDocument node{{"node", JsonDocument::parse(part.text, nullptr, false)}};
        out_ += begin_tag(kRawTag, node) + fmt::format("></{}>", kRawTag);
        return;
      }
    }
  }

  void add_text(std::string_view text) {
    if (care_ == Care::tags_and_escapes) {
      for (const char c : text) {
        if (is_punctuation(c)) out_ += '\\';
        out_ += c;
      }
      return;
    }
    // Repeated blanks are kept, which append_text does not do.
    for (;;) {
      const std::size_t blank = std::min(text.find("  "), text.size());
      if (text.starts_with(' ') && (out_.empty() || out_.ends_with(' '))) {
        out_ += ' ';
        text.remove_prefix(1);
        continue;
      }
      append_text(out_, text.substr(0, blank));
      if (blank == text.size()) return;
      const std::size_t end = std::min(text.find_first_not_of(' ', blank), text.size());
      out_.append(end - blank, ' ');
      text.remove_prefix(end);
    }
  }

  void add_code(std::string_view code) {
    // Backslashes before bars cannot be said in the code of a cell.
    if (care_ != Care::marks && place_ == LinePlace::cell && code.contains('|')) {
      out_ += "<code>";
      for (const char c : code) {
        if (is_punctuation(c)) out_ += '\\';
        out_ += c;
      }
      out_ += "</code>";
      return;
    }
    append_code_span(out_, code);
  }

  LinePlace place_;
  Care care_;
  std::string out_;
  std::vector<Mark> open_;
  std::vector<std::string> outside_links_;
};

// As it will be read, in a document of its own.
Line read_back(const std::string& markdown, LinePlace place) {
  std::string text = markdown;
  if (place == LinePlace::heading) text = "# " + markdown;
  if (place == LinePlace::cell) text = "| h |\n| --- |\n| " + markdown + " |";
  Document document = document_of_markdown(text);
  if (document.size() != 1) return {};
  Block& block = document.front();
  if (place == LinePlace::heading && block.kind == Block::Kind::heading) return std::move(block.line);
  if (place == LinePlace::paragraph && block.kind == Block::Kind::paragraph) return std::move(block.line);
  if (place == LinePlace::cell && block.kind == Block::Kind::table && block.blocks.size() == 2)
    return std::move(block.blocks[1].blocks.front().line);
  return {};
}

bool is_plain(const Line& line) {
  constexpr auto kMarks = "\\`*_~<>&[]()!|#:";
  return line.size() == 1 && line.front().kind == Kind::text && line.front().marks.empty() &&
         line.front().text.find_first_of(kMarks) == std::string::npos && !line.front().text.contains("  ");
}

}  // namespace

std::string markdown_of(const Line& line, LinePlace place) {
  if (line.empty()) return {};
  std::string out;
  for (const Care care : kCares) {
    out = Printer(place, care).print(line);
    if (place == LinePlace::cell) out = table_cell(out);
    if (is_plain(line) || read_back(out, place) == line) break;
  }
  return out;
}

}  // namespace stint::tracker::text
