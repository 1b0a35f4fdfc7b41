// Requests of a plan, sent.
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/json_values.h"
#include "tracker/taiga/item.h"
#include "tracker/taiga/writer.h"

namespace stint::tracker::taiga {
namespace {

// The kind and number that a request below /api/v1 is about: "/userstories/12", "/history/userstory/12/…".
std::optional<ItemId> item_of_path(std::string_view path) {
  for (const KindInfo& kind : kinds()) {
    for (const std::string& base :
         {fmt::format("{}/{}/", kBase, kind.folder), fmt::format("{}/history/{}/", kBase, kind.history)}) {
      if (!path.starts_with(base)) continue;
      const std::string_view rest = path.substr(base.size());
      return parse_item_id(
          fmt::format("{}:{}", kind.prefix, rest.substr(0, rest.find_first_not_of("0123456789"))));
    }
  }
  return std::nullopt;
}

std::optional<Kind> kind_of_folder(std::string_view path) {
  for (const KindInfo& kind : kinds()) {
    if (path == fmt::format("{}/{}", kBase, kind.folder)) return kind.kind;
  }
  return std::nullopt;
}

Receipt receipt_of(Kind kind, json::Value item) {
  return {item_id(kind, item["id"]), key_of(item, item["project_extra_info"]["slug"].text()), "",
          mark_of(item)};
}

}  // namespace

// Taiga does not say which entry a comment became: it is the newest one with these words.
std::string Writer::made_comment(const WireRequest& request) {
  json::Parser parser;
  const auto body = parser.parse(request.body);
  const auto id = item_of_path(request.path);
  if (!body || !id || !(*body)["comment"].is_string()) return {};
  const std::string comment{(*body)["comment"].text()};
  std::string made;
  Instant newest{};
  const auto listed = reader_.each(fmt::format("/history/{}/{}", kind_info(id->kind).history, id->number),
                                   [&](json::Value entry, const JsonAnswer&) {
                                     const auto at = instant_of(entry["created_at"]);
                                     if (!at || *at < newest || entry["comment"].text() != comment) return;
                                     newest = *at;
                                     made = id_text_of(entry["id"]);
                                   });
  return listed ? made : std::string{};
}

std::expected<Receipt, WriteFault> Writer::perform(const WireRequest& wire) {
  RestRequest request;
  request.method = wire.method;
  request.path = wire.path;
  if (!wire.body.empty()) {
    request.body = wire.body;
    request.content_type = wire.content_type;
  }
  auto answer = api_.write(std::move(request));
  if (!answer) {
    RestFault fault = std::move(answer).error();
    if (is_conflict(fault)) {
      fault.error.code = ErrorCode::conflict;
      fault.error.hint = "look at it again";
      return std::unexpected(WriteFault{WriteFault::Kind::conflict, std::move(fault.error)});
    }
    const auto kind = fault.may_have_been_done ? WriteFault::Kind::unknown : WriteFault::Kind::refused;
    return std::unexpected(WriteFault{kind, std::move(fault.error)});
  }
  const auto made = kind_of_folder(wire.path);
  if (made && wire.method == "POST") return receipt_of(*made, answer->root);
  Receipt receipt;
  const auto id = item_of_path(wire.path);
  if (id) receipt.issue_id = item_id(id->kind, id->number);
  if (id && wire.method == "PATCH") {
    receipt = receipt_of(id->kind, answer->root);
    receipt.made_id = made_comment(wire);
  }
  return receipt;
}

Result<std::vector<Receipt>> Writer::find_created(const CreateIssue& create, Instant since) {
  STINT_ASSIGN(project, reader_.project_by_slug(create.project));
  STINT_ASSIGN(me, reader_.account());
  std::vector<Receipt> receipts;
  for (const KindInfo& kind : kinds()) {
    const bool typed = equal_ignoring_case(kind.type, create.type) || kind.prefix == create.type;
    const bool other_kind = kind.kind != Kind::issue && !typed;
    if (other_kind) continue;
    std::string path = fmt::format("/{}?project={}", kind.folder, project->id);
    if (create.marker.empty()) {
      // Clocks differ.
      const std::string from = format_iso(since - std::chrono::minutes{5});
      path += fmt::format("&owner={}&created_date__gte={}", me.id, curl::url_encoded(from));
    } else {
      path += "&tags=" + curl::url_encoded(create.marker);
    }
    auto listed = reader_.each(path, [&](json::Value item, const JsonAnswer&) {
      if (!create.marker.empty() || item["subject"].text() == create.summary)
        receipts.push_back(receipt_of(kind.kind, item));
    });
    if (!listed) return fail(std::move(listed).error().error);
    if (typed) break;
  }
  return receipts;
}

}  // namespace stint::tracker::taiga
