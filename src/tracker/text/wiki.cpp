#include "tracker/text/wiki.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tracker/text/markdown.h"
#include "tracker/text/wiki_inline.h"
#include "tracker/text/wiki_list.h"
#include "tracker/text/wiki_macros.h"
#include "tracker/text/wiki_table.h"

namespace stint::tracker::text {

namespace {

// Quotes and panels inside each other that are drawn.
constexpr std::size_t kMaxQuotes = 4;

// Without the blanks around it, no-break spaces among them.
std::string_view trimmed(std::string_view line) {
  constexpr std::string_view kNoBreak = "\u00A0";
  for (;;) {
    const std::size_t size = line.size();
    if (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
    if (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    if (line.starts_with(kNoBreak)) line.remove_prefix(kNoBreak.size());
    if (line.ends_with(kNoBreak)) line.remove_suffix(kNoBreak.size());
    if (line.size() == size) return line;
  }
}

// 2 for "h2. Title", 0 for what is no heading.
std::size_t heading_level(std::string_view line) {
  if (line.size() < 3 || line[0] != 'h' || line[1] < '1' || line[1] > '6' || line[2] != '.') return 0;
  return static_cast<std::size_t>(line[1] - '0');
}

bool is_rule(std::string_view line) {
  return line.size() >= 4 && line.find_first_not_of('-') == std::string_view::npos;
}

class Converter {
 public:
  std::string run(std::string_view wiki) {
    layers_.emplace_back();
    for (const WikiPiece& piece : split_wiki_macros(wiki)) {
      switch (piece.kind) {
        case WikiPiece::Kind::text:
          read_text(piece.body);
          break;
        case WikiPiece::Kind::verbatim:
          add_verbatim(code_block(piece.body, piece.language));
          break;
        case WikiPiece::Kind::quote:
        case WikiPiece::Kind::panel:
          turn(piece);
          break;
      }
    }
    while (layers_.size() > 1) close_layer();
    end_block();
    return std::move(layers_.front().out);
  }

 private:
  // What is open: the document, and quotes and panels in it.
  struct Layer {
    WikiPiece::Kind kind = WikiPiece::Kind::text;
    std::string out;
  };

  void add_block(std::string_view markdown) {
    if (markdown.empty()) return;
    std::string& out = layers_.back().out;
    if (!out.empty()) out += "\n\n";
    out += markdown;
  }

  // Ends the paragraph, list or table under way.
  void end_block() {
    if (!list_.empty()) add_block(list_.take());
    if (!table_.empty() || table_.open_cell()) add_block(table_.take());
    while (paragraph_.ends_with(' ') || paragraph_.ends_with('\n')) paragraph_.pop_back();
    add_block(std::exchange(paragraph_, {}));
  }

  void add_verbatim(const std::string& markdown) {
    if (!list_.empty()) {
      list_.add_block(markdown);
      return;
    }
    end_block();
    add_block(markdown);
  }

  void turn(const WikiPiece& piece) {
    end_block();
    const auto open = std::ranges::find(layers_, piece.kind, &Layer::kind);
    if (!piece.opens && open != layers_.end()) {
      const auto depth = static_cast<std::size_t>(open - layers_.begin());
      while (layers_.size() > depth) close_layer();
      return;
    }
    if (layers_.size() > kMaxQuotes) return;
    layers_.push_back({piece.kind, {}});
    if (!piece.title.empty()) {
      std::string title;
      append_text(title, trimmed(piece.title));
      if (!title.empty()) add_block("**" + title + "**");
    }
  }

  void close_layer() {
    end_block();
    const std::string inside = std::move(layers_.back().out);
    layers_.pop_back();
    if (!inside.empty()) add_block(indented(inside, "> ", "> "));
  }

  void read_text(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
      const std::string_view line = text.substr(0, end);
      const std::size_t next = text.substr(end).starts_with("\r\n") ? end + 2 : end + 1;
      text.remove_prefix(std::min(next, text.size()));
      if (const std::size_t fenced = take_fence(line, text); fenced != 0) {
        text.remove_prefix(fenced);
        continue;
      }
      read_line(line);
    }
  }

  // A fence of Markdown, for the many who write that: up to its end it goes through. `rest` is what follows
  // the line; returns how much of it belongs to the block, 0 when there is none.
  std::size_t take_fence(std::string_view line, std::string_view rest) {
    line = trimmed(line);
    if (no_fence_ || !line.starts_with("```") || line.substr(3).contains('`')) return 0;
    std::size_t end = rest.starts_with("```") ? 0 : rest.find("\n```");
    if (end == std::string_view::npos) {
      no_fence_ = true;
      return 0;
    }
    add_verbatim(code_block(rest.substr(0, end), trimmed(line.substr(3))));
    return std::min(rest.find('\n', end + 1), rest.size() - 1) + 1;
  }

  void read_line(std::string_view raw) {
    const std::string_view line = trimmed(raw);
    if (line.empty()) {
      end_block();
      return;
    }
    if (table_.open_cell() || WikiTable::is_row(line)) {
      if (table_.empty() && !table_.open_cell()) end_block();
      table_.add_line(line);
      return;
    }
    if (!table_.empty()) end_block();
    if (const std::size_t level = heading_level(line); level != 0) {
      end_block();
      const std::string title = wiki_line_to_markdown(trimmed(line.substr(3)), true);
      if (!title.empty()) add_block(std::string(level, '#') + ' ' + title);
      return;
    }
    if (line.starts_with("bq. ")) {
      end_block();
      add_block("> " + wiki_line_to_markdown(trimmed(line.substr(4)), true));
      return;
    }
    if (is_rule(line)) {
      end_block();
      add_block("---");
      return;
    }
    if (const auto item = as_wiki_list_item(line)) {
      if (!paragraph_.empty()) end_block();
      list_.add_item(*item);
      return;
    }
    if (!list_.empty()) {
      list_.add_line(line);
      return;
    }
    // A line end is a line break.
    if (!paragraph_.empty() && !paragraph_.ends_with('\n')) paragraph_ += "  \n";
    paragraph_ += wiki_line_to_markdown(line);
  }

  std::vector<Layer> layers_;
  std::string paragraph_;
  WikiList list_;
  WikiTable table_;
  bool no_fence_ = false;
};

}  // namespace

std::string wiki_to_markdown(std::string_view wiki) {
  return Converter().run(wiki);
}

}  // namespace stint::tracker::text
