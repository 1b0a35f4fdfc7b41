#include "tracker/text/document.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace stint::tracker::text {
namespace {

using Kind = Inline::Kind;

// The marks' order from the outside in; others stand inside these, by name.
constexpr std::array<std::string_view, 6> kOrder{"link", "strong", "em", "strike", "underline", "subsup"};
// Marks that hold on to words: blanks at their ends are not marked.
constexpr std::array<std::string_view, 3> kWordMarks{"strong", "em", "strike"};

std::size_t rank(const Mark& mark) {
  return static_cast<std::size_t>(std::ranges::find(kOrder, mark.name) - kOrder.begin());
}

void sort_marks(std::vector<Mark>& marks) {
  std::ranges::stable_sort(marks, [](const Mark& a, const Mark& b) {
    return std::pair(rank(a), std::string_view(a.name)) < std::pair(rank(b), std::string_view(b.name));
  });
  const auto same = std::ranges::unique(marks, {}, &Mark::name);
  marks.erase(same.begin(), same.end());
}

// An address without blanks around it and control characters in it.
std::string clean_address(std::string_view address) {
  std::string out;
  for (const char c : trimmed(address)) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  }
  return out;
}

void clean(Inline& part) {
  part.address = clean_address(part.address);
  for (Mark& mark : part.marks) {
    if (mark.name != "link") continue;
    const auto href = mark.attributes.find("href");
    if (href != mark.attributes.end() && href->is_string()) *href = clean_address(href->get<std::string>());
  }
  const bool raw = part.kind == Kind::raw;
  std::string out;
  for (const char c : part.text) {
    const auto byte = static_cast<unsigned char>(c);
    if (!raw && (c == '\n' || c == '\t')) {
      out += ' ';
    } else if (byte >= 0x20 && byte != 0x7F) {
      out += c;
    }
  }
  part.text = std::move(out);
}

// The size of the web address that `rest` begins with, without the punctuation behind it.
std::size_t address_size(std::string_view rest) {
  std::size_t scheme = 0;
  if (rest.starts_with("http://")) scheme = 7;
  if (rest.starts_with("https://")) scheme = 8;
  if (scheme == 0) return 0;
  const auto ends = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || std::string_view("<>\"|*`[]()\\{}^").contains(c);
  };
  auto size = static_cast<std::size_t>(std::ranges::find_if(rest, ends) - rest.begin());
  while (size > scheme && std::string_view(".,;:!?'_~").contains(rest[size - 1])) --size;
  return size > scheme ? size : 0;
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Texts with bare addresses, cut around them.
Line with_links(const Line& line) {
  Line out;
  for (const Inline& part : line) {
    if (part.kind != Kind::text || find_mark(part.marks, "link") != nullptr) {
      out.push_back(part);
      continue;
    }
    const std::string_view text = part.text;
    std::size_t begin = 0;
    const auto add = [&](std::size_t end, bool link) {
      if (end == begin) return;
      Inline piece = part;
      piece.text = text.substr(begin, end - begin);
      if (link) piece.marks.insert(piece.marks.begin(), Mark{"link", {{"href", piece.text}}});
      out.push_back(std::move(piece));
      begin = end;
    };
    for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
      if (at < begin || (at > 0 && is_word(text[at - 1]))) continue;
      const std::size_t size = address_size(text.substr(at));
      if (size == 0) continue;
      add(at, false);
      add(at + size, true);
    }
    add(text.size(), false);
  }
  return out;
}

bool has(const Inline& part, std::string_view mark) {
  return find_mark(part.marks, mark) != nullptr;
}

void take_off(Inline& part, std::string_view mark) {
  std::erase_if(part.marks, [&](const Mark& one) { return one.name == mark; });
}

// Blanks at the edges of what has the mark lose it. `forward`: at the beginnings.
Line without_edges(Line line, std::string_view mark, bool forward) {
  if (!forward) std::ranges::reverse(line);
  Line out;
  bool inside = false;
  for (Inline& part : line) {
    if (!has(part, mark)) {
      inside = false;
    } else if (!inside && (part.kind == Kind::text || part.kind == Kind::line_break)) {
      std::size_t blanks = 0;
      if (forward) {
        blanks = std::min(part.text.find_first_not_of(' '), part.text.size());
      } else {
        const std::size_t last = part.text.find_last_not_of(' ');
        blanks = last == std::string::npos ? part.text.size() : part.text.size() - last - 1;
      }
      if (blanks == part.text.size()) {
        take_off(part, mark);
      } else {
        inside = true;
        if (blanks > 0) {
          Inline edge = part;
          take_off(edge, mark);
          edge.text = std::string(blanks, ' ');
          out.push_back(std::move(edge));
          part.text.erase(forward ? 0 : part.text.size() - blanks, blanks);
        }
      }
    } else {
      inside = true;
    }
    out.push_back(std::move(part));
  }
  if (!forward) std::ranges::reverse(out);
  return out;
}

bool merges(const Inline& part) {
  return part.kind == Kind::text || part.kind == Kind::code;
}

Line merged(Line line) {
  Line out;
  for (Inline& part : line) {
    if (merges(part) && part.text.empty()) continue;
    if (!out.empty() && merges(part) && out.back().kind == part.kind && out.back().marks == part.marks) {
      out.back().text += part.text;
    } else {
      out.push_back(std::move(part));
    }
  }
  return out;
}

// Blanks before the end of a line and behind its beginning go, and so do breaks at the ends of it all.
Line without_outer_blanks(Line line) {
  for (int direction = 0; direction < 2; ++direction) {
    bool at_edge = true;
    for (Inline& part : line) {
      if (part.kind == Kind::text && at_edge) {
        std::string& text = part.text;
        if (direction == 0) {
          text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
        } else {
          const std::size_t last = text.find_last_not_of(' ');
          text.resize(last == std::string::npos ? 0 : last + 1);
        }
        at_edge = text.empty();
      } else {
        at_edge = part.kind == Kind::line_break;
      }
    }
    line = merged(std::move(line));
    const auto first =
        std::ranges::find_if(line, [](const Inline& part) { return part.kind != Kind::line_break; });
    line.erase(line.begin(), first);
    std::ranges::reverse(line);
  }
  return line;
}

// A break has the marks that what surrounds it has in common.
void mark_breaks(Line& line) {
  std::vector<Mark> before;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i].kind != Kind::line_break) {
      before = line[i].marks;
      continue;
    }
    const auto next = std::find_if(line.begin() + static_cast<std::ptrdiff_t>(i), line.end(),
                                   [](const Inline& part) { return part.kind != Kind::line_break; });
    line[i] = {.kind = Kind::line_break};
    if (next == line.end()) continue;
    const auto differs = std::ranges::mismatch(before, next->marks);
    line[i].marks.assign(before.begin(), differs.in1);
  }
}

// The word behind a fence that every format can say.
bool is_language(std::string_view text) {
  constexpr std::size_t kLongest = 32;
  return text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
           return is_word(c) || std::string_view("+#.-_").contains(c);
         });
}

// All rows as wide as the widest.
void square(Block& table) {
  std::size_t width = 0;
  for (const Block& row : table.blocks) width = std::max(width, row.blocks.size());
  for (Block& row : table.blocks) row.blocks.resize(width, Block{.kind = Block::Kind::cell});
  table.columns.resize(width);
}

}  // namespace

std::string clean_code(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const auto byte = static_cast<unsigned char>(code[i]);
    if (code[i] == '\r') {
      if (!code.substr(i + 1).starts_with('\n')) out += '\n';
    } else if (byte >= 0x20 || code[i] == '\n' || code[i] == '\t') {
      out += code[i];
    }
  }
  return out;
}

const Mark* find_mark(const std::vector<Mark>& marks, std::string_view name) {
  const auto found = std::ranges::find(marks, name, &Mark::name);
  return found != marks.end() ? &*found : nullptr;
}

std::string link_address(const std::vector<Mark>& marks) {
  const Mark* const link = find_mark(marks, "link");
  if (link == nullptr) return {};
  const auto href = link->attributes.find("href");
  return href != link->attributes.end() && href->is_string() ? href->get<std::string>() : "";
}

bool is_safe_address(std::string_view address) {
  // Browsers look past blanks and control characters, so that they may hide nothing.
  std::string scheme;
  for (const char c : address) {
    if (static_cast<unsigned char>(c) <= ' ') continue;
    if (c == '/' || c == '?' || c == '#') return true;
    if (c == ':') {
      constexpr std::array<std::string_view, 6> kSchemes{"http", "https", "mailto", "ftp", "ftps", "tel"};
      return std::ranges::find(kSchemes, scheme) != kSchemes.end();
    }
    scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return !scheme.empty();
}

std::string plain_text(const Line& line) {
  std::string out;
  for (const Inline& part : line) {
    if (part.kind == Kind::line_break) out += '\n';
    if (part.kind != Kind::raw) out += part.text;
  }
  return out;
}

bool is_task_list(const Block& list) {
  if (list.kind != Block::Kind::list || list.ordered || list.blocks.empty()) return false;
  return std::ranges::all_of(list.blocks, [](const Block& item) {
    if (!item.box) return false;
    for (std::size_t i = 0; i < item.blocks.size(); ++i) {
      const Block& inner = item.blocks[i];
      if (inner.kind == Block::Kind::paragraph ? i != 0 : i == 0 || !is_task_list(inner)) return false;
    }
    return true;
  });
}

void normalise(Line& line) {
  for (Inline& part : line) {
    clean(part);
    sort_marks(part.marks);
  }
  line = with_links(merged(std::move(line)));
  for (const std::string_view mark : kWordMarks) {
    line = without_edges(std::move(line), mark, true);
    line = without_edges(std::move(line), mark, false);
  }
  line = without_outer_blanks(merged(std::move(line)));
  mark_breaks(line);
}

Document normalised(Document document) {
  Document out;
  for (Block& block : document) {
    using enum Block::Kind;
    normalise(block.line);
    block.blocks = normalised(std::move(block.blocks));
    if (block.kind == paragraph && block.line.empty()) continue;
    if (block.kind == code) {
      block.text = clean_code(block.text);
      if (!is_language(block.language)) block.language.clear();
    }
    // A mark on nothing.
    if (block.kind == node && block.type.starts_with("mark-") && block.blocks.empty()) continue;
    if (block.kind == table) {
      square(block);
      if (block.columns.empty()) continue;
    }
    if ((block.kind == quote || block.kind == list || block.kind == table) && block.blocks.empty()) continue;
    out.push_back(std::move(block));
  }
  return out;
}

}  // namespace stint::tracker::text
