// Texts in the formats of Atlassian, one JSON object in a line: for check.mjs.
#include <cstdio>
#include <random>
#include <string>

#include "lib/nlohmann/json_document.h"
#include "random_document.h"
#include "tracker/text/adf_writer.h"
#include "tracker/text/markdown_printer.h"
#include "tracker/text/wiki_writer.h"

int main() {
  using namespace stint;
  using namespace stint::tracker::text;
  constexpr int kEach = 2000;
  std::mt19937 random{11};
  const auto print = [](const JsonDocument& line) {
    const std::string text = line.dump() + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
  };
  for (int i = 0; i < kEach; ++i) {
    // Every Markdown, also what an Atlassian document has to say in another way.
    const Document document =
        test::random_document(random, i % 2 == 0 ? test::Subset::markdown : test::Subset::adf);
    print({{"markdown", markdown_of(document)}, {"adf", adf_of(document)}});
  }
  for (int i = 0; i < kEach; ++i) {
    const Document document = test::random_document(random, test::Subset::wiki);
    print({{"markdown", markdown_of(document)}, {"wiki", wiki_of(document)}, {"meant", adf_of(document)}});
  }
}
