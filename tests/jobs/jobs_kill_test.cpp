// The process dies after any step that is on the disk: a scheduled time leads to one job that is done, and
// none is lost.
#include <fstream>
#include <gmock/gmock.h>

#include "jobs/dying.h"
#include "jobs/scene.h"

namespace stint::jobs {
namespace {

using ::testing::SizeIs;

// Opens at `now`, does all that is due, and dies at a moment. Work itself is a moment before and after it was
// done.
bool live(Office& office, int moment, bool with_request) {
  return dies_at(moment, [&](const std::function<void()>& passes) {
    JobsOptions options;
    options.after_change = passes;
    const std::string log = office.folder / "log";
    auto jobs = office.open_jobs({JobKind{"refresh", "",
                                          [&](JobContext& context) -> Result<JsonDocument> {
                                            passes();
                                            context.begin_step("sync");
                                            std::ofstream{log, std::ios::app} << "done\n";
                                            passes();
                                            return JsonDocument::object();
                                          }}},
                                 options);
    if (with_request) static_cast<void>(jobs->request("refresh", "anna", Cause::hand));
    office.run_all(*jobs);
  });
}

TEST(JobsKilled, FinishesOnceWhateverTheMoment) {
  int moments = 0;
  for (int moment = 0;; ++moment) {
    Office office;
    {
      auto jobs = office.open_jobs();
      auto schedule = schedule_from_json(R"({"name":"s","kind":"refresh","expression":"0 * * * *"})");
      ASSERT_TRUE(jobs->put_schedule(std::move(*schedule)));
    }
    office.pass(std::chrono::minutes{61});
    const bool died = live(office, moment, false);
    // Long enough for the pause after a crash, not long enough for the next time.
    office.pass(std::chrono::minutes{5});
    EXPECT_FALSE(live(office, 1000, false));
    auto jobs = office.open_jobs();
    const auto all = jobs->list({});
    ASSERT_TRUE(all);
    ASSERT_THAT(*all, SizeIs(1)) << "moment " << moment;
    EXPECT_EQ(all->front().state, JobState::done) << "moment " << moment;
    EXPECT_LE(all->front().attempt, 2);
    if (!died) break;
    ++moments;
  }
  // Scheduled, begun, before and after the work, finished.
  EXPECT_EQ(moments, 5);
}

TEST(JobsKilled, GivesUpAfterThreeDeaths) {
  Office office;
  std::vector<int> attempts;
  EXPECT_TRUE(live(office, 2, true));
  for (int death = 0; death < 2; ++death) {
    office.pass(std::chrono::minutes{10});
    // Begun, and then in the middle of the work.
    EXPECT_TRUE(live(office, 1, false));
  }
  office.pass(std::chrono::minutes{10});
  auto jobs = office.open_jobs();
  const Job job = jobs->list({})->front();
  EXPECT_EQ(job.state, JobState::failed);
  EXPECT_EQ(job.attempt, 3);
  ASSERT_TRUE(job.error);
  EXPECT_THAT(job.error->message, ::testing::HasSubstr("3 times"));
}

TEST(JobsKilled, WaitsBeforeTheNextAttemptUnlessSomebodyAsks) {
  Office office;
  EXPECT_TRUE(live(office, 2, true));
  auto jobs = office.open_jobs();
  EXPECT_EQ(office.step(*jobs), office.now + std::chrono::minutes{1});
  EXPECT_THAT(office.runs, SizeIs(0));
  EXPECT_TRUE(jobs->request("refresh", "anna", Cause::hand)->joined);
  office.run_all(*jobs);
  EXPECT_THAT(office.runs, SizeIs(1));
}

TEST(JobsKilled, LetsAWaitingJobDoTheWorkOfAnInterruptedOne) {
  Office office;
  EXPECT_TRUE(dies_at(0, [&](const std::function<void()>& passes) {
    auto jobs = office.open_jobs();
    static_cast<void>(jobs->request("refresh", "anna", Cause::hand));
    office.during = [&] {
      static_cast<void>(jobs->request("refresh", "ben", Cause::hand));
      passes();
    };
    office.run_all(*jobs);
  }));
  auto jobs = office.open_jobs();
  const auto all = jobs->list({});
  ASSERT_THAT(*all, SizeIs(2));
  EXPECT_EQ(all->at(0).state, JobState::queued);
  EXPECT_EQ(all->at(0).attempt, 2);
  EXPECT_EQ(all->at(1).state, JobState::interrupted);
  office.pass(std::chrono::minutes{2});
  office.run_all(*jobs);
  EXPECT_EQ(jobs->list({})->at(0).state, JobState::done);
  EXPECT_THAT(office.runs, SizeIs(1));
}

}  // namespace
}  // namespace stint::jobs
