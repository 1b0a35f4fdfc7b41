#include "tracker/jira/live.h"

#include <fmt/format.h>
#include <utility>

#include "tracker/jira/account.h"
#include "tracker/jira/catalogue.h"
#include "tracker/jira/cloud.h"
#include "tracker/jira/completion.h"
#include "tracker/jira/created.h"
#include "tracker/jira/data_center.h"
#include "tracker/jira/perform.h"
#include "tracker/jira/propose.h"

namespace stint::tracker {
namespace jira {
namespace {

Capabilities capabilities_of(Edition edition) {
  Capabilities capabilities;
  capabilities.read_batch = 100;
  capabilities.concurrency = 4;
  // Cloud's search index may be hours behind; a server's other nodes are minutes behind at worst.
  capabilities.list_lag = std::chrono::hours{edition == Edition::cloud ? 24 : 1};
  return capabilities;
}

}  // namespace

LiveJira::LiveJira(Connection&& connection, Edition edition, outbound::Delivery& delivery,
                   std::stop_token stop)
    : capabilities_(capabilities_of(edition)), site_(connection, edition, delivery, std::move(stop)) {}

Result<Account> LiveJira::account() {
  return read_account(site_);
}

Result<Catalogue> LiveJira::discover(const Scope& scope) {
  STINT_ASSIGN(catalogue, read_catalogue(site_, scope));
  fields_.learn(catalogue.fields);
  return catalogue;
}

Result<Listing> LiveJira::list(const Scope& scope, const std::string& cursor) {
  if (site_.cloud()) return list_cloud(site_, scope, cursor);
  if (!scope.whole) return list_data_center(site_, scope, cursor, {});
  STINT_ASSIGN(names, fields_.names(site_));
  return list_data_center(site_, scope, cursor, *names);
}

Result<Reading> LiveJira::read(std::span<const std::string> ids) {
  STINT_ASSIGN(names, fields_.names(site_));
  return site_.cloud() ? read_cloud(site_, ids, *names) : read_data_center(site_, ids, *names);
}

Result<std::vector<PermissionCheck>> LiveJira::check_permissions(const Scope& scope) {
  return jira::check_permissions(site_, scope);
}

Result<Target> LiveJira::target(std::string_view issue) {
  STINT_ASSIGN(names, fields_.names(site_));
  auto draft = get_draft(site_, issue, *names, Texts::for_editing);
  if (!draft) {
    RestFault& fault = draft.error();
    if (!says_not_there(fault)) return fail(std::move(fault.error));
    return fail(ErrorCode::not_found,
                fmt::format("there is no issue {}, or this account may not see it", issue));
  }
  Target target;
  target.version = draft->record.mark;
  std::vector<Draft> drafts{std::move(*draft)};
  std::vector<Unreadable> unreadable;
  complete(site_, drafts, unreadable);
  if (!unreadable.empty()) {
    Error error = std::move(unreadable.front().error);
    error.message = fmt::format("{}: {}", unreadable.front().what, error.message);
    return fail(std::move(error));
  }
  target.record = std::move(drafts.front().record);
  return target;
}

Result<Proposal> LiveJira::propose(const Write& write, const Target* target) {
  return jira::propose(site_, write, target);
}

Outcome LiveJira::check(const Proposal& /*proposal*/) {
  return {};
}

std::expected<Receipt, WriteFault> LiveJira::perform(const WireRequest& request) {
  return jira::perform(site_, request);
}

Result<std::vector<Receipt>> LiveJira::find_created(const CreateIssue& create, Instant since) {
  return jira::find_created(site_, create, since);
}

}  // namespace jira

std::unique_ptr<Connector> make_jira_cloud(Connection connection, outbound::Delivery& delivery,
                                           std::stop_token stop) {
  return std::make_unique<jira::LiveJira>(std::move(connection), jira::Edition::cloud, delivery,
                                          std::move(stop));
}

std::unique_ptr<Connector> make_jira_data_center(Connection connection, outbound::Delivery& delivery,
                                                 std::stop_token stop) {
  return std::make_unique<jira::LiveJira>(std::move(connection), jira::Edition::data_center, delivery,
                                          std::move(stop));
}

}  // namespace stint::tracker
