// Taiga behind the interface of all trackers.
#include "tracker/connector.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "tracker/taiga/api.h"
#include "tracker/taiga/reader.h"
#include "tracker/taiga/writer.h"

namespace stint::tracker {
namespace {

class Taiga final : public Connector {
 public:
  Taiga(Connection connection, outbound::Delivery& delivery, std::stop_token stop)
      : connection_(std::move(connection)), api_(connection_, delivery, std::move(stop)) {
    capabilities_.read_batch = 50;
    capabilities_.concurrency = 2;  // each of them sends kRequestsAtOnce
    capabilities_.locks = true;
  }

  [[nodiscard]] const Capabilities& capabilities() const override { return capabilities_; }
  [[nodiscard]] Result<Account> account() override { return reader_.account(); }
  [[nodiscard]] Result<Catalogue> discover(const Scope& scope) override { return reader_.discover(scope); }
  [[nodiscard]] Result<Listing> list(const Scope& scope, const std::string& cursor) override {
    return reader_.list(scope, cursor);
  }
  [[nodiscard]] Result<Reading> read(std::span<const std::string> ids) override { return reader_.read(ids); }
  [[nodiscard]] Result<std::vector<PermissionCheck>> check_permissions(const Scope& scope) override;
  [[nodiscard]] Result<Target> target(std::string_view issue) override;
  [[nodiscard]] Result<Proposal> propose(const Write& write, const Target* target) override {
    return writer_.propose(write, target);
  }
  // Taiga cannot be asked.
  [[nodiscard]] Outcome check(const Proposal& /*proposal*/) override { return {}; }
  [[nodiscard]] std::expected<Receipt, WriteFault> perform(const WireRequest& request) override {
    return writer_.perform(request);
  }
  [[nodiscard]] Result<std::vector<Receipt>> find_created(const CreateIssue& create, Instant since) override {
    return writer_.find_created(create, since);
  }

 private:
  Capabilities capabilities_;
  const Connection connection_;
  taiga::Api api_;
  taiga::Reader reader_{api_};
  taiga::Writer writer_{api_, reader_};
};

Result<Target> Taiga::target(std::string_view issue) {
  STINT_ASSIGN(id, reader_.resolve(issue));
  STINT_ASSIGN(reading, reader_.read(std::span{&id, 1}));
  if (!reading.issues.empty()) {
    Target target{std::move(reading.issues.front()), {}};
    target.version = target.record.mark;
    return target;
  }
  if (!reading.unreadable.empty()) return fail(std::move(reading.unreadable.front().error));
  return fail(ErrorCode::not_found, fmt::format("there is no {}, or not for this account", issue));
}

Result<std::vector<PermissionCheck>> Taiga::check_permissions(const Scope& scope) {
  STINT_TRY(account());
  std::vector<PermissionCheck> checks{{"sign in", true, true, ""}};
  STINT_ASSIGN(projects, reader_.projects(scope));
  for (const auto& project : projects) {
    const auto add = [&](std::string_view verb, std::string_view what, std::string_view permission,
                         bool needed) {
      const bool granted =
          project->admin || std::ranges::find(project->permissions, permission) != project->permissions.end();
      checks.push_back({fmt::format("{} the {} of {}", verb, what, project->slug), granted, needed,
                        granted ? "" : fmt::format("the role lacks the permission {}", permission)});
    };
    for (const taiga::KindInfo& kind : taiga::kinds()) add("see", kind.folder, kind.view, true);
    add("see", "sprints", "view_milestones", true);
    for (const taiga::KindInfo& kind : taiga::kinds()) add("edit", kind.folder, kind.modify, false);
  }
  return checks;
}

}  // namespace

std::unique_ptr<Connector> make_taiga(Connection connection, outbound::Delivery& delivery,
                                      std::stop_token stop) {
  return std::make_unique<Taiga>(std::move(connection), delivery, std::move(stop));
}

}  // namespace stint::tracker
