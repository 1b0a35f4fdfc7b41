// Rows of wiki tables: ||head||head|| and |cell|cell|.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::tracker::text {

class WikiTable {
 public:
  [[nodiscard]] static bool is_row(std::string_view line);

  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // A line for which is_row holds, or that goes on in the last cell of the row before (see open_cell).
  void add_line(std::string_view line);
  // The last row has no closing bar yet: the next line belongs to it.
  [[nodiscard]] bool open_cell() const { return open_cell_; }
  // The table as Markdown; it is empty afterwards.
  [[nodiscard]] std::string take();

 private:
  void end_row();

  std::string row_;  // raw, with its continuation lines
  bool open_cell_ = false;
  bool has_head_ = false;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace stint::tracker::text
