#include "tracker/jira/perform.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

WriteFault fault_of(RestFault fault) {
  WriteFault::Kind kind = WriteFault::Kind::refused;
  if (fault.may_have_been_done) kind = WriteFault::Kind::unknown;
  if (fault.status == 409 || fault.status == 412) kind = WriteFault::Kind::conflict;
  if (kind == WriteFault::Kind::refused && fault.status == 400) fault.error.code = ErrorCode::usage;
  return {kind, std::move(fault.error)};
}

WriteFault unknown(std::string message) {
  return {WriteFault::Kind::unknown,
          {ErrorCode::failure, std::move(message), "", "look whether it was done"}};
}

// What stands behind "/issue/" in a path.
std::string issue_in_path(std::string_view path) {
  constexpr std::string_view kIssue = "/issue/";
  const std::size_t at = path.find(kIssue);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = path.substr(at + kIssue.size());
  return std::string{rest.substr(0, rest.find_first_of("/?"))};
}

// The newest link of that kind to the other issue.
std::string find_link(Site& site, std::string_view body) {
  json::Parser parser;
  const auto wanted = parser.parse(body);
  if (!wanted) return {};
  auto issue = site.get(site.api(
      fmt::format("/issue/{}?fields=issuelinks", curl::url_encoded((*wanted)["inwardIssue"]["key"].text()))));
  if (!issue) return {};
  std::string newest;
  for (const json::Value link : issue->root["fields"]["issuelinks"].items()) {
    const bool same = link["type"]["name"].text() == (*wanted)["type"]["name"].text() &&
                      link["outwardIssue"]["key"].text() == (*wanted)["outwardIssue"]["key"].text();
    const std::string id = id_text_of(link["id"]);
    if (same && (id.size() > newest.size() || (id.size() == newest.size() && id > newest))) newest = id;
  }
  return newest;
}

}  // namespace

std::expected<Receipt, WriteFault> perform(Site& site, const WireRequest& request) {
  auto answer = site.write(request);
  if (!answer) return std::unexpected(fault_of(std::move(answer).error()));
  Receipt receipt;
  json::Parser parser;
  json::Value root;
  if (!trimmed(answer->body).empty()) {
    if (answer->body.find_first_not_of(" \r\n\t") != std::string::npos && trimmed(answer->body)[0] == '<')
      return std::unexpected(unknown(error_words(answer->body)));
    if (auto parsed = parser.parse(answer->body)) root = *parsed;
  }
  const std::string id = id_text_of(root["id"]);
  if (request.method == "POST" && request.path == site.api("/issue")) {
    receipt.issue_id = id;
    receipt.issue_key = root["key"].text();
    if (id.empty()) return std::unexpected(unknown("Jira's answer does not say which issue was created"));
    return receipt;
  }
  receipt.issue_id = issue_in_path(request.path);
  if (request.method == "POST" && request.path.ends_with("/comment")) {
    receipt.made_id = id;
    if (id.empty()) return std::unexpected(unknown("Jira's answer does not say which comment was made"));
  }
  if (request.method == "POST" && request.path.ends_with("/issueLink")) {
    receipt.made_id = find_link(site, request.body);
  }
  return receipt;
}

}  // namespace stint::tracker::jira
