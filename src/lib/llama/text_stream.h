// Pieces of bytes, as tokens give them, to valid text.
#pragma once

#include <string>
#include <string_view>

namespace stint::llama {

// Holds back the bytes of a character that is not complete yet; bytes that cannot be part of any become
// U+FFFD, one for each sequence that is broken off (as the Unicode Standard, section 3.9, recommends).
class TextStream {
 public:
  // What can be shown now; valid UTF-8, may be empty.
  [[nodiscard]] std::string add(std::string_view bytes);
  // What is left at the end: U+FFFD or nothing.
  [[nodiscard]] std::string finish();

 private:
  std::string held_;
};

}  // namespace stint::llama
