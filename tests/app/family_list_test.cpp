// The list of figures: true to the table of options, and the same in the documentation.
#include "views/family_list.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <set>

#include "app/program.h"
#include "lib/utf8proc/display.h"
#include "metrics/options.h"
#include "views/metric_family.h"

namespace stint::app {
namespace {

using views::family_markdown;
using views::metric_families;
using views::MetricFamily;

using ::testing::HasSubstr;

class FamilyList : public Program {};

TEST_F(FamilyList, EveryRowIsWhole) {
  std::set<std::string_view> names;
  for (const MetricFamily& family : metric_families()) {
    EXPECT_TRUE(names.insert(family.name).second) << family.name << " is there twice";
    EXPECT_FALSE(family.summary.empty()) << family.name;
    EXPECT_FALSE(family.source.empty()) << family.name;
    EXPECT_NE(family.units.begin(), family.units.end()) << family.name;
    EXPECT_NE(family.inputs.begin(), family.inputs.end()) << family.name;
    for (const std::string_view option : family.options) {
      EXPECT_NE(std::ranges::find(metrics::option_table(), option, &metrics::OptionInfo::name),
                metrics::option_table().end())
          << family.name << " names the option " << option << ", which is not there";
    }
  }
}

TEST_F(FamilyList, NeedsNoData) {
  const Ran text = run({"metrics", "--list"}, {.columns = 80});
  EXPECT_EQ(text.status, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("flow             cycle and lead times"));
  EXPECT_THAT(text.out, HasSubstr("                 options  ageing.minimum, sprints.include_subtasks\n"));
  std::size_t from = 0;
  for (std::size_t end = 0; (end = text.out.find('\n', from)) != std::string::npos; from = end + 1) {
    EXPECT_LE(display_width(text.out.substr(from, end - from)), 80U) << text.out.substr(from, end - from);
  }
  const JsonDocument json = run({"metrics", "--list", "--json"}).json();
  EXPECT_EQ(json["schema"], "stint.metrics.list/1");
  const auto flow =
      std::ranges::find_if(json["metrics"], [](const auto& row) { return row["name"] == "flow"; });
  ASSERT_NE(flow, json["metrics"].end());
  EXPECT_EQ((*flow)["options"], JsonDocument({"ageing.minimum", "sprints.include_subtasks"}));
  EXPECT_EQ((*flow)["units"], JsonDocument({"days", "issues"}));
  const std::string csv = run({"metrics", "--list", "--csv"}).out;
  EXPECT_TRUE(csv.starts_with("name,figures,units,inputs,options,source\n")) << csv;
  EXPECT_THAT(csv, HasSubstr(",ageing.minimum|sprints.include_subtasks,"));
}

// With STINT_REWRITE set, the table in docs/metrics.md is replaced by what the program says.
TEST_F(FamilyList, Documented) {
  const std::string file = std::string{STINT_DOCS} + "/metrics.md";
  std::string text = test::read_file(file);
  const std::size_t mark = text.find("<!-- families:");
  ASSERT_NE(mark, std::string::npos);
  const std::size_t begin = text.find('\n', mark) + 1;
  const std::size_t end = text.find("<!-- /families -->", begin);
  ASSERT_NE(end, std::string::npos);
  const std::string expected = "\n" + family_markdown() + "\n";
  if (std::getenv("STINT_REWRITE") != nullptr) {
    text.replace(begin, end - begin, expected);
    std::ofstream{file, std::ios::binary} << text;
    return;
  }
  EXPECT_EQ(text.substr(begin, end - begin), expected) << "set STINT_REWRITE to have the table rewritten";
}

}  // namespace
}  // namespace stint::app
