// Every scenario of vectors/*.txt is a test. With STINT_REWRITE set, the files are rewritten with what the
// code says now instead; what changed is then to be read, line by line, against the definitions.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include "metrics/answers.h"

namespace stint::test {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string name;
  ScenarioText text;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

std::vector<fs::path> files() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(STINT_VECTORS)) paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

std::vector<std::string> answers(const ScenarioText& text) {
  const Scenario scenario = parse_scenario(text.body);
  const history::Dataset data = dataset_of(scenario);
  const metrics::Analysis analysis =
      metrics::analyse({data, scenario.as_of, scenario.zone, scenario.options});
  std::vector<std::string> out;
  for (const Question& question : text.questions) out.push_back(answer(analysis, question.text));
  return out;
}

void rewrite(const fs::path& file) {
  std::ifstream in{file};
  std::string head;
  for (std::string line; std::getline(in, line) && !line.starts_with("== ");) head += line + "\n";
  in.close();
  std::string out = head;
  const auto scenarios = read_scenarios(file);
  for (const ScenarioText& text : scenarios) {
    out += "== " + text.name + "\n" + text.body;
    const auto said = answers(text);
    for (std::size_t i = 0; i < said.size(); ++i) out += "-- " + text.questions[i].text + "\n" + said[i];
    if (&text != &scenarios.back()) out += "\n";
  }
  std::ofstream{file} << out;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const fs::path& file : files()) {
    if (std::getenv("STINT_REWRITE") != nullptr) rewrite(file);
    for (ScenarioText& text : read_scenarios(file)) {
      std::string name = file.stem().string() + "_" + text.name;
      std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
      all.push_back({std::move(name), std::move(text)});
    }
  }
  return all;
}

std::string trimmed(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

class Vectors : public testing::TestWithParam<Case> {};

TEST_P(Vectors, Hold) {
  const ScenarioText& text = GetParam().text;
  ASSERT_FALSE(text.questions.empty());
  const auto said = answers(text);
  for (std::size_t i = 0; i < said.size(); ++i) {
    EXPECT_EQ(trimmed(said[i]), trimmed(text.questions[i].expected)) << text.questions[i].text;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, Vectors, testing::ValuesIn(cases()),
                         [](const testing::TestParamInfo<Case>& one) { return one.param.name; });

}  // namespace
}  // namespace stint::test
