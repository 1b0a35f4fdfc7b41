// Lists in one text: "a, b" as people write them, "a; b" as Azure DevOps keeps tags.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace stint::tracker {

// Without blanks around items, and without empty ones.
[[nodiscard]] inline std::vector<std::string> split_list(std::string_view text, char separator) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (const std::string_view item = trimmed(text.substr(0, end)); !item.empty()) list.emplace_back(item);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

[[nodiscard]] inline std::string join_list(const std::vector<std::string>& list, std::string_view separator) {
  std::string out;
  for (const std::string& item : list) {
    if (!out.empty()) out += separator;
    out += item;
  }
  return out;
}

}  // namespace stint::tracker
