// Reports that a running server makes by itself: those that are kept, and summaries that are sent.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "jobs/alerts/alerts.h"
#include "jobs/queue/job.h"
#include "lib/nlohmann/json_document.h"
#include "report/archive.h"
#include "workspace/workspace.h"

namespace stint::app {

// Outlives the jobs made from it. Safe from several threads.
class Reporting {
 public:
  struct Edge {
    std::function<Instant()> now;
    std::function<Outcome()> refresh;  // takes in what others have written to the store
    std::string link;                  // to the page, without a slash at its end
    std::string program_version;
    bool people = true;  // whether reports say something of persons
  };
  Reporting(workspace::Workspace& workspace, const report::Archive& archive, Edge edge)
      : workspace_(workspace), archive_(archive), edge_(std::move(edge)) {}

  // Summaries go out through this from then on; made after the jobs' kinds, hence not at construction.
  void set_alerts(jobs::Alerts& alerts) { alerts_ = &alerts; }

  // "report", "weekly_summary", "daily_hygiene"
  [[nodiscard]] std::vector<jobs::JobKind> kinds();

  // As the first start has them: {"name", "kind", "expression"}.
  [[nodiscard]] static std::vector<std::string> usual_schedules();

 private:
  struct Sent {
    int sent = 0;
    int already = 0;  // in this period
    int nothing = 0;  // to say
  };
  [[nodiscard]] Result<JsonDocument> keep_report();
  [[nodiscard]] Result<JsonDocument> send_summaries(jobs::SummaryKind kind, const jobs::JobContext& context);
  [[nodiscard]] Outcome send(const jobs::SummaryRule& rule, Day today, Sent& counts);

  workspace::Workspace& workspace_;
  const report::Archive& archive_;
  const Edge edge_;
  jobs::Alerts* alerts_ = nullptr;
};

}  // namespace stint::app
