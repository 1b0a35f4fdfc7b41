// Azure DevOps Services and Server behind the interface of all trackers.
#include "tracker/connector.h"

#include <fmt/format.h>
#include <utility>

#include "lib/curl/url.h"
#include "outbound/retry_after.h"
#include "tracker/azure/api.h"
#include "tracker/azure/discovery.h"
#include "tracker/azure/patch.h"
#include "tracker/azure/reader.h"
#include "tracker/azure/writer.h"

namespace stint::tracker {
namespace {

using curl::url_encoded;

// What the account of nobody is called in a public organisation.
constexpr std::string_view kAnonymous = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

class AzureDevOps final : public Connector {
 public:
  AzureDevOps(Connection connection, outbound::Delivery& delivery, std::stop_token stop)
      : connection_(std::move(connection)), api_(connection_, delivery, std::move(stop)) {
    capabilities_.read_batch = azure::kBatch;
    capabilities_.concurrency = 2;  // each of them sends kRequestsAtOnce
    // Queries may be answered from a copy that is a little behind.
    capabilities_.list_lag = std::chrono::minutes{10};
    capabilities_.locks = true;
    capabilities_.checks_writes = true;
  }

  [[nodiscard]] const Capabilities& capabilities() const override { return capabilities_; }
  [[nodiscard]] Result<Account> account() override;
  [[nodiscard]] Result<Catalogue> discover(const Scope& scope) override { return discovery_.discover(scope); }
  [[nodiscard]] Result<Listing> list(const Scope& scope, const std::string& cursor) override {
    return reader_.list(scope, cursor);
  }
  [[nodiscard]] Result<Reading> read(std::span<const std::string> ids) override { return reader_.read(ids); }
  [[nodiscard]] Result<std::vector<PermissionCheck>> check_permissions(const Scope& scope) override;
  [[nodiscard]] Result<Target> target(std::string_view issue) override;
  [[nodiscard]] Result<Proposal> propose(const Write& write, const Target* target) override {
    return writer_.propose(write, target);
  }
  [[nodiscard]] Outcome check(const Proposal& proposal) override { return writer_.check(proposal); }
  [[nodiscard]] std::expected<Receipt, WriteFault> perform(const WireRequest& request) override {
    return writer_.perform(request);
  }
  [[nodiscard]] Result<std::vector<Receipt>> find_created(const CreateIssue& create, Instant since) override {
    return writer_.find_created(create, since);
  }

 private:
  [[nodiscard]] PermissionCheck may_create(const std::string& project);

  const Connection connection_;
  Capabilities capabilities_;
  azure::Api api_;
  azure::Discovery discovery_{api_};
  azure::Reader reader_{api_, discovery_};
  azure::Writer writer_{api_, discovery_, reader_};
};

Result<Account> AzureDevOps::account() {
  auto answer = api_.get("/_apis/connectionData", azure::Preview::connection);
  if (!answer) return fail(std::move(answer).error().error);
  const json::Value user = answer->root["authenticatedUser"];
  Account account;
  account.id = user["id"].text();
  if (account.id.empty() || account.id == kAnonymous)
    return fail(ErrorCode::authentication, "Azure DevOps does not know who is asking", "",
                "look at the personal access token");
  account.name = user["customDisplayName"].text(user["providerDisplayName"].text());
  const bool server = answer->root["deploymentType"].text() == "onPremises";
  account.version = fmt::format("Azure DevOps {}, API {}", server ? "Server" : "Services", api_.version());
  if (const auto date = curl::find_header(answer->headers, "Date"))
    account.server_time = outbound::parse_http_date(*date, Instant{});
  return account;
}

Result<Target> AzureDevOps::target(std::string_view issue) {
  const std::string id{issue.starts_with('#') ? issue.substr(1) : issue};
  STINT_ASSIGN(reading, reader_.read(std::span{&id, 1}));
  if (!reading.issues.empty()) {
    Target target{std::move(reading.issues.front()), {}};
    target.version = target.record.mark;
    return target;
  }
  if (!reading.unreadable.empty()) return fail(std::move(reading.unreadable.front().error));
  return fail(ErrorCode::not_found, fmt::format("there is no work item {}, or not for this account", id), "",
              "work items are named by their numbers");
}

// By asking whether a work item could be made, of the first type there is, without making it.
PermissionCheck AzureDevOps::may_create(const std::string& project) {
  PermissionCheck check{fmt::format("edit work items of {}", project), false, false,
                        "the token needs the scope \"Work Items (read & write)\", the account the permission "
                        "\"Edit work items in this node\""};
  const auto types = discovery_.types(project);
  if (!types || (*types)->all().empty()) return check;
  std::string type = (*types)->all().front().name;
  if ((*types)->find("Task") != nullptr) type = "Task";
  azure::Patch patch;
  patch.set(azure::field::kTitle, "May this be made?");
  RestRequest request;
  request.method = "POST";
  request.path = api_.versioned(
      fmt::format("/{}/_apis/wit/workitems/${}?validateOnly=true", url_encoded(project), url_encoded(type)));
  request.body = patch.text();
  request.content_type = azure::kPatchType;
  const auto answer = api_.write(std::move(request));
  // A rule of the process that is not kept is no lack of permission, but TF237111 is.
  const bool forbidden = !answer && (answer.error().status != 400 ||
                                     azure::words_of_error(answer.error().body).starts_with("TF237111"));
  check.granted = !forbidden;
  if (check.granted) check.hint.clear();
  return check;
}

Result<std::vector<PermissionCheck>> AzureDevOps::check_permissions(const Scope& scope) {
  STINT_TRY(account());
  std::vector<PermissionCheck> checks{{"sign in", true, true, ""}};
  const auto add = [&](std::string what, bool granted, bool needed, std::string_view hint) {
    checks.push_back({std::move(what), granted, needed, granted ? "" : std::string{hint}});
  };
  const auto projects = discovery_.projects(scope);
  add("see the projects", projects && !projects->empty(), true,
      "the token needs the scope \"Project and Team (read)\", the account \"View project-level "
      "information\"");
  if (!projects) return checks;
  for (const std::string& project : *projects) {
    const bool types = discovery_.types(project).has_value();
    azure::WorkItemQuery query;
    query.projects = {project};
    const bool items = types && reader_.query(query, 1).has_value();
    add(fmt::format("see the work items of {}", project), items, true,
        "the token needs the scope \"Work Items (read)\", the account \"View work items in this node\"");
    const bool teams =
        api_.get(fmt::format("/_apis/projects/{}/teams?$top=1", url_encoded(project))).has_value();
    add(fmt::format("see the teams of {}", project), teams, true,
        "the token needs the scope \"Project and Team (read)\"");
    // Of its default team, which every project has.
    const bool sprints = api_.get(fmt::format("/{}/_apis/work/teamsettings/iterations?$timeframe=current",
                                              url_encoded(project)))
                             .has_value();
    add(fmt::format("see the sprints and capacities of {}", project), sprints, true,
        "the token needs the scope \"Work Items (read)\", the account \"View project-level information\"");
    if (items) checks.push_back(may_create(project));
  }
  return checks;
}

}  // namespace

std::unique_ptr<Connector> make_azure_devops(Connection connection, outbound::Delivery& delivery,
                                             std::stop_token stop) {
  return std::make_unique<AzureDevOps>(std::move(connection), delivery, std::move(stop));
}

}  // namespace stint::tracker
