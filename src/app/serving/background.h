// What a running server does by itself: syncs, figures, words, alerts.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "app/session.h"
#include "jobs/alerts/alerts.h"
#include "jobs/queue/job.h"
#include "lib/nlohmann/json_document.h"
#include "workspace/workspace.h"

namespace stint::app {

// Outlives the jobs made from it. Safe from several threads.
class Background {
 public:
  // `changed` is called when there is a new snapshot. `link` leads to the page, without a slash at its end.
  Background(const Session& session, workspace::Workspace& workspace, std::string link,
             std::function<void()> changed);

  // Tells alerts what is new or worse since it was called last, whenever that was; the very first time it
  // only remembers what stands. How many were noted.
  [[nodiscard]] Result<std::size_t> tell_alerts();

  // Alerts are told through this from then on; made after the jobs' kinds, hence not at construction.
  void set_alerts(jobs::Alerts& alerts) { alerts_ = &alerts; }

  [[nodiscard]] std::vector<jobs::JobKind> kinds();

  // The next sync asks for boards, sprints and fields, however lately that was done.
  void ask_for_catalogue() { catalogue_changed_ = true; }

  // For GET /status: the trackers that are read, and how it went.
  [[nodiscard]] JsonDocument connections();

 private:
  [[nodiscard]] Result<JsonDocument> sync(jobs::JobContext& context);
  [[nodiscard]] Result<JsonDocument> figures(jobs::JobContext& context);
  [[nodiscard]] Result<JsonDocument> words(jobs::JobContext& context);
  [[nodiscard]] Result<JsonDocument> alerts(jobs::JobContext& context);
  void note_problem(const std::string& connection, std::string problem);

  const Session& session_;
  workspace::Workspace& workspace_;
  const std::string link_;
  const std::function<void()> changed_;
  jobs::Alerts* alerts_ = nullptr;
  std::atomic<bool> catalogue_changed_ = false;
  std::mutex telling_;  // one call of tell_alerts() at a time
  std::mutex mutex_;
  std::map<std::string, std::string> problems_;  // of the last sync, by connection
};

// What stood when alerts were told the last time: insight → how bad it was.
struct Stood {
  std::string severity;
  double cost = 0;
};
using StoodMap = std::map<std::string, Stood, std::less<>>;

// The insights that stand, as alerts see them, against what stood before; those about persons only where
// `people`.
[[nodiscard]] std::vector<jobs::AlertItem> alert_items(const workspace::Snapshot& snapshot,
                                                       const StoodMap& before, const std::string& link,
                                                       bool people);

}  // namespace stint::app
