// Atlassian documents: the Markdown is valid UTF-8 and not out of proportion.
#include "tracker/text/adf.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "check.h"
#include "lib/simdjson/json.h"
#include "lib/simdjson/utf8.h"
#include "tracker/acceptance_criteria.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using stint::fuzz::check;
  stint::json::Parser parser;
  const auto root = parser.parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!root) return 0;
  const std::string markdown = stint::tracker::text::adf_to_markdown(*root);
  check(stint::is_valid_utf8(markdown), "the output is valid UTF-8");
  check(markdown.size() <= 40 * size + 100, "the output is bounded");
  check(!markdown.ends_with('\n') && !markdown.contains('\0'), "no line end behind it, no NUL inside");
  (void)stint::tracker::count_acceptance_criteria(markdown);
  return 0;
}
