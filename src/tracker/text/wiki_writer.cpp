#include "tracker/text/wiki_writer.h"

#include <algorithm>
#include <fmt/format.h>

#include "tracker/text/markdown_reader.h"
#include "tracker/text/wiki_line_writer.h"

namespace stint::tracker::text {
namespace {

using Kind = Block::Kind;

std::string code(const Block& block) {
  // {code} cannot be said inside {code}, but in {noformat} it can, and the other way round.
  const bool plain = block.language.empty() || block.text.contains("{code");
  const std::string_view macro = plain ? "noformat" : "code";
  if (!plain) return fmt::format("{{code:{}}}\n{}\n{{code}}", block.language, block.text);
  return block.text.contains("{noformat}") ? fmt::format("{{code}}\n{}\n{{code}}", block.text)
                                           : fmt::format("{{{0}}}\n{1}\n{{{0}}}", macro, block.text);
}

std::string table(const Block& block) {
  std::string out;
  for (std::size_t r = 0; r < block.blocks.size(); ++r) {
    const std::string_view bar = block.head && r == 0 ? "||" : "|";
    if (!out.empty()) out += '\n';
    for (const Block& cell : block.blocks[r].blocks) {
      const std::string line = wiki_of_line(cell.line, WikiPlace::one_line);
      // An empty cell would make a bar with the next one that means a head.
      out += fmt::format("{}{}", bar, line.empty() ? " " : line);
    }
    out += bar;
  }
  return out;
}

class Writer {
 public:
  std::string write(const Document& document) {
    add(document);
    return std::move(out_);
  }

 private:
  void add(const Document& document) {
    for (const Block& block : document) add(block);
  }

  void paragraph(std::string_view text) {
    if (text.empty()) return;
    if (!out_.empty()) out_ += "\n\n";
    out_ += text;
  }

  void add(const Block& block) {
    switch (block.kind) {
      case Kind::paragraph:
      case Kind::cell:
        return paragraph(wiki_of_line(block.line, WikiPlace::lines));
      case Kind::heading:
        return paragraph(fmt::format("h{}. {}", block.number, wiki_of_line(block.line, WikiPlace::one_line)));
      case Kind::code:
        return paragraph(code(block));
      case Kind::rule:
        return paragraph("----");
      case Kind::table:
        return paragraph(table(block));
      case Kind::list:
        if (!out_.empty()) out_ += "\n\n";
        return list(block, {});
      case Kind::quote:
        return quote(block);
      case Kind::node:
      case Kind::item:
      case Kind::row:
        return add(block.blocks);
      case Kind::raw:
        return;
    }
  }

  void quote(const Block& block) {
    if (quoted_) return add(block.blocks);
    quoted_ = true;
    Writer inner;
    inner.quoted_ = true;
    const std::string inside = inner.write(block.blocks);
    quoted_ = false;
    if (!inside.empty()) paragraph("{quote}\n" + inside + "\n{quote}");
  }

  void list(const Block& block, const std::string& outer) {
    const std::string marker = outer + (block.ordered ? '#' : '*');
    bool first = true;
    for (const Block& item : block.blocks) {
      if (!first) out_ += '\n';
      first = false;
      out_ += marker + ' ';
      if (item.box) out_ += *item.box ? "[x] " : "[ ] ";
      bool worded = false;
      for (const Block& inner : item.blocks) {
        if (inner.kind == Kind::list) {
          out_ += '\n';
          list(inner, marker);
          continue;
        }
        Writer block_writer;
        block_writer.quoted_ = quoted_;
        block_writer.add(inner);
        if (worded || inner.kind == Kind::code) out_ += '\n';
        out_ += block_writer.out_;
        worded = true;
      }
    }
  }

  std::string out_;
  bool quoted_ = false;
};

}  // namespace

std::string wiki_of(const Document& document) {
  return Writer().write(document);
}

std::string wiki_of_markdown(std::string_view markdown) {
  return wiki_of(document_of_markdown(markdown));
}

}  // namespace stint::tracker::text
