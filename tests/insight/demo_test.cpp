// The words about whole demo organisations, with and without planted trouble.
#include "demo/demo.h"

#include <gtest/gtest.h>
#include <set>

#include "exchange/import.h"
#include "history/load.h"
#include "insight/complaints.h"
#include "support/scratch.h"

namespace stint::test {
namespace {

void check(std::uint64_t seed, const std::vector<demo::Plant>& plants, std::set<std::string>& kinds) {
  const Scratch scratch;
  ASSERT_TRUE(demo::write_demo(scratch / "demo", {.seed = seed, .plants = plants}));
  ASSERT_TRUE(exchange::import_files({scratch / "demo"}, scratch / "data", {}));
  const auto loaded = history::load(scratch / "data", {});
  ASSERT_TRUE(loaded) << loaded.error().to_string();
  const history::Dataset* const data = &loaded->dataset;
  const metrics::Analysis analysis = metrics::analyse({*data, data->export_end.value_or(Instant{}), {}, {}});
  for (metrics::Finding& finding : metrics::find_all(analysis)) {
    if (finding.severity > metrics::Severity::info) kinds.insert(finding.kind);
    const insight::Insight insight = insight::narrate(*data, std::move(finding));
    EXPECT_FALSE(insight.finding.id.empty());
    for (const std::string& complaint : complaints(*data, insight)) {
      ADD_FAILURE() << "seed " << seed << ": " << complaint << "\n"
                    << insight.title << "\n"
                    << insight.message;
    }
  }
}

TEST(DemoWords, AreGoodForPlantedTrouble) {
  std::set<std::string> kinds;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) check(seed, demo::default_plants(), kinds);
  EXPECT_EQ(kinds, (std::set<std::string>{"defect_leakage", "flow", "hygiene", "missed_target", "scope_creep",
                                          "velocity"}));
}

TEST(DemoWords, AreGoodForHealthyTeams) {
  std::set<std::string> kinds;
  for (const std::uint64_t seed : {5U, 6U}) check(seed, {}, kinds);
  EXPECT_TRUE(kinds.empty());
}

}  // namespace
}  // namespace stint::test
