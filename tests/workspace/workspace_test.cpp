// Snapshots of a data folder: when there is a new one, and what it shows.
#include "workspace/workspace.h"

#include <gtest/gtest.h>

#include "demo/demo.h"
#include "exchange/import.h"
#include "history/load.h"
#include "support/scratch.h"

namespace stint::workspace {
namespace {

class WorkspaceTest : public ::testing::Test {
 protected:
  void import_demo(std::size_t issues, std::uint64_t seed) {
    const auto folder = scratch_ / ("demo" + std::to_string(seed));
    demo::DemoOptions options;
    options.issues = static_cast<decltype(options.issues)>(issues);
    options.seed = seed;
    ASSERT_TRUE(demo::write_demo(folder, options));
    const auto report = exchange::import_files({folder}, data(), {});
    ASSERT_TRUE(report && report->complete());
  }
  [[nodiscard]] std::filesystem::path data() const { return scratch_ / "data"; }

  test::Scratch scratch_;
  Instant now_ = from_epoch_ms(1'790'000'000'000);
  Workspace workspace_{scratch_ / "data", Choices{}, [this] { return now_; }};
};

TEST_F(WorkspaceTest, OfNothingIsEmpty) {
  EXPECT_EQ(workspace_.refresh().value(), false);
  EXPECT_EQ(workspace_.current()->number, 0U);
  EXPECT_TRUE(workspace_.current()->figures->dataset().issues.empty());
  EXPECT_EQ(workspace_.current()->figures->as_of().source, "no data");
}

TEST_F(WorkspaceTest, SeesWhatOthersWriteAndNothingElse) {
  import_demo(300, 1);
  EXPECT_EQ(workspace_.refresh().value(), true);
  const auto first = workspace_.current();
  EXPECT_EQ(first->figures->dataset().issues.size(), 300U);
  EXPECT_EQ(first->figures->as_of().source, "end of the export");
  EXPECT_FALSE(first->standing.told.empty());
  EXPECT_EQ(workspace_.refresh().value(), false);
  EXPECT_EQ(workspace_.current(), first);
  import_demo(400, 2);
  EXPECT_EQ(workspace_.refresh().value(), true);
  EXPECT_GT(workspace_.current()->number, first->number);
  // Whoever still looks at the first one sees what it saw.
  EXPECT_EQ(first->figures->dataset().issues.size(), 300U);
}

TEST_F(WorkspaceTest, PartsAreWhatReadingTheProjectAloneGives) {
  import_demo(600, 3);
  ASSERT_TRUE(workspace_.refresh());
  const history::Dataset& all = workspace_.current()->figures->dataset();
  std::size_t total = 0;
  for (const std::string& project : all.projects) {
    const auto part = workspace_.figures(project);
    ASSERT_TRUE(part);
    const auto alone = history::load(data(), {.project = project, .points_field = {}, .overrides = {}});
    ASSERT_TRUE(alone);
    EXPECT_EQ((*part)->dataset().issues.size(), alone->dataset.issues.size());
    EXPECT_EQ((*part)->analysis().ledgers.size(),
              metrics::sprint_ledgers({alone->dataset, (*part)->as_of().at, TimeZone{}, {}}).size());
    EXPECT_EQ(workspace_.figures(project).value(), *part) << "worked out once";
    total += (*part)->dataset().issues.size();
  }
  EXPECT_EQ(total, all.issues.size());
  EXPECT_EQ(workspace_.figures("NONE").error().code, ErrorCode::not_found);
}

TEST_F(WorkspaceTest, WordsComeWithASnapshotOfTheirOwn) {
  import_demo(300, 1);
  ASSERT_TRUE(workspace_.refresh());
  const auto before = workspace_.current();
  ASSERT_TRUE(workspace_.word([](const history::Dataset&, insight::Standing& standing) -> Outcome {
    standing.told.front().insight.message = "Other words.";
    return {};
  }));
  EXPECT_EQ(workspace_.current()->standing.told.front().insight.message, "Other words.");
  EXPECT_NE(before->standing.told.front().insight.message, "Other words.");
  EXPECT_EQ(workspace_.current()->figures, before->figures);
}

}  // namespace
}  // namespace stint::workspace
