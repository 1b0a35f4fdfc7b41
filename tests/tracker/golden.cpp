#include "golden.h"

#include <fstream>
#include <gtest/gtest.h>

namespace stint::test {

namespace {

void trim_line_ends(std::string& text) {
  while (text.ends_with('\n')) text.pop_back();
}

}  // namespace

std::vector<GoldenCase> read_golden(const std::string& file) {
  std::vector<GoldenCase> cases;
  std::ifstream stream(std::string(STINT_GOLDEN) + "/" + file);
  bool in_output = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), {}, {}});
      in_output = false;
    } else if (line == "---" && !cases.empty() && !in_output) {
      in_output = true;
    } else if (!cases.empty()) {
      (in_output ? cases.back().expected : cases.back().input) += line + '\n';
    }
  }
  for (GoldenCase& one : cases) {
    trim_line_ends(one.input);
    trim_line_ends(one.expected);
  }
  EXPECT_FALSE(cases.empty()) << "no cases in " << file;
  return cases;
}

std::string show_breaks(std::string_view markdown) {
  std::string out;
  for (std::size_t at = 0; at < markdown.size(); ++at) {
    if (markdown.substr(at).starts_with("  \n")) {
      out += "⏎";
      ++at;
    } else {
      out += markdown[at];
    }
  }
  return out;
}

void check_golden(const std::string& file, std::string (*convert)(const std::string& input)) {
  for (const GoldenCase& one : read_golden(file)) {
    EXPECT_EQ(one.expected, convert(one.input)) << file << ": " << one.name;
  }
}

}  // namespace stint::test
