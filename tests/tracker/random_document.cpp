#include "random_document.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace stint::test {
namespace {

using namespace tracker::text;
using Kind = Block::Kind;

constexpr std::array<std::string_view, 24> kWords{
    "alpha", "beta",   "Grüße",  "x_y", "1.", "2)",  "-",  "+", "*", "#",   "a*b", "<b>",
    "&amp;", "`tick`", "[x](y)", "|",   "\\", "\\*", "~~", "!", ">", "---", "(c)", "=="};
// Without what the readers of wiki markup and HTML take for their own in ways that Markdown does not undo.
constexpr std::array<std::string_view, 16> kTameWords{"alpha", "beta", "Grüße", "x_y",  "a*b",  "well-known",
                                                      "*",     "{x}",  "[y]",   "100%", "end.", "!a!",
                                                      "-del-", "(i)",  "R&D",   "C:\\d"};
// What may be marked in wiki markup: its readers differ on escapes at the edges of marks.
constexpr std::array<std::string_view, 5> kPlainWords{"alpha", "Grüße", "well-known", "100%", "end."};
constexpr std::array<std::string_view, 5> kAddresses{
    "https://example.org/a", "https://example.org/a_(b)?q=1&r=2", "mailto:ann@example.org",
    "https://example.org/x%20y", "/rel/ative"};

class Maker {
 public:
  Maker(std::mt19937& random, Subset subset) : random_(random), subset_(subset) {}

  Document blocks(int depth, Kind inside) {
    Document out;
    const int count = roll(1, depth == 0 ? 5 : 3);
    for (int i = 0; i < count; ++i) {
      // Wiki markup cannot tell two lists in a row apart.
      if (subset_ == Subset::wiki && !out.empty() && out.back().kind == Kind::list)
        out.push_back({.line = {{.text = "then"}}});
      out.push_back(block(depth, inside));
    }
    return out;
  }

 private:
  int roll(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(int percent) { return roll(1, 100) <= percent; }
  template <std::size_t N>
  std::string one_of(const std::array<std::string_view, N>& texts) {
    return std::string(texts[static_cast<std::size_t>(roll(0, N - 1))]);
  }
  std::string word() {
    return subset_ == Subset::wiki || subset_ == Subset::html ? one_of(kTameWords) : one_of(kWords);
  }

  std::vector<Mark> marks() {
    std::vector<Mark> out;
    if (chance(60)) return out;
    if (chance(30)) out.push_back({"strong"});
    if (chance(30)) out.push_back({"em"});
    if (chance(20)) out.push_back({"strike"});
    if (chance(15)) out.push_back({"underline"});
    if (chance(10)) out.push_back({"subsup", {{"type", chance(50) ? "sub" : "sup"}}});
    if (chance(15)) {
      Mark link{"link", {{"href", one_of(kAddresses)}}};
      if (subset_ != Subset::wiki && chance(30)) link.attributes["title"] = "a \"title\" \\ <x>";
      out.push_back(std::move(link));
    }
    return out;
  }

  Line line(bool breaks) {
    Line out;
    const int parts = roll(1, 5);
    for (int i = 0; i < parts; ++i) {
      Inline part{.marks = marks()};
      const int what = roll(1, 100);
      if (what <= 10) {
        part.kind = Inline::Kind::code;
        part.text = subset_ == Subset::wiki ? "a b" : word();
        if (subset_ == Subset::adf)
          std::erase_if(part.marks, [](const Mark& mark) { return mark.name != "link"; });
        if (subset_ == Subset::wiki) part.marks.clear();
      } else if (what <= 15 && breaks && (subset_ != Subset::wiki || (after_word(out) && !ruled_))) {
        part.kind = Inline::Kind::line_break;
      } else if (what <= 20 && subset_ != Subset::adf && subset_ != Subset::wiki) {
        part.kind = Inline::Kind::image;
        part.text = word();
        part.address = one_of(kAddresses);
      } else if (subset_ == Subset::wiki && find_mark(part.marks, "link") != nullptr) {
        part.text = "label";
      } else {
        const int words = roll(1, 3);
        const bool plain = subset_ == Subset::wiki && !part.marks.empty();
        for (int w = 0; w < words; ++w)
          part.text += (w > 0 ? " " : "") + (plain ? one_of(kPlainWords) : word());
        if (chance(50) && subset_ != Subset::wiki) part.text += ' ';
      }
      out.push_back(std::move(part));
      // The reader of wiki markup leaves it to Markdown to find out what is marked; that needs blanks.
      if (subset_ == Subset::wiki && out.back().kind != Inline::Kind::line_break)
        out.push_back({.text = " "});
    }
    return out;
  }

  static bool after_word(const Line& line) {
    return line.size() > 1 && line[line.size() - 2].kind != Inline::Kind::line_break &&
           line.back().kind != Inline::Kind::line_break;
  }

  Block list(int depth, bool tasks) {
    Block out{.kind = Kind::list, .ordered = !tasks && chance(40)};
    if (out.ordered && subset_ != Subset::wiki && chance(30)) out.number = roll(0, 99);
    const int items = roll(1, 3);
    for (int i = 0; i < items; ++i) {
      Block item{.kind = Kind::item};
      item.blocks.push_back({.line = line(!tasks && subset_ != Subset::wiki)});
      if (item.blocks.front().line.empty()) item.blocks.front().line.push_back({.text = "z"});
      if (tasks) {
        item.box = chance(50);
        item.blocks.front().line.insert(item.blocks.front().line.begin(), Inline{.text = "do "});
      }
      if (chance(30) && depth < 3) {
        if (tasks) {
          item.blocks.push_back(list(depth + 1, true));
        } else if (subset_ == Subset::wiki) {
          item.blocks.push_back(list(depth + 1, false));
        } else {
          for (Block& block : blocks(depth + 1, Kind::item)) item.blocks.push_back(std::move(block));
        }
      }
      out.blocks.push_back(std::move(item));
    }
    return out;
  }

  Block table() {
    Block out{.kind = Kind::table, .head = chance(70)};
    const int columns = roll(1, 3);
    const int rows = roll(1, 3);
    for (int c = 0; c < columns; ++c)
      out.columns.push_back(subset_ == Subset::wiki
                                ? Alignment::none
                                : std::array{Alignment::none, Alignment::centre,
                                             Alignment::right}[static_cast<std::size_t>(roll(0, 2))]);
    for (int r = 0; r < rows; ++r) {
      Block row{.kind = Kind::row};
      for (int c = 0; c < columns; ++c) {
        Block cell{.kind = Kind::cell, .line = line(subset_ != Subset::wiki)};
        cell.line.insert(cell.line.begin(), Inline{.text = "c "});
        row.blocks.push_back(std::move(cell));
      }
      out.blocks.push_back(std::move(row));
    }
    return out;
  }

  Block block(int depth, Kind inside) {
    const bool anywhere = subset_ == Subset::markdown || subset_ == Subset::html;
    const bool nested = inside == Kind::item || inside == Kind::quote;
    for (;;) {
      switch (roll(0, 9)) {
        case 0:
          if (nested && !anywhere) continue;
          return {.kind = Kind::heading, .line = line(subset_ != Subset::wiki), .number = roll(1, 6)};
        case 1:
          if (inside == Kind::item && subset_ == Subset::wiki) continue;
          return {.kind = Kind::code,
                  .text = chance(20) ? "" : "if (a < b) {\n  *x* = \"```\";\n}",
                  .language = chance(50) ? "cpp" : ""};
        case 2:
          if (depth >= 3 || (nested && !anywhere)) continue;
          return {.kind = Kind::quote, .blocks = blocks(depth + 1, Kind::quote)};
        case 3:
        case 4:
          if (depth >= 3) continue;
          return list(depth, chance(30) && subset_ != Subset::wiki && (anywhere || inside != Kind::quote));
        case 5:
          if (nested && !anywhere) continue;
          ruled_ = true;
          return {.kind = Kind::rule};
        case 6:
          if (nested && !anywhere) continue;
          ruled_ = true;
          return table();
        default:
          return {.line = line(true)};
      }
    }
  }

  std::mt19937& random_;
  Subset subset_;
  bool ruled_ = false;  // Atlassian's reader makes paragraphs of the lines behind a rule or table
};

}  // namespace

Document random_document(std::mt19937& random, Subset subset) {
  return normalised(Maker(random, subset).blocks(0, Kind::node));
}

}  // namespace stint::test
