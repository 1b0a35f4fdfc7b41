// Golden tests: text in, text out, in files a person can read and correct.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::test {

// A file of these holds "=== name", the input, a line "---", and the expected output, one case after another.
// Line ends at the end of input and output do not count.
struct GoldenCase {
  std::string name;
  std::string input;
  std::string expected;
};

// The cases of tests/tracker/golden/`file`; fails the test when there are none.
[[nodiscard]] std::vector<GoldenCase> read_golden(const std::string& file);

// Markdown's hard breaks are blanks nobody sees: they are shown as "⏎".
[[nodiscard]] std::string show_breaks(std::string_view markdown);

// Checks every case of `file`.
void check_golden(const std::string& file, std::string (*convert)(const std::string& input));

}  // namespace stint::test
