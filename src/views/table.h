// Rows and columns, for terminals and as CSV.
#pragma once

#include <string>
#include <vector>

namespace stint::views {

struct Column {
  std::string name;
  bool right = false;  // figures stand right
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;

  // One header line; cells with delimiters, quotes or line ends are quoted.
  [[nodiscard]] std::string to_csv() const;
  // Aligned; the widest text column gives way where `columns` are not enough.
  [[nodiscard]] std::string to_text(std::size_t terminal_columns) const;
};

// A figure without needless decimals: "13", "4.5", "0.3333".
[[nodiscard]] std::string number_text(double value);

}  // namespace stint::views
