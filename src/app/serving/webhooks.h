// What trackers tell by themselves: checked, gathered, and read soon after.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>

#include "app/session.h"
#include "base/instant.h"
#include "tracker/webhook.h"

namespace stint::app {

// Safe from several threads, but for step(), which one thread calls at a time.
//
// Nothing is kept on the disk: what is lost with the process is found by the next sync.
class Webhooks {
 public:
  struct Edge {
    std::function<Instant()> now;
    std::function<Outcome()> refreshed;  // issues were read: brings the figures up to date
    std::function<Outcome()> sync;       // asks for a sync of what changed, boards and sprints as well
  };
  Webhooks(const Session& session, Edge edge);

  // Notes what the request tells; how many issues are to be read. ErrorCode::authentication for whom we do
  // not know, ErrorCode::usage for what is no event.
  [[nodiscard]] Result<std::size_t> receive(std::string_view connection,
                                            const tracker::WebhookRequest& request);

  // Called when there is something for step() to do.
  void on_new_work(std::function<void()> wake);

  // Reads what was noted. Gives the time to try again, where somebody else writes to the store just now. An
  // error leaves what was not read noted.
  [[nodiscard]] Result<std::optional<Instant>> step(const std::stop_token& stop);

 private:
  struct Noted {
    std::set<std::string> issues;
    bool everything = false;  // rather a sync
  };
  [[nodiscard]] Outcome read(const std::string& connection, const Noted& noted, const std::stop_token& stop);
  void note_again(const std::string& connection, Noted noted);

  const Session& session_;
  const Edge edge_;
  std::mutex mutex_;
  std::map<std::string, Noted, std::less<>> noted_;  // by connection
  std::function<void()> wake_ = [] {};
};

}  // namespace stint::app
