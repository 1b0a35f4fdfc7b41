#include "lib/utf8proc/letter_case.h"

#include <array>
#include <utf8proc.h>

namespace stint {

char32_t fold_case(char32_t character) {
  std::array<utf8proc_int32_t, 8> folded{};
  int boundary = 0;
  const auto code = static_cast<utf8proc_int32_t>(character);
  const auto count = utf8proc_decompose_char(
      code, folded.data(), static_cast<utf8proc_ssize_t>(folded.size()), UTF8PROC_CASEFOLD, &boundary);
  if (count == 1) return static_cast<char32_t>(folded[0]);
  return static_cast<char32_t>(utf8proc_tolower(code));
}

}  // namespace stint
