// The thread around a step.
#include "jobs/worker.h"

#include <future>
#include <gtest/gtest.h>

#include "jobs/scene.h"

namespace stint::jobs {
namespace {

TEST(Worker, DoesWhatItIsWokenForAndStops) {
  std::promise<void> first;
  std::promise<void> second;
  int steps = 0;
  Worker worker{[&](const std::stop_token&) -> Result<std::optional<Instant>> {
                  ++steps;
                  if (steps == 1) first.set_value();
                  if (steps == 2) second.set_value();
                  return std::optional<Instant>{};
                },
                [] { return Instant{}; }, [](const Error&) {}};
  first.get_future().wait();
  worker.wake();
  second.get_future().wait();
}

TEST(Worker, ComplainsAndGoesOn) {
  std::promise<std::string> complaint;
  std::promise<void> again;
  bool failed = false;
  Worker worker{[&](const std::stop_token&) -> Result<std::optional<Instant>> {
                  if (!std::exchange(failed, true)) return fail(ErrorCode::failure, "the disk is full");
                  again.set_value();
                  return std::optional<Instant>{};
                },
                [] { return Instant{}; }, [&](const Error& error) { complaint.set_value(error.message); }};
  EXPECT_EQ(complaint.get_future().get(), "the disk is full");
  worker.wake();
  again.get_future().wait();
}

TEST(Worker, AsksRunningWorkToStop) {
  Office office;
  std::promise<void> begun;
  auto jobs =
      office.open_jobs({JobKind{"long", "", [&](JobContext& context) -> Result<JsonDocument> {
                                  begun.set_value();
                                  std::promise<void> stopped;
                                  const std::stop_callback call{context.stop(), [&] { stopped.set_value(); }};
                                  stopped.get_future().wait();
                                  return fail(ErrorCode::failure, "stopped");
                                }}});
  std::optional<Worker> worker;
  worker.emplace([&](const std::stop_token& stop) { return jobs->step(stop); }, office.clock(),
                 [](const Error&) {});
  jobs->on_new_work([&] { worker->wake(); });
  const auto requested = jobs->request("long", "anna", Cause::hand);
  begun.get_future().wait();
  worker.reset();
  EXPECT_EQ(jobs->find(requested->job.id)->state, JobState::interrupted);
}

TEST(Worker, ServesManyWhoAskAtOnce) {
  Office office;
  std::atomic<int> runs{0};
  std::promise<void> enough;
  auto jobs = office.open_jobs({JobKind{"quick", "", [&](JobContext& context) -> Result<JsonDocument> {
                                          context.begin_step("one");
                                          ++runs;
                                          return JsonDocument::object();
                                        }}});
  std::atomic<int> told{0};
  const auto subscription = jobs->subscribe([&](const Job&) { ++told; });
  std::optional<Worker> worker;
  worker.emplace([&](const std::stop_token& stop) { return jobs->step(stop); }, office.clock(),
                 [](const Error&) {});
  jobs->on_new_work([&] { worker->wake(); });
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < 4; ++i) {
      people.emplace_back([&] {
        for (int k = 0; k < 10; ++k) {
          const auto requested = jobs->request("quick", "", Cause::hand);
          EXPECT_TRUE(requested);
          EXPECT_TRUE(jobs->list({}));
          EXPECT_TRUE(jobs->find(requested->job.id));
        }
      });
    }
  }
  std::promise<void> idle;
  const auto last = jobs->request("quick", "", Cause::hand);
  const auto until = jobs->subscribe([&, done = false](const Job& job) mutable {
    if (job.id >= last->job.id && is_final(job.state) && !std::exchange(done, true)) idle.set_value();
  });
  if (!is_final(jobs->find(last->job.id)->state)) idle.get_future().wait();
  worker.reset();
  EXPECT_GE(runs, 2);
  EXPECT_GT(told, runs.load());
  JobFilter waiting;
  waiting.state = JobState::running;
  EXPECT_TRUE(jobs->list(waiting)->empty());
}

}  // namespace
}  // namespace stint::jobs
