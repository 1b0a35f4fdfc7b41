// The parts of an Atlassian document that stand in a line: texts with marks, mentions, dates, cards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/simdjson/json.h"

namespace stint::tracker::text {

// Whether a node of this type stands in a line.
[[nodiscard]] bool is_adf_inline(std::string_view type);

enum class LineEnds : std::uint8_t {
  keep,    // a hard break breaks the line
  spaces,  // everything is on one line, as in a heading
};

// Writes inline nodes one after another into one line of Markdown.
class AdfInline {
 public:
  explicit AdfInline(LineEnds line_ends = LineEnds::keep) : line_ends_(line_ends) {}

  void add(json::Value node);
  // A text without marks.
  void add_plain(std::string_view plain);
  // Closes what is open and hands the Markdown over; it is empty afterwards.
  [[nodiscard]] std::string take();
  [[nodiscard]] bool empty() const { return out_.empty(); }

 private:
  struct Mark {
    std::string_view name;
    std::string_view address;  // of a link
    std::string_view open;
    std::string_view close;
    bool operator==(const Mark& other) const { return name == other.name && address == other.address; }
  };

  [[nodiscard]] static std::vector<Mark> marks_of(json::Value node);
  void add_marked(std::string_view plain, const std::vector<Mark>& marks, bool code);
  void close_down_to(std::size_t count);

  LineEnds line_ends_;
  std::string out_;
  std::vector<Mark> open_;
  std::vector<std::string> outside_links_;  // what was written before each open link
};

}  // namespace stint::tracker::text
