// Rich text as a value: what Markdown, Atlassian documents, wiki markup and HTML have in common, and a place
// for what only one of them knows. Two documents that mean the same are equal after normalised().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/cmark/markdown_tree.h"
#include "lib/nlohmann/json_document.h"

namespace stint::tracker::text {

// A mark on a part of a line, by the name and attributes it has in an Atlassian document: "strong", "em",
// "strike", "underline", "subsup" {type}, "link" {href, title}, "textColor" {color}, …
struct Mark {
  std::string name;
  JsonDocument attributes = JsonDocument::object();

  bool operator==(const Mark&) const = default;
};

struct Inline {
  enum class Kind : std::uint8_t { text, code, line_break, image, node, raw };
  Kind kind = Kind::text;
  std::string text = {};  // of an image: what stands for it; of a node: what of it is read; of raw: its JSON
  std::string address = {};  // of an image
  std::string title = {};
  std::string type = {};  // of a node: "mention", "status"
  JsonDocument attributes = JsonDocument::object();
  std::vector<Mark> marks = {};  // from the outside in

  bool operator==(const Inline&) const = default;
};
using Line = std::vector<Inline>;

using cmark::Alignment;

struct Block {
  enum class Kind : std::uint8_t {
    paragraph,  // `line`
    heading,    // `line`, `number`: its level
    code,       // `text`, `language`
    quote,      // `blocks`
    list,       // `blocks`: items; `ordered`, `number`: of the first one
    item,       // `blocks`; `box`: a task
    rule,
    table,  // `blocks`: rows; `columns`, `head`: the first row is one
    row,    // `blocks`: cells
    cell,   // `line`
    node,   // `blocks`, `type`, `attributes`: of another format, a container or a leaf
    raw,    // `text`: JSON of another format
  };
  Kind kind = Kind::paragraph;
  Line line = {};
  std::vector<Block> blocks = {};
  std::string text = {};
  std::string language = {};
  int number = 1;
  bool ordered = false;
  bool head = false;
  std::optional<bool> box = {};
  std::vector<Alignment> columns = {};
  std::string type = {};
  JsonDocument attributes = JsonDocument::object();

  bool operator==(const Block&) const = default;
};
using Document = std::vector<Block>;

// Blanks that no format shows are left out (at the ends of lines and of bold, italic and struck words),
// control characters too; bare web addresses are links; marks stand in one order; neighbours alike are one.
void normalise(Line& line);
// All lines, and no empty paragraphs, lists and quotes.
[[nodiscard]] Document normalised(Document document);

// Code without control characters; every line end is one byte.
[[nodiscard]] std::string clean_code(std::string_view code);
// Where the link goes; nothing when there is none among `marks`.
[[nodiscard]] std::string link_address(const std::vector<Mark>& marks);
[[nodiscard]] const Mark* find_mark(const std::vector<Mark>& marks, std::string_view name);
// A web, mail or phone address, or a relative one: nothing that runs.
[[nodiscard]] bool is_safe_address(std::string_view address);
// All texts, one after another.
[[nodiscard]] std::string plain_text(const Line& line);
// Whether all items are tasks, with nothing in them but a line and further tasks.
[[nodiscard]] bool is_task_list(const Block& list);

}  // namespace stint::tracker::text
