#include "lib/llama/printable.h"

#include <fmt/format.h>
#include <iterator>

namespace stint::llama {

std::string shown(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E) {
      fmt::format_to(std::back_inserter(result), "\\x{:02X}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

std::string printable(std::string_view text) {
  constexpr std::size_t kMost = 60;
  return fmt::format("\"{}{}\"", shown(text.substr(0, kMost)), text.size() > kMost ? "..." : "");
}

}  // namespace stint::llama
