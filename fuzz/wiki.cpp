// Wiki markup: the Markdown of valid text is valid UTF-8, and bounded whatever comes in.
#include "tracker/text/wiki.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "check.h"
#include "lib/simdjson/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using stint::fuzz::check;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string markdown = stint::tracker::text::wiki_to_markdown(text);
  check(markdown.size() <= 40 * size + 100, "the output is bounded");
  if (stint::is_valid_utf8(text)) check(stint::is_valid_utf8(markdown), "the output is valid UTF-8");
  check(!markdown.ends_with('\n') && !markdown.contains('\0'), "no line end behind it, no NUL inside");
  return 0;
}
