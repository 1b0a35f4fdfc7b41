// Atlassian documents for editing: a document that was written once goes through Markdown unchanged.
#include <cstdint>
#include <string>
#include <string_view>

#include "check.h"
#include "lib/simdjson/json.h"
#include "tracker/text/adf_reader.h"
#include "tracker/text/adf_writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using stint::fuzz::check;
  using namespace stint::tracker::text;
  stint::json::Parser parser;
  const auto document = parser.parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const std::string written = adf_of_markdown(markdown_of_adf(*document));
  const auto again = parser.parse(written);
  check(again.has_value(), "what is written is JSON");
  check(adf_of_markdown(markdown_of_adf(*again)) == written, "it stays as it was written");
  return 0;
}
