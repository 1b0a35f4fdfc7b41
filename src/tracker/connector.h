// A live tracker. One implementation per product; find_product() and the table in connectors.cpp name them.
//
// Reading is made of two questions: which issues there are (list), and what they hold (read). An answer is
// whole or says what is missing (Unreadable, Listing::unreadable); an error means that nothing came. All
// methods block, and may be called from several threads at once.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "outbound/delivery.h"
#include "tracker/connection.h"
#include "tracker/reading.h"
#include "tracker/webhook.h"
#include "tracker/writing.h"

namespace stint::tracker {

struct Capabilities {
  std::size_t read_batch = 100;  // ids that read() takes at once
  unsigned concurrency = 4;      // read() at once, by the tracker's limits
  // How long after a change a list may not show it yet: lists of changes begin that much earlier.
  Milliseconds list_lag{0};
  bool sprints = true;
  bool locks = false;          // the tracker refuses a write to what has changed; else we look before
  bool checks_writes = false;  // check() asks the tracker
};

// Something an account needs to be allowed.
struct PermissionCheck {
  std::string what;  // "see the issues of PAY", "edit issues of PAY"
  bool granted = false;
  bool needed_to_read = true;  // false: only for writing
  std::string hint;            // which permission or scope is missing, as the tracker calls it
};

class Connector {
 public:
  Connector() = default;
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  virtual ~Connector() = default;

  [[nodiscard]] virtual const Capabilities& capabilities() const = 0;

  // Errors: ErrorCode::authentication for wrong credentials, not_found when there is no such tracker at the
  // URL, as of outbound.
  [[nodiscard]] virtual Result<Account> account() = 0;
  // With scope.since capacities are left out of sprints that had ended by then; all the rest comes whole.
  [[nodiscard]] virtual Result<Catalogue> discover(const Scope& scope) = 0;
  // A page of what is there; `cursor` is empty for the first one, else Listing::next of the page before. An
  // issue may come twice, and one that is changed in between may be on two pages; none is left out that was
  // there all the time. With `scope.whole` issues may come whole (Listing::issues).
  [[nodiscard]] virtual Result<Listing> list(const Scope& scope, const std::string& cursor) = 0;
  // At most capabilities().read_batch ids. Each id is in exactly one of the answer's three lists, or, with
  // only a part of it missing, in `issues` and in `unreadable`.
  [[nodiscard]] virtual Result<Reading> read(std::span<const std::string> ids) = 0;
  [[nodiscard]] virtual Result<std::vector<PermissionCheck>> check_permissions(const Scope& scope) = 0;

  // The issue of that key or id, now. ErrorCode::not_found when there is none.
  [[nodiscard]] virtual Result<Target> target(std::string_view issue) = 0;
  // What the write would send and change. Asks the tracker for names and transitions, changes nothing.
  // `target` is null for CreateIssue. ErrorCode::usage names what cannot be, and what can.
  [[nodiscard]] virtual Result<Proposal> propose(const Write& write, const Target* target) = 0;
  // Asks the tracker whether it would take the requests, where it can.
  [[nodiscard]] virtual Outcome check(const Proposal& proposal) = 0;
  // Sends the request, once: nothing that may have arrived is repeated.
  [[nodiscard]] virtual std::expected<Receipt, WriteFault> perform(const WireRequest& request) = 0;
  // Issues that may be the one a create made which nobody has heard of since: by its marker, else by reporter
  // (us), summary and time. None: not there (yet, lists lag).
  [[nodiscard]] virtual Result<std::vector<Receipt>> find_created(const CreateIssue& create,
                                                                  Instant since) = 0;
};

// `delivery` has to outlive it.
[[nodiscard]] std::unique_ptr<Connector> make_jira_cloud(Connection connection, outbound::Delivery& delivery,
                                                         std::stop_token stop);
[[nodiscard]] std::unique_ptr<Connector> make_jira_data_center(Connection connection,
                                                               outbound::Delivery& delivery,
                                                               std::stop_token stop);
[[nodiscard]] std::unique_ptr<Connector> make_azure_devops(Connection connection,
                                                           outbound::Delivery& delivery,
                                                           std::stop_token stop);
[[nodiscard]] std::unique_ptr<Connector> make_taiga(Connection connection, outbound::Delivery& delivery,
                                                    std::stop_token stop);

struct WebhookFunctions {
  bool (*is_genuine)(const WebhookRequest& request, const Secret& secret);
  std::optional<WebhookEvent> (*read)(json::Value root);  // nothing for what is no event
};

// One row per product.
struct ProductInfo {
  Product product;
  std::string_view name;   // for options and JSON: "jira-cloud"
  std::string_view title;  // "Jira Cloud"
  std::unique_ptr<Connector> (*make)(Connection, outbound::Delivery&, std::stop_token);
  WebhookFunctions webhook;
};
[[nodiscard]] std::span<const ProductInfo> products();
[[nodiscard]] const ProductInfo& product_info(Product product);
[[nodiscard]] const ProductInfo* find_product(std::string_view name);

}  // namespace stint::tracker
