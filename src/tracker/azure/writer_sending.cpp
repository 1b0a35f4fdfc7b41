// Requests of a plan, tried and sent.
#include <fmt/format.h>
#include <utility>

#include "tracker/azure/relations.h"
#include "tracker/azure/writer.h"
#include "tracker/json_values.h"

namespace stint::tracker::azure {
namespace {

bool is_patch(const WireRequest& request) {
  return request.content_type == kPatchType;
}

RestRequest rest_request(const WireRequest& wire) {
  RestRequest request;
  request.method = wire.method;
  request.path = wire.path;
  if (!wire.body.empty()) {
    request.body = wire.body;
    request.content_type = wire.content_type;
  }
  return request;
}

WriteFault fault_of(RestFault fault) {
  if (is_conflict(fault)) {
    fault.error.code = ErrorCode::conflict;
    if (fault.error.hint.empty()) fault.error.hint = "look at the work item again";
    return {WriteFault::Kind::conflict, std::move(fault.error)};
  }
  return {fault.may_have_been_done ? WriteFault::Kind::unknown : WriteFault::Kind::refused,
          std::move(fault.error)};
}

// "System.LinkTypes.Related:12" of a patch that adds a link.
std::string added_link(const std::string& body) {
  json::Parser parser;
  const auto root = parser.parse(body);
  if (!root) return {};
  const json::Items operations = root->items();
  for (const json::Value operation : operations) {
    if (operation["path"].text() != "/relations/-") continue;
    const json::Value value = operation["value"];
    if (value["rel"].text() == kParent) continue;
    return fmt::format("{}:{}", value["rel"].text(), related_work_item(value));
  }
  return {};
}

// The number behind "/workitems/" or "/workItems/" of a path.
std::string work_item_of_path(std::string_view path) {
  const std::size_t at = path.find("tems/");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = path.substr(at + 5);
  return std::string{rest.substr(0, rest.find_first_not_of("0123456789"))};
}

}  // namespace

Outcome Writer::check(const Proposal& proposal) {
  for (const WireRequest& request : proposal.requests) {
    if (!is_patch(request)) continue;
    RestRequest asked = rest_request(request);
    asked.path += asked.path.find('?') == std::string::npos ? "?validateOnly=true" : "&validateOnly=true";
    auto answer = api_.write(std::move(asked));
    if (!answer) {
      RestFault fault = std::move(answer).error();
      if (is_conflict(fault)) fault.error.code = ErrorCode::conflict;
      return fail(std::move(fault.error));
    }
  }
  return {};
}

std::expected<Receipt, WriteFault> Writer::perform(const WireRequest& request) {
  auto answer = api_.write(rest_request(request));
  if (!answer) return std::unexpected(fault_of(std::move(answer).error()));
  Receipt receipt;
  const json::Value root = answer->root;
  if (is_patch(request)) {
    receipt.issue_id = id_text_of(root["id"]);
    receipt.version = id_text_of(root["rev"]);
    receipt.made_id = added_link(request.body);
  } else {
    receipt.issue_id = work_item_of_path(request.path);
    if (request.method == "POST") {
      receipt.made_id = id_text_of(root["id"]);
      if (receipt.made_id.empty()) receipt.made_id = id_text_of(root["commentId"]);
    }
  }
  receipt.issue_key = receipt.issue_id;
  return receipt;
}

Result<std::vector<Receipt>> Writer::find_created(const CreateIssue& create, Instant since) {
  WorkItemQuery asked;
  asked.projects = {create.project};
  if (create.marker.empty()) {
    // Clocks differ.
    asked.created_since = since - std::chrono::minutes{5};
    asked.created_by_me = true;
    asked.title = create.summary;
  } else {
    asked.tag = create.marker;
  }
  STINT_ASSIGN(ids, reader_.query(asked, kBatch));
  STINT_ASSIGN(entries, reader_.revisions(ids));
  std::vector<Receipt> receipts;
  for (Entry& entry : entries) receipts.push_back({entry.id, entry.id, "", std::move(entry.mark)});
  return receipts;
}

}  // namespace stint::tracker::azure
