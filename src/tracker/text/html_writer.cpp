#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "tracker/text/html.h"
#include "tracker/text/markdown_reader.h"

namespace stint::tracker::text {
namespace {

using Kind = Block::Kind;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Repeated blanks would be shown as one.
std::string escaped_text(std::string_view text) {
  std::string out = escaped(text);
  for (std::size_t at = 0; (at = out.find("  ", at)) != std::string::npos; at += 6)
    out.replace(at, 1, "&nbsp;");
  return out;
}

struct Element {
  std::string open;
  std::string close;
};

Element element_of(const Mark& mark) {
  if (mark.name == "strong") return {"<strong>", "</strong>"};
  if (mark.name == "em") return {"<em>", "</em>"};
  if (mark.name == "strike") return {"<s>", "</s>"};
  if (mark.name == "underline") return {"<u>", "</u>"};
  if (mark.name == "subsup") {
    const auto type = mark.attributes.find("type");
    const bool sup = type != mark.attributes.end() && *type == "sup";
    return sup ? Element{"<sup>", "</sup>"} : Element{"<sub>", "</sub>"};
  }
  if (mark.name != "link") return {};
  const std::string address = link_address({mark});
  if (!is_safe_address(address)) return {};
  std::string open = fmt::format("<a href=\"{}\"", escaped(address));
  if (const auto title = mark.attributes.find("title"); title != mark.attributes.end() && title->is_string())
    open += fmt::format(" title=\"{}\"", escaped(title->get<std::string>()));
  return {open + ">", "</a>"};
}

std::string part_of(const Inline& part) {
  switch (part.kind) {
    case Inline::Kind::text:
      return escaped_text(part.text);
    case Inline::Kind::code:
      return fmt::format("<code>{}</code>", escaped_text(part.text));
    case Inline::Kind::line_break:
      return "<br>";
    case Inline::Kind::image:
      if (!is_safe_address(part.address)) return escaped_text(part.text);
      return fmt::format("<img src=\"{}\" alt=\"{}\"{}>", escaped(part.address), escaped(part.text),
                         part.title.empty() ? "" : fmt::format(" title=\"{}\"", escaped(part.title)));
    case Inline::Kind::node: {
      const auto mention = part.attributes.find("vss");
      if (part.type == "mention" && mention != part.attributes.end() && mention->is_string())
        return fmt::format("<a href=\"#\" data-vss-mention=\"{}\">{}</a>",
                           escaped(mention->get<std::string>()), escaped_text(part.text));
      return escaped_text(part.text);
    }
    case Inline::Kind::raw:
      return {};
  }
  return {};
}

std::string line_html(const Line& line) {
  std::string out;
  std::vector<Mark> open;
  const auto change_to = [&](const std::vector<Mark>& marks) {
    const auto differs = std::ranges::mismatch(open, marks);
    const auto keep = static_cast<std::size_t>(differs.in1 - open.begin());
    for (; open.size() > keep; open.pop_back()) out += element_of(open.back()).close;
    for (std::size_t i = keep; i < marks.size(); ++i) {
      out += element_of(marks[i]).open;
      open.push_back(marks[i]);
    }
  };
  for (const Inline& part : line) {
    change_to(part.marks);
    out += part_of(part);
  }
  change_to({});
  return out;
}

class Writer {
 public:
  std::string write(const Document& document) {
    for (const Block& block : document) add(block);
    return std::move(out_);
  }

 private:
  void add_all(const Document& document) {
    for (const Block& block : document) add(block);
  }

  void around(std::string_view name, const Document& document) {
    out_ += fmt::format("<{}>", name);
    add_all(document);
    out_ += fmt::format("</{}>", name);
  }

  void add(const Block& block) {
    switch (block.kind) {
      case Kind::paragraph:
      case Kind::cell:
        out_ += fmt::format("<p>{}</p>", line_html(block.line));
        return;
      case Kind::heading:
        out_ += fmt::format("<h{0}>{1}</h{0}>", block.number, line_html(block.line));
        return;
      case Kind::code: {
        const std::string language =
            block.language.empty() ? "" : fmt::format(" class=\"language-{}\"", escaped(block.language));
        // The first line end behind <pre> is not shown.
        out_ += fmt::format("<pre><code{}>{}{}</code></pre>", language,
                            block.text.starts_with('\n') ? "\n" : "", escaped(block.text));
        return;
      }
      case Kind::quote:
        return around("blockquote", block.blocks);
      case Kind::list:
        return list(block);
      case Kind::rule:
        out_ += "<hr>";
        return;
      case Kind::table:
        return table(block);
      case Kind::node:
      case Kind::item:
      case Kind::row:
        return add_all(block.blocks);
      case Kind::raw:
        return;
    }
  }

  void list(const Block& block) {
    const std::string start =
        block.ordered && block.number != 1 ? fmt::format(" start=\"{}\"", block.number) : "";
    out_ += fmt::format("<{}{}>", block.ordered ? "ol" : "ul", start);
    for (const Block& item : block.blocks) {
      out_ += "<li>";
      if (item.box) out_ += *item.box ? "☑ " : "☐ ";
      // One paragraph, or the first of them, needs no element of its own.
      std::size_t i = 0;
      if (!item.blocks.empty() && item.blocks.front().kind == Kind::paragraph) {
        out_ += line_html(item.blocks.front().line);
        i = 1;
      }
      for (; i < item.blocks.size(); ++i) add(item.blocks[i]);
      out_ += "</li>";
    }
    out_ += block.ordered ? "</ol>" : "</ul>";
  }

  void table(const Block& block) {
    out_ += "<table>";
    for (std::size_t r = 0; r < block.blocks.size(); ++r) {
      const std::string_view name = block.head && r == 0 ? "th" : "td";
      out_ += "<tr>";
      const Document& row = block.blocks[r].blocks;
      for (std::size_t c = 0; c < row.size(); ++c) {
        const Alignment alignment = c < block.columns.size() ? block.columns[c] : Alignment::none;
        const std::string_view style = alignment == Alignment::centre  ? " style=\"text-align:center\""
                                       : alignment == Alignment::right ? " style=\"text-align:right\""
                                                                       : "";
        out_ += fmt::format("<{0}{1}>{2}</{0}>", name, style, line_html(row[c].line));
      }
      out_ += "</tr>";
    }
    out_ += "</table>";
  }

  std::string out_;
};

}  // namespace

std::string html_of(const Document& document) {
  return Writer().write(document);
}

std::string html_of_markdown(std::string_view markdown) {
  return html_of(document_of_markdown(markdown));
}

}  // namespace stint::tracker::text
