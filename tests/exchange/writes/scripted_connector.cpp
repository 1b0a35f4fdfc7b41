#include "exchange/writes/scripted_connector.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "lib/nlohmann/json_document.h"

namespace stint::test {
namespace {

using namespace tracker;

// The value of a field by its name.
std::string* field_of(Issue& issue, std::string_view name) {
  if (name == "summary") return &issue.summary;
  if (name == "description") return &issue.description;
  if (name == "priority") return &issue.priority;
  if (name == "assignee") return &issue.assignee.id;
  if (name == "status") return &issue.status.name;
  return nullptr;
}

WireRequest request(std::string method, std::string path, const JsonDocument& body) {
  return {std::move(method), std::move(path), "application/json", body.dump(), ""};
}

}  // namespace

ScriptedConnector::ScriptedConnector() {
  Issue issue;
  issue.id = "1";
  issue.key = "PAY-1";
  issue.project_key = "PAY";
  issue.summary = "Pay by card";
  issue.description = "As it is";
  issue.priority = "High";
  issue.status.name = "To Do";
  issues["1"] = issue;
  issue.id = "2";
  issue.key = "OPS-2";
  issue.project_key = "OPS";
  issues["2"] = issue;
}

void ScriptedConnector::change(const std::string& id, const std::function<void(Issue&)>& edit) {
  const std::scoped_lock lock{mutex_};
  edit(issues.at(id));
  ++versions[id];
}

std::vector<std::string> ScriptedConnector::keys_with_summary(std::string_view summary) const {
  const std::scoped_lock lock{mutex_};
  std::vector<std::string> keys;
  for (const auto& [id, issue] : issues) {
    if (issue.summary == summary) keys.push_back(issue.key);
  }
  return keys;
}

Issue* ScriptedConnector::find(std::string_view key_or_id) {
  const auto found = std::ranges::find_if(
      issues, [&](const auto& one) { return one.first == key_or_id || one.second.key == key_or_id; });
  return found != issues.end() ? &found->second : nullptr;
}

Result<Account> ScriptedConnector::account() {
  return Account{.id = "me", .name = "Me", .time_zone = "", .version = "", .server_time = {}};
}
Result<Catalogue> ScriptedConnector::discover(const Scope& /*scope*/) {
  return Catalogue{};
}
Result<Listing> ScriptedConnector::list(const Scope& /*scope*/, const std::string& /*cursor*/) {
  return Listing{};
}
Result<Reading> ScriptedConnector::read(std::span<const std::string> /*ids*/) {
  return Reading{};
}
Result<std::vector<PermissionCheck>> ScriptedConnector::check_permissions(const Scope& /*scope*/) {
  return std::vector<PermissionCheck>{};
}
Outcome ScriptedConnector::check(const Proposal& /*proposal*/) {
  return {};
}

Result<Target> ScriptedConnector::target(std::string_view issue) {
  const std::scoped_lock lock{mutex_};
  ++asked;
  if (unreachable_targets > 0) {
    --unreachable_targets;
    return fail(ErrorCode::throttled, "the tracker does not answer");
  }
  const Issue* const found = find(issue);
  if (found == nullptr) return fail(ErrorCode::not_found, fmt::format("there is no issue {}", issue));
  Target target;
  target.record.issue = *found;
  target.version = std::to_string(versions[found->id]);
  return target;
}

Result<Proposal> ScriptedConnector::propose(const Write& write, const Target* target) {
  const std::scoped_lock lock{mutex_};
  ++asked;
  Proposal proposal;
  if (const auto* const create = std::get_if<CreateIssue>(&write)) {
    proposal.requests.push_back(
        request("POST", "/issue",
                {{"project", create->project}, {"summary", create->summary}, {"label", create->marker}}));
    proposal.diff.push_back({"summary", "", create->summary});
    return proposal;
  }
  Issue issue = target->record.issue;
  proposal.version = target->version;
  // A lock of its own is in the body, as trackers have it.
  const auto add = [&](std::string method, std::string path, JsonDocument body) {
    if (rules.locks) body["version"] = target->version;
    proposal.requests.push_back(request(std::move(method), std::move(path), body));
    if (!rules.locks) proposal.requests.back().expects = target->version;
  };
  const auto set = [&](const std::string& field, const std::string& value) -> Outcome {
    const std::string* const now = field_of(issue, field);
    if (now == nullptr) return fail(ErrorCode::usage, "there is no field " + field);
    if (*now == value) return {};
    proposal.diff.push_back({field, *now, value});
    add("PUT", "/issue/" + issue.id, {{"field", field}, {"value", value}});
    return {};
  };
  if (const auto* const edit = std::get_if<EditFields>(&write)) {
    EditFields undo;
    for (const FieldValue& one : edit->fields) {
      STINT_TRY(set(one.field, one.value));
      undo.fields.push_back({one.field, *field_of(issue, one.field)});
    }
    proposal.undo = undo;
  } else if (const auto* const move = std::get_if<Transition>(&write)) {
    if (issue.status.name == move->status) return fail(ErrorCode::usage, "there is no such transition");
    STINT_TRY(set("status", move->status));
    proposal.undo = Transition{issue.status.name};
  } else if (const auto* const comment = std::get_if<AddComment>(&write)) {
    proposal.diff.push_back({"comment", "", comment->body});
    proposal.requests.push_back(
        request("POST", "/issue/" + issue.id + "/comment", {{"body", comment->body}}));
  } else if (const auto* const gone = std::get_if<DeleteComment>(&write)) {
    proposal.diff.push_back({"comment", gone->id, ""});
    proposal.requests.push_back(request("DELETE", "/issue/" + issue.id + "/comment/" + gone->id, {}));
  } else if (std::holds_alternative<DeleteIssue>(write)) {
    proposal.diff.push_back({"summary", issue.summary, ""});
    proposal.requests.push_back(request("DELETE", "/issue/" + issue.id, {}));
  } else if (const auto* const link = std::get_if<AddLink>(&write)) {
    proposal.diff.push_back({"link", "", link->wording + " " + link->other});
    proposal.requests.push_back(request("POST", "/issue/" + issue.id + "/link",
                                        {{"wording", link->wording}, {"other", link->other}}));
  }
  return proposal;
}

Receipt ScriptedConnector::act(const WireRequest& wire) {
  const JsonDocument body = JsonDocument::parse(wire.body);
  if (wire.path == "/issue") {
    Issue issue;
    issue.id = std::to_string(next_id_++);
    issue.key = fmt::format("{}-{}", body["project"].get<std::string>(), issue.id);
    issue.project_key = body["project"];
    issue.summary = body["summary"];
    issue.labels = {body["label"]};
    issue.created = time;
    issues[issue.id] = issue;
    return {issue.id, issue.key, "", "0"};
  }
  const std::string rest = wire.path.substr(7);
  const std::string id = rest.substr(0, rest.find('/'));
  Issue& issue = issues.at(id);
  Receipt receipt{id, issue.key, "", std::to_string(++versions[id])};
  if (wire.method == "PUT") {
    *field_of(issue, body["field"].get<std::string>()) = body["value"];
  } else if (wire.method == "POST" && rest.ends_with("/comment")) {
    receipt.made_id = std::to_string(next_id_++);
    issue.comments.push_back({receipt.made_id, time, "me", false, body["body"]});
  } else if (wire.method == "POST") {
    receipt.made_id = std::to_string(next_id_++);
    issue.links.push_back({"", body["wording"], true, "", body["other"]});
  } else if (rest.contains("/comment/")) {
    std::erase_if(issue.comments, [&](const Comment& one) { return rest.ends_with("/" + one.id); });
  } else {
    issues.erase(id);
  }
  return receipt;
}

std::expected<Receipt, WriteFault> ScriptedConnector::perform(const WireRequest& wire) {
  if (before_perform) std::exchange(before_perform, {})(*this);
  const std::scoped_lock lock{mutex_};
  Fate fate = Fate::done;
  if (!fates.empty()) {
    fate = fates.front();
    fates.pop_front();
  }
  if (fate == Fate::crash_before) throw Crash{};
  ++performed;
  const auto fault = [](WriteFault::Kind kind, std::string message) {
    return std::unexpected(WriteFault{kind, {ErrorCode::failure, std::move(message), {}, {}}});
  };
  if (fate == Fate::refused) return fault(WriteFault::Kind::refused, "no permission");
  if (fate == Fate::lost_before) return fault(WriteFault::Kind::unknown, "no answer in time");
  const JsonDocument body = JsonDocument::parse(wire.body, nullptr, false);
  const std::string id =
      wire.path.starts_with("/issue/") ? wire.path.substr(7, wire.path.find('/', 7) - 7) : "";
  const bool stale =
      body.is_object() && body.contains("version") && body["version"] != std::to_string(versions[id]);
  if (fate == Fate::conflict || stale) return fault(WriteFault::Kind::conflict, "somebody was faster");
  Receipt receipt = act(wire);
  if (fate == Fate::crash_after) throw Crash{};
  if (fate == Fate::lost_after) return fault(WriteFault::Kind::unknown, "no answer in time");
  return receipt;
}

Result<std::vector<Receipt>> ScriptedConnector::find_created(const CreateIssue& create, Instant since) {
  const std::scoped_lock lock{mutex_};
  ++asked;
  std::vector<Receipt> found;
  if (looks_until_found-- > 0) return found;
  for (const auto& [id, issue] : issues) {
    const bool marked =
        !create.marker.empty() && std::ranges::find(issue.labels, create.marker) != issue.labels.end();
    const bool alike = create.marker.empty() && issue.summary == create.summary && issue.created >= since;
    if (marked || alike) found.push_back({id, issue.key, "", "0"});
  }
  return found;
}

}  // namespace stint::test
