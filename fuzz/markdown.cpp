// Markdown: what is written of a document is the same document again, and every other format of it is whole.
#include <cstdint>
#include <string>
#include <string_view>

#include "check.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/utf8.h"
#include "tracker/text/adf_writer.h"
#include "tracker/text/html.h"
#include "tracker/text/markdown_printer.h"
#include "tracker/text/markdown_reader.h"
#include "tracker/text/wiki_writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using stint::fuzz::check;
  using namespace stint::tracker::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Document document = document_of_markdown(text);
  const std::string markdown = markdown_of(document);
  check(stint::is_valid_utf8(markdown), "the output is valid UTF-8");
  check(document_of_markdown(markdown) == document, "it is read as it was written");
  check(!stint::JsonDocument::parse(adf_of_markdown(text), nullptr, false).is_discarded(),
        "the document is JSON");
  const std::string html = html_of(document);
  check(!html.contains("<script") && !html.contains("javascript:\""), "nothing runs");
  check(wiki_of(document).size() <= 40 * size + 100, "the output is bounded");
  return 0;
}
