#include "tracker/text/wiki_macros.h"

#include <algorithm>
#include <array>
#include <optional>

namespace stint::tracker::text {

namespace {

// A macro's tag with its parameters is looked for within this many bytes.
constexpr std::size_t kMaxTag = 512;

struct Tag {
  std::string_view name;
  std::string_view parameters;  // behind the colon
  std::size_t size = 0;
};

constexpr std::array<std::string_view, 4> kNames{"code", "noformat", "quote", "panel"};

// The tag that `text` begins with.
std::optional<Tag> take_tag(std::string_view text) {
  for (const std::string_view name : kNames) {
    if (!text.substr(1).starts_with(name) || text.size() < name.size() + 2) continue;
    const char next = text[name.size() + 1];
    if (next == '}') return Tag{name, {}, name.size() + 2};
    if (next != ':') continue;
    const std::size_t end = text.substr(0, kMaxTag).find_first_of("}\n");
    if (end == std::string_view::npos || text[end] != '}') continue;
    return Tag{name, text.substr(name.size() + 2, end - name.size() - 2), end + 1};
  }
  return std::nullopt;
}

// One of "java|title=A.java|borderStyle=solid" by its name; without a name: the one that has none.
std::string_view parameter(std::string_view parameters, std::string_view name) {
  while (!parameters.empty()) {
    const std::size_t bar = std::min(parameters.find('|'), parameters.size());
    const std::string_view one = parameters.substr(0, bar);
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos ? name.empty() : one.substr(0, equals) == name) {
      return equals == std::string_view::npos ? one : one.substr(equals + 1);
    }
    parameters.remove_prefix(std::min(bar + 1, parameters.size()));
  }
  return {};
}

std::string_view without_edge_lines(std::string_view body) {
  while (body.ends_with(' ') || body.ends_with('\t')) body.remove_suffix(1);
  if (body.ends_with('\n')) body.remove_suffix(1);
  if (body.ends_with('\r')) body.remove_suffix(1);
  const std::size_t first = body.find_first_not_of(" \t\r");
  if (first != std::string_view::npos && body[first] == '\n') body.remove_prefix(first + 1);
  return body;
}

// Whether nothing else stands on the lines on which text[begin, end) begins and ends.
bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t before = text.substr(0, begin).find_last_not_of(kBlanks);
  const std::size_t behind = text.find_first_not_of(kBlanks, end);
  return (before == std::string_view::npos || text[before] == '\n') &&
         (behind == std::string_view::npos || text[behind] == '\n');
}

}  // namespace

WikiVerbatim take_wiki_verbatim(std::string_view text) {
  const auto tag = text.starts_with('{') ? take_tag(text) : std::nullopt;
  if (!tag || (tag->name != "code" && tag->name != "noformat")) return {};
  const std::string_view closing = tag->name == "code" ? "{code}" : "{noformat}";
  const std::size_t end = text.find(closing, tag->size);
  WikiVerbatim found;
  found.closed = end != std::string_view::npos;
  found.body = text.substr(tag->size, found.closed ? end - tag->size : end);
  found.size = found.closed ? end + closing.size() : text.size();
  if (tag->name == "code") found.language = parameter(tag->parameters, {});
  if (found.language.empty()) found.language = parameter(tag->parameters, "language");
  return found;
}

std::vector<WikiPiece> split_wiki_macros(std::string_view wiki) {
  using Kind = WikiPiece::Kind;
  std::vector<WikiPiece> pieces;
  std::size_t begin = 0;  // of the text not yet in a piece
  const auto cut = [&](std::size_t at, std::size_t next) {
    if (at > begin) pieces.push_back({Kind::text, wiki.substr(begin, at - begin)});
    begin = next;
  };
  for (std::size_t at = wiki.find('{'); at != std::string_view::npos; at = wiki.find('{', at)) {
    if (at > 0 && wiki[at - 1] == '\\') {
      ++at;
      continue;
    }
    const std::string_view rest = wiki.substr(at);
    if (rest.starts_with("{{")) {  // a code span, be it {{code}}
      at += 2;
      continue;
    }
    if (const WikiVerbatim verbatim = take_wiki_verbatim(rest); verbatim.size != 0) {
      const std::size_t end = at + verbatim.size;
      const bool in_line = verbatim.closed && !verbatim.body.contains('\n') && !stands_alone(wiki, at, end);
      if (!in_line) {
        cut(at, end);
        pieces.push_back({Kind::verbatim, without_edge_lines(verbatim.body), verbatim.language});
      }
      at = end;
      continue;
    }
    const auto tag = take_tag(rest);
    if (!tag) {
      ++at;
      continue;
    }
    cut(at, at + tag->size);
    const Kind kind = tag->name == "quote" ? Kind::quote : Kind::panel;
    const bool opens = !tag->parameters.empty();
    pieces.push_back({kind, {}, {}, parameter(tag->parameters, "title"), opens});
    at = begin;
  }
  cut(wiki.size(), wiki.size());
  return pieces;
}

}  // namespace stint::tracker::text
