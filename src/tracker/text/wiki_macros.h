// The macros of wiki markup that hold more than a part of a line: {code}, {noformat}, {quote}, {panel}.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace stint::tracker::text {

struct WikiPiece {
  enum class Kind {
    text,      // lines to be read on
    verbatim,  // `body` as it is, in `language` (may be empty)
    quote,     // {quote}: opens one, or closes the one that is open
    panel,     // {panel}: the same
  };
  Kind kind = Kind::text;
  std::string_view body = {};
  std::string_view language = {};
  std::string_view title = {};
  bool opens = false;  // a panel or quote with parameters: it can only open
};

// Cuts a text at its macros. Verbatim parts on a line with other text stay in that text, as code spans. Views
// into `wiki`.
[[nodiscard]] std::vector<WikiPiece> split_wiki_macros(std::string_view wiki);

// What a text begins with when that is {code…}x{code} or {noformat…}x{noformat}: the size of it all, and `x`.
struct WikiVerbatim {
  std::size_t size = 0;  // 0: it begins with neither
  bool closed = false;   // else it goes to the end of the text
  std::string_view body;
  std::string_view language;
};
[[nodiscard]] WikiVerbatim take_wiki_verbatim(std::string_view text);

}  // namespace stint::tracker::text
