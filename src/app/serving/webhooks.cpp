#include "app/serving/webhooks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/trackers.h"
#include "exchange/connections/seal_keys.h"

namespace stint::app {
namespace {

// Beyond so many, a list of what changed is quicker.
constexpr std::size_t kMostIssues = 500;
constexpr std::chrono::seconds kAgain{2};  // while somebody else writes to the store

Error stranger() {
  return {
      .code = ErrorCode::authentication,
      .message = "no connection of that name takes this request as its tracker's",
      .where = {},
      .hint = "give it a webhook with: stint connect NAME --webhook; and enter the secret in the tracker"};
}

}  // namespace

Webhooks::Webhooks(const Session& session, Edge edge) : session_(session), edge_(std::move(edge)) {}

Result<std::size_t> Webhooks::receive(std::string_view name, const tracker::WebhookRequest& request) {
  STINT_ASSIGN(all, connections(session_));
  const auto connection = std::ranges::find(all, name, &exchange::StoredConnection::name);
  if (connection == all.end() || !connection->has_webhook()) return fail(stranger());
  const exchange::Environment environment = environment_of(session_);
  STINT_ASSIGN(secret, exchange::webhook_secret_of(*connection, environment,
                                                   [&] { return exchange::seal_key(environment); }));
  // Nobody but Jira is asked what it is.
  const tracker::Product product = connection->product.value_or(tracker::Product::jira_data_center);
  if (!tracker::is_genuine(product, request, secret)) return fail(stranger());
  STINT_ASSIGN(event, tracker::read_webhook(product, request.body));
  const std::size_t count = event.issues.size();
  if (count == 0 && !event.catalogue) return count;
  {
    const std::lock_guard lock{mutex_};
    Noted& noted = noted_[connection->name];
    noted.everything = noted.everything || event.catalogue;
    noted.issues.insert(event.issues.begin(), event.issues.end());
    wake_();
  }
  return count;
}

void Webhooks::on_new_work(std::function<void()> wake) {
  const std::lock_guard lock{mutex_};
  wake_ = std::move(wake);
}

void Webhooks::note_again(const std::string& connection, Noted noted) {
  const std::lock_guard lock{mutex_};
  Noted& now = noted_[connection];
  now.everything = now.everything || noted.everything;
  now.issues.merge(noted.issues);
}

Outcome Webhooks::read(const std::string& name, const Noted& noted, const std::stop_token& stop) {
  if (noted.everything || noted.issues.size() > kMostIssues) return edge_.sync();
  STINT_ASSIGN(connection, find_connection(session_, name));
  exchange::SyncOptions options;
  options.stop = stop;
  const std::vector<std::string> ids{noted.issues.begin(), noted.issues.end()};
  STINT_ASSIGN(report, sync_issues_of(session_, connection, ids, std::move(options)));
  if (report.ended_by) return fail(std::move(*report.ended_by));
  return {};
}

Result<std::optional<Instant>> Webhooks::step(const std::stop_token& stop) {
  std::map<std::string, Noted, std::less<>> taken;
  {
    const std::lock_guard lock{mutex_};
    taken.swap(noted_);
  }
  if (taken.empty()) return std::optional<Instant>{};
  std::optional<Instant> again;
  std::optional<Error> failed;
  bool any_read = false;
  for (auto& [name, noted] : taken) {
    const auto outcome = read(name, noted, stop);
    any_read = any_read || outcome.has_value();
    // Who is forgotten is not asked again.
    if (outcome || outcome.error().code == ErrorCode::not_found) continue;
    if (outcome.error().code == ErrorCode::conflict) {
      again = edge_.now() + kAgain;
    } else {
      failed = outcome.error();
    }
    note_again(name, std::move(noted));
  }
  if (any_read) STINT_TRY(edge_.refreshed());
  if (failed) return fail(std::move(*failed));
  return again;
}

}  // namespace stint::app
