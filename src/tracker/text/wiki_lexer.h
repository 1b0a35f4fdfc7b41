// Takes a line of wiki text apart into texts, finished pieces of Markdown, and marks that may pair up.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stint::tracker::text {

struct WikiMark {
  char wiki;
  std::string_view open;  // as Markdown
  std::string_view close;
};

inline constexpr std::array kWikiMarks{WikiMark{'*', "**", "**"},        WikiMark{'_', "*", "*"},
                                       WikiMark{'-', "~~", "~~"},        WikiMark{'+', "<u>", "</u>"},
                                       WikiMark{'^', "<sup>", "</sup>"}, WikiMark{'~', "<sub>", "</sub>"}};

// A forced line break, as Markdown.
inline constexpr std::string_view kWikiBreak = "  \n";

struct WikiToken {
  enum class Kind { text, finished, mark };
  Kind kind = Kind::text;
  std::string_view raw = {};             // of a text, or of a mark that stays text; may be a constant
  std::string markdown = {};             // of what is finished
  std::size_t mark = kWikiMarks.size();  // an index
  bool can_open = false;
  bool can_close = false;
  std::string_view output = {};  // of a mark with a partner; set by who pairs them
};

// Views into `line`. Linear in it.
[[nodiscard]] std::vector<WikiToken> split_wiki_line(std::string_view line, bool one_line);

}  // namespace stint::tracker::text
