// A live Jira, of either edition.
#pragma once

#include "tracker/connector.h"
#include "tracker/jira/fields.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

class LiveJira final : public Connector {
 public:
  LiveJira(Connection&& connection, Edition edition, outbound::Delivery& delivery, std::stop_token stop);

  [[nodiscard]] const Capabilities& capabilities() const override { return capabilities_; }
  [[nodiscard]] Result<Account> account() override;
  [[nodiscard]] Result<Catalogue> discover(const Scope& scope) override;
  [[nodiscard]] Result<Listing> list(const Scope& scope, const std::string& cursor) override;
  [[nodiscard]] Result<Reading> read(std::span<const std::string> ids) override;
  [[nodiscard]] Result<std::vector<PermissionCheck>> check_permissions(const Scope& scope) override;
  [[nodiscard]] Result<Target> target(std::string_view issue) override;
  [[nodiscard]] Result<Proposal> propose(const Write& write, const Target* target) override;
  [[nodiscard]] Outcome check(const Proposal& proposal) override;
  [[nodiscard]] std::expected<Receipt, WriteFault> perform(const WireRequest& request) override;
  [[nodiscard]] Result<std::vector<Receipt>> find_created(const CreateIssue& create, Instant since) override;

 private:
  const Capabilities capabilities_;
  Site site_;
  FieldBook fields_;
};

}  // namespace stint::tracker::jira
