// A tracker in memory that does to requests what a script says.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "tracker/connector.h"

namespace stint::test {

// What happens to a request.
enum class Fate {
  done,
  refused,
  conflict,
  lost_before,   // no answer, nothing done
  lost_after,    // no answer, done
  crash_before,  // the process ends before it was sent: `Crash` is thrown
  crash_after,   // and after it took effect
};
struct Crash {};

// Safe from several threads.
class ScriptedConnector final : public tracker::Connector {
 public:
  ScriptedConnector();

  // What comes first is for the first request; without a script all is done.
  std::deque<Fate> fates;
  // A change of somebody else, between the look at the target and the request.
  std::function<void(ScriptedConnector&)> before_perform;
  int looks_until_found = 0;    // find_created finds nothing until then
  int unreachable_targets = 0;  // target() fails as often
  tracker::Capabilities rules;
  Instant time{std::chrono::hours{24 * 20'000}};

  int performed = 0;                             // requests that came
  int asked = 0;                                 // questions: target, propose, find_created
  std::map<std::string, tracker::Issue> issues;  // by id
  std::map<std::string, int> versions;

  void change(const std::string& id, const std::function<void(tracker::Issue&)>& edit);
  [[nodiscard]] std::vector<std::string> keys_with_summary(std::string_view summary) const;

  [[nodiscard]] const tracker::Capabilities& capabilities() const override { return rules; }
  [[nodiscard]] Result<tracker::Account> account() override;
  [[nodiscard]] Result<tracker::Catalogue> discover(const tracker::Scope& scope) override;
  [[nodiscard]] Result<tracker::Listing> list(const tracker::Scope& scope,
                                              const std::string& cursor) override;
  [[nodiscard]] Result<tracker::Reading> read(std::span<const std::string> ids) override;
  [[nodiscard]] Result<std::vector<tracker::PermissionCheck>> check_permissions(
      const tracker::Scope& scope) override;
  [[nodiscard]] Result<tracker::Target> target(std::string_view issue) override;
  [[nodiscard]] Result<tracker::Proposal> propose(const tracker::Write& write,
                                                  const tracker::Target* target) override;
  [[nodiscard]] Outcome check(const tracker::Proposal& proposal) override;
  [[nodiscard]] std::expected<tracker::Receipt, tracker::WriteFault> perform(
      const tracker::WireRequest& request) override;
  [[nodiscard]] Result<std::vector<tracker::Receipt>> find_created(const tracker::CreateIssue& create,
                                                                   Instant since) override;

 private:
  [[nodiscard]] tracker::Issue* find(std::string_view key_or_id);
  [[nodiscard]] tracker::Receipt act(const tracker::WireRequest& request);

  mutable std::recursive_mutex mutex_;
  int next_id_ = 100;
};

}  // namespace stint::test
