// The queue: what is asked for is done once, in turn, and told; schedules ask by the clock. Time is the
// test's.
#include "jobs/queue/jobs.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "jobs/scene.h"
#include "support/scratch.h"

namespace stint::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Jobs, RunsWhatIsRequestedAndKeepsWhatCameOfIt) {
  Office office;
  auto jobs = office.open_jobs();
  const auto requested = jobs->request("refresh", "anna", Cause::hand);
  ASSERT_TRUE(requested);
  EXPECT_FALSE(requested->joined);
  EXPECT_EQ(requested->job.state, JobState::queued);
  office.pass(std::chrono::seconds{5});
  EXPECT_EQ(office.step(*jobs), std::nullopt);
  const auto job = jobs->find(requested->job.id);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->state, JobState::done);
  EXPECT_EQ(job->requested_by, "anna");
  EXPECT_EQ(job->result, R"({"sync":{"issues":3},"figures":{},"words":{}})");
  EXPECT_EQ(job->started_at, office.start + std::chrono::seconds{5});
  EXPECT_THAT(office.runs, ElementsAre("refresh"));
  const JsonDocument json = to_json(*job);
  EXPECT_EQ(json["state"], "done");
  EXPECT_EQ(json["result"]["sync"]["issues"], 3);
  EXPECT_EQ(json["started_at"], "2026-11-20T08:00:05+00:00");
  EXPECT_TRUE(json["error"].is_null());
}

TEST(Jobs, JoinsWhoeverAsksForWhatWaitsAlready) {
  Office office;
  auto jobs = office.open_jobs();
  const auto first = jobs->request("refresh", "anna", Cause::hand);
  const auto second = jobs->request("refresh", "ben", Cause::webhook);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(second->joined);
  EXPECT_EQ(second->job.id, first->job.id);
  // While it runs, another one may wait, and only one.
  office.during = [&] {
    const auto third = jobs->request("refresh", "cleo", Cause::hand);
    const auto fourth = jobs->request("refresh", "dora", Cause::hand);
    ASSERT_TRUE(third && fourth);
    EXPECT_FALSE(third->joined);
    EXPECT_TRUE(fourth->joined);
    office.during = {};
  };
  office.run_all(*jobs);
  EXPECT_THAT(office.runs, ElementsAre("refresh", "refresh"));
  const auto unknown = jobs->request("nonsense", "anna", Cause::hand);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
  EXPECT_THAT(unknown.error().hint, HasSubstr("refresh, weekly_report"));
}

TEST(Jobs, TellsStepsAndProgressInTheirOrder) {
  Office office;
  auto jobs = office.open_jobs();
  std::vector<std::string> told;
  {
    const auto subscription = jobs->subscribe([&](const Job& job) {
      told.push_back(std::string{state_name(job.state)} + " " + job.progress.step + " " +
                     std::to_string(job.progress.done));
    });
    static_cast<void>(jobs->request("refresh", "", Cause::start));
    office.run_all(*jobs);
  }
  EXPECT_THAT(told, ElementsAre("queued  0", "running  0", "running sync 0", "running sync 3",
                                "running figures 0", "running words 0", "done words 0"));
  static_cast<void>(jobs->request("refresh", "", Cause::start));
  EXPECT_THAT(told, SizeIs(7));
}

TEST(Jobs, HoldsBackProgressThatComesTooOften) {
  Office office;
  auto jobs = office.open_jobs({JobKind{"busy", "", [&](JobContext& context) -> Result<JsonDocument> {
                                          context.begin_step("counting");
                                          for (int i = 1; i <= 100; ++i) {
                                            office.pass(Milliseconds{10});
                                            context.progress(i, 1000);
                                          }
                                          return JsonDocument::object();
                                        }}});
  int told = 0;
  const auto subscription = jobs->subscribe([&](const Job&) { ++told; });
  static_cast<void>(jobs->request("busy", "", Cause::hand));
  office.run_all(*jobs);
  // A second, one event every 200 ms: five; besides queued, running, the step, and done.
  EXPECT_EQ(told, 9);
}

TEST(Jobs, FailsWithTheStepsOwnError) {
  Office office;
  office.failure = Error{ErrorCode::throttled, "the tracker said to wait", {}, "try later"};
  auto jobs = office.open_jobs();
  const auto requested = jobs->request("refresh", "", Cause::hand);
  office.run_all(*jobs);
  const auto job = jobs->find(requested->job.id);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->state, JobState::failed);
  ASSERT_TRUE(job->error);
  EXPECT_EQ(job->error->code, ErrorCode::throttled);
  EXPECT_EQ(job->error->message, "the tracker said to wait");
  EXPECT_EQ(job->progress.step, "figures");
  EXPECT_EQ(to_json(*job)["error"]["code"], "throttled");
}

TEST(Jobs, CancelsWhatWaitsAndAsksWhatRunsToStop) {
  Office office;
  auto jobs = office.open_jobs();
  const auto waiting = jobs->request("refresh", "", Cause::hand);
  ASSERT_TRUE(jobs->cancel(waiting->job.id));
  office.run_all(*jobs);
  EXPECT_THAT(office.runs, IsEmpty());
  const auto running = jobs->request("refresh", "", Cause::hand);
  office.during = [&] { EXPECT_TRUE(jobs->cancel(running->job.id)); };
  office.run_all(*jobs);
  EXPECT_EQ(jobs->find(running->job.id)->state, JobState::cancelled);
  EXPECT_EQ(jobs->cancel(running->job.id).error().code, ErrorCode::conflict);
  EXPECT_EQ(jobs->cancel(999).error().code, ErrorCode::not_found);
  EXPECT_THAT(office.runs, ElementsAre("refresh"));
}

TEST(Jobs, StopsCleanlyAndGoesOnAtTheNextStart) {
  Office office;
  std::int64_t id = 0;
  {
    auto jobs = office.open_jobs();
    id = jobs->request("refresh", "", Cause::hand)->job.id;
    std::stop_source stop;
    office.during = [&] { stop.request_stop(); };
    ASSERT_TRUE(jobs->step(stop.get_token()));
    EXPECT_EQ(jobs->find(id)->state, JobState::interrupted);
    office.during = {};
  }
  auto jobs = office.open_jobs();
  EXPECT_EQ(jobs->find(id)->state, JobState::queued);
  // Nothing went wrong, so it does not count as an attempt.
  EXPECT_EQ(jobs->find(id)->attempt, 1);
  office.run_all(*jobs);
  EXPECT_EQ(jobs->find(id)->state, JobState::done);
}

TEST(Jobs, CatchesUpOnceAfterASleep) {
  Office office;
  auto jobs = office.open_jobs();
  auto schedule = schedule_from_json(R"({"name":"often","kind":"refresh","expression":"*/10 * * * *"})");
  ASSERT_TRUE(jobs->put_schedule(std::move(*schedule)));
  EXPECT_EQ(office.step(*jobs), office.start + std::chrono::minutes{10});
  EXPECT_THAT(office.runs, IsEmpty());
  office.pass(std::chrono::hours{50});
  EXPECT_EQ(office.step(*jobs), office.start + std::chrono::hours{50} + std::chrono::minutes{10});
  EXPECT_THAT(office.runs, SizeIs(1));
  EXPECT_EQ(jobs->list({})->front().cause, Cause::schedule);
  // Also when the program was not there; and a clock set back a little does not do it again.
  jobs.reset();
  office.pass(std::chrono::hours{50});
  jobs = office.open_jobs();
  static_cast<void>(office.step(*jobs));
  EXPECT_THAT(office.runs, SizeIs(2));
  office.pass(std::chrono::seconds{-30});
  static_cast<void>(office.step(*jobs));
  EXPECT_THAT(office.runs, SizeIs(2));
  // A clock that had been years ahead does not stop the schedule for years.
  office.pass(-std::chrono::days{400});
  static_cast<void>(office.step(*jobs));
  office.pass(std::chrono::minutes{10});
  static_cast<void>(office.step(*jobs));
  EXPECT_THAT(office.runs, SizeIs(3));
}

TEST(Jobs, ChangesSchedules) {
  Office office;
  auto jobs = office.open_jobs();
  auto schedule =
      schedule_from_json(R"({"name":"often","kind":"refresh","expression":"@hourly","on":false})");
  ASSERT_TRUE(jobs->put_schedule(*schedule));
  office.pass(std::chrono::hours{3});
  EXPECT_EQ(office.step(*jobs), std::nullopt);
  schedule->on = true;
  ASSERT_TRUE(jobs->put_schedule(*schedule));
  // What was missed while it was off is not caught up.
  EXPECT_EQ(office.step(*jobs), office.start + std::chrono::hours{4});
  EXPECT_THAT(office.runs, IsEmpty());
  schedule->kind = "nonsense";
  EXPECT_EQ(jobs->put_schedule(*schedule).error().code, ErrorCode::usage);
  EXPECT_THAT(*jobs->schedules(), SizeIs(1));
  EXPECT_TRUE(jobs->remove_schedule("often"));
  EXPECT_EQ(jobs->remove_schedule("often").error().code, ErrorCode::not_found);
  EXPECT_THAT(*jobs->schedules(), IsEmpty());
}

TEST(Jobs, ListsInPagesAndForgetsTheOld) {
  Office office;
  JobsOptions options;
  options.keep = 3;
  options.keep_for = std::chrono::days{10};
  auto jobs = office.open_jobs(options);
  for (int i = 0; i < 5; ++i) {
    static_cast<void>(jobs->request("refresh", "", Cause::hand));
    static_cast<void>(jobs->request("weekly_report", "", Cause::hand));
    office.run_all(*jobs);
    office.pass(std::chrono::hours{1});
  }
  EXPECT_THAT(*jobs->list({}), SizeIs(6));
  JobFilter filter;
  filter.kind = "refresh";
  filter.limit = 2;
  const auto page = jobs->list(filter);
  ASSERT_THAT(*page, SizeIs(2));
  EXPECT_GT(page->at(0).id, page->at(1).id);
  filter.before = page->at(1).id;
  EXPECT_THAT(*jobs->list(filter), SizeIs(1));
  filter = {};
  filter.state = JobState::failed;
  EXPECT_THAT(*jobs->list(filter), IsEmpty());
  office.pass(std::chrono::days{11});
  static_cast<void>(jobs->request("refresh", "", Cause::hand));
  office.run_all(*jobs);
  EXPECT_THAT(*jobs->list({}), SizeIs(1));
}

TEST(Jobs, BelongToOneProcess) {
  Office office;
  const auto jobs = office.open_jobs();
  const auto second = Jobs::open(office.folder.path(), {}, {}, [] { return Instant{}; });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  struct stat status{};
  ASSERT_EQ(::stat((office.folder / "jobs.db").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

}  // namespace
}  // namespace stint::jobs
