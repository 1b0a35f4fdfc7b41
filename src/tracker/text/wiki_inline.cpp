#include "tracker/text/wiki_inline.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "tracker/text/markdown.h"
#include "tracker/text/wiki_lexer.h"

namespace stint::tracker::text {

namespace {

// Gives the marks that have a partner their Markdown. An opening mark that meets another of its kind before a
// closing one is text: the nearest pair counts, as in Jira.
void pair_marks(std::vector<WikiToken>& tokens) {
  struct Open {
    std::size_t token;
    std::size_t mark;
  };
  std::vector<Open> stack;
  std::array<std::optional<std::size_t>, kWikiMarks.size()>
      depth{};  // in the stack, of the open mark of each kind
  const auto pop_to = [&](std::size_t size) {
    while (stack.size() > size) {
      if (depth[stack.back().mark] == stack.size() - 1) depth[stack.back().mark].reset();
      stack.pop_back();
    }
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    WikiToken& token = tokens[i];
    if (token.kind != WikiToken::Kind::mark) continue;
    auto& open = depth[token.mark];
    if (token.can_close && open && stack[*open].token + 1 < i) {
      tokens[stack[*open].token].output = kWikiMarks[token.mark].open;
      token.output = kWikiMarks[token.mark].close;
      pop_to(*open);
    } else if (token.can_open) {
      open = stack.size();
      stack.push_back({i, token.mark});
    }
  }
}

}  // namespace

std::string wiki_line_to_markdown(std::string_view line, bool one_line) {
  std::vector<WikiToken> tokens = split_wiki_line(line, one_line);
  pair_marks(tokens);
  std::string out;
  std::string text;  // neighbouring texts are escaped together, so that each sees what follows it
  const auto end_text = [&] {
    append_text(out, text);
    text.clear();
  };
  for (const WikiToken& token : tokens) {
    if (token.kind == WikiToken::Kind::finished) {
      end_text();
      // A break needs something before it, and, below, behind it.
      if (token.markdown != kWikiBreak || !out.empty()) out += token.markdown;
    } else if (!token.output.empty()) {
      end_text();
      out += token.output;
    } else {
      text += token.raw;
    }
  }
  end_text();
  while (out.ends_with(' ') || out.ends_with('\n')) out.pop_back();
  return out;
}

}  // namespace stint::tracker::text
