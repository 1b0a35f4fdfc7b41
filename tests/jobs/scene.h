// A data folder with a clock of its own, and work that writes down that it was done.
#pragma once

#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jobs/queue/jobs.h"
#include "support/scratch.h"

namespace stint::jobs {

struct Office {
  test::Scratch folder;
  const Instant start = *parse_iso_instant("2026-11-20T08:00:00Z");
  Instant now = start;
  std::vector<std::string> runs;
  std::function<void()> during;  // called in the middle of a refresh
  std::optional<Error> failure;  // of its step "figures"

  void pass(Milliseconds time) { now += time; }
  [[nodiscard]] std::function<Instant()> clock() {
    return [this] { return now; };
  }

  [[nodiscard]] std::vector<JobKind> kinds() {
    const auto nothing = [](JobContext&) -> Result<JsonDocument> { return JsonDocument::object(); };
    return {JobKind{"refresh", "brings everything up to date",
                    chain({{"sync",
                            [this](JobContext& context) -> Result<JsonDocument> {
                              runs.emplace_back("refresh");
                              if (during) during();
                              context.progress(3, 3, "issues");
                              return JsonDocument{{"issues", 3}};
                            }},
                           {"figures",
                            [this](JobContext&) -> Result<JsonDocument> {
                              if (failure) return fail(*failure);
                              return JsonDocument::object();
                            }},
                           {"words", nothing}})},
            JobKind{"weekly_report", "", [this](JobContext&) -> Result<JsonDocument> {
                      runs.emplace_back("weekly_report");
                      return JsonDocument::object();
                    }}};
  }

  std::unique_ptr<Jobs> open_jobs(JobsOptions options = {}) { return open_jobs(kinds(), std::move(options)); }
  std::unique_ptr<Jobs> open_jobs(std::vector<JobKind> kinds, JobsOptions options = {}) {
    auto jobs = Jobs::open(folder.path(), std::move(kinds), {}, clock(), std::move(options));
    if (!jobs) {
      ADD_FAILURE() << jobs.error().to_string();
      std::abort();
    }
    return std::move(*jobs);
  }

  std::optional<Instant> step(Jobs& jobs) const {
    const auto next = jobs.step({});
    EXPECT_TRUE(next) << next.error().to_string();
    return next ? *next : std::nullopt;
  }
  // Until nothing is ready any more.
  void run_all(Jobs& jobs) {
    for (auto next = step(jobs); next && *next <= now;) next = step(jobs);
  }
};

}  // namespace stint::jobs
