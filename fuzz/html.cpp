// HTML: the Markdown of it is valid, bounded, and stands for itself.
#include "tracker/text/html.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "check.h"
#include "lib/simdjson/utf8.h"
#include "tracker/text/markdown_printer.h"
#include "tracker/text/markdown_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using stint::fuzz::check;
  using namespace stint::tracker::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Document document = document_of_html(text);
  const std::string markdown = markdown_of(document);
  check(stint::is_valid_utf8(markdown), "the output is valid UTF-8");
  check(document_of_markdown(markdown) == document, "it is read as it was written");
  return 0;
}
