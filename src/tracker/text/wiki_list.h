// Lists of wiki markup ("*", "-", "#", and mixtures such as "#*") as Markdown, item by item.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stint::tracker::text {

struct WikiListItem {
  std::string_view marker;  // "**"
  std::string_view text;
};
// A line that can be an item of a list.
[[nodiscard]] std::optional<WikiListItem> as_wiki_list_item(std::string_view line);

class WikiList {
 public:
  // The deepest level; deeper items stand on it.
  static constexpr std::size_t kMaxDepth = 6;

  [[nodiscard]] bool empty() const { return out_.empty(); }
  void add_item(const WikiListItem& item);
  // A further line of the last item, wiki text.
  void add_line(std::string_view line);
  // A block inside the last item, Markdown.
  void add_block(std::string_view markdown);
  // The list so far; it is empty afterwards.
  [[nodiscard]] std::string take();

 private:
  struct Level {
    char kind;
    int number;
    std::size_t indent;  // of what is inside its items
  };

  std::vector<Level> levels_;
  std::string out_;
};

}  // namespace stint::tracker::text
