// Snapshots of a data folder: when there is a new one, and what it shows.
#include "workspace/workspace.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "demo/demo.h"
#include "exchange/import.h"
#include "history/load.h"
#include "metrics/severity.h"
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

// What stands, in a line each.
std::vector<std::string> lines_of(const insight::Standing& standing) {
  std::vector<std::string> lines;
  for (const insight::Told& told : standing.told) {
    lines.push_back(fmt::format("{} {} {} {} {}", told.insight.finding.id,
                                metrics::change_name(told.change.kind),
                                told.change.since ? format_day(*told.change.since) : "-",
                                told.change.since_or_earlier, told.insight.message));
  }
  for (const metrics::Gone& gone : standing.gone)
    lines.push_back(fmt::format("gone {} {} {}", gone.id, gone.kind, metrics::severity_name(gone.severity)));
  return lines;
}

class Kept : public WorkspaceTest {
 protected:
  // As a program that starts now sees it.
  [[nodiscard]] std::vector<std::string> started_anew(Choices choices = {}) const {
    Workspace workspace{data(), std::move(choices), [this] { return now_; }};
    EXPECT_EQ(workspace.refresh().value(), true);
    return lines_of(workspace.current()->standing);
  }
  [[nodiscard]] std::string kept() const { return files::read_text(file_).value(); }
  // Puts in a `since` that no looking could find.
  [[nodiscard]] bool plant() const {
    std::string text = kept();
    std::size_t at = text.find("\"since\":");
    while (at != std::string::npos && text.substr(at).starts_with("\"since\":null"))
      at = text.find("\"since\":", at + 1);
    if (at == std::string::npos) return false;
    text.replace(at, text.find(',', at) - at, "\"since\":77");  // 1970-03-19
    return files::replace_text(file_, text).has_value();
  }
  static bool tells_what_was_planted(const std::vector<std::string>& lines) {
    return std::ranges::any_of(lines, [](const std::string& line) { return line.contains("1970-03-19"); });
  }

  const std::filesystem::path file_ = data() / "comparison.json";
};

TEST_F(Kept, ComparisonsAreThoseThatWereWorkedOut) {
  import_demo(600, 5);
  ASSERT_TRUE(workspace_.refresh());
  const std::vector<std::string> first = lines_of(workspace_.current()->standing);
  EXPECT_EQ(started_anew(), first);
  ASSERT_TRUE(plant());
  EXPECT_TRUE(tells_what_was_planted(started_anew())) << "what is kept is not looked for again";
  std::filesystem::remove(file_);
  EXPECT_EQ(started_anew(), first);
}

TEST_F(Kept, ComparisonsOfSomethingElseAreWorkedOutAnew) {
  import_demo(600, 5);
  const std::vector<std::string> first = started_anew();
  const std::string good = kept();
  const auto put_back = [&] { return files::replace_text(file_, good).has_value() && plant(); };
  Choices others;
  others.options.look_back_days = 3;
  ASSERT_TRUE(put_back());
  EXPECT_FALSE(tells_what_was_planted(started_anew(others)));
  Choices earlier;
  earlier.as_of = workspace_.refresh().value()
                      ? workspace_.current()->figures->as_of().at - std::chrono::hours{1}
                      : Instant{};
  ASSERT_TRUE(put_back());
  EXPECT_FALSE(tells_what_was_planted(started_anew(earlier)));
  Choices overridden;
  overridden.overrides.statuses.push_back({"In Progress", {}, {}, {}, true});
  ASSERT_TRUE(put_back());
  EXPECT_FALSE(tells_what_was_planted(started_anew(overridden)));
  ASSERT_TRUE(put_back());
  import_demo(300, 6);
  EXPECT_FALSE(tells_what_was_planted(started_anew())) << "the store holds something else";
}

TEST_F(Kept, DamagedComparisonsCostTimeOnly) {
  import_demo(600, 5);
  const std::vector<std::string> first = started_anew();
  const std::string good = kept();
  const auto with = [&](std::string_view what, std::string_view instead) {
    std::string text = good;
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), instead);
  };
  for (const std::string& text :
       {std::string{}, good.substr(0, good.size() / 2), std::string{"[]"},
        with("stint.comparison/1", "stint.comparison/0"), with("\"id\":\"", "\"id\":\"x"),
        with("\"change\":\"", "\"change\":\"x"), with("\"changes\":", "\"other\":")}) {
    ASSERT_TRUE(files::replace_text(file_, text));
    EXPECT_EQ(started_anew(), first) << text.substr(0, 200);
    EXPECT_EQ(kept(), good) << "and it is kept anew";
  }
}

TEST_F(WorkspaceTest, FamiliesAreWorkedOutOnce) {
  import_demo(300, 1);
  ASSERT_TRUE(workspace_.refresh());
  const auto figures = workspace_.current()->figures;
  figures->prepare();
  for (const views::MetricFamily& family : views::metric_families()) {
    const auto text = figures->family(family);
    EXPECT_EQ(text, figures->family(family));
    EXPECT_EQ(*text, family_text(family, figures->analysis(), figures->as_of(), false));
  }
}

}  // namespace
}  // namespace stint::workspace
