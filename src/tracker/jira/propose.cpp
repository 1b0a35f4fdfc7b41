#include "tracker/jira/propose.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/jira/field_meta.h"
#include "tracker/jira/field_value.h"
#include "tracker/jira/people.h"
#include "tracker/jira/sprints.h"
#include "tracker/jira/values.h"
#include "tracker/json_values.h"

namespace stint::tracker::jira {
namespace {

class Proposer {
 public:
  Proposer(Site& site, const Target& target)
      : site_(site), target_(target), issue_(target.record.issue), path_(issue_path(issue_.id)) {}

  Result<Proposal> operator()(const CreateIssue& create) { return propose_create(site_, create); }
  Result<Proposal> operator()(const EditFields& edit) { return propose_edit(site_, edit, target_); }

  Result<Proposal> operator()(const AddComment& comment) {
    if (trimmed(comment.body).empty()) return fail(ErrorCode::usage, "a comment needs a text");
    JsonDocument body;
    body["body"] = rich_value(site_, comment.body);
    return one("POST", path_ + "/comment", &body, {"comment", "", std::string{trimmed(comment.body)}},
               DeleteComment{});
  }

  Result<Proposal> operator()(const Transition& transition);
  Result<Proposal> operator()(const Assign& assign);
  Result<Proposal> operator()(const AddLink& link);
  Result<Proposal> operator()(const MoveToSprint& move);

  Result<Proposal> operator()(const DeleteComment& comment) {
    const auto found = std::ranges::find(issue_.comments, comment.id, &Comment::id);
    if (found == issue_.comments.end()) {
      return fail(ErrorCode::not_found, fmt::format("{} has no comment {}", issue_.key, comment.id));
    }
    return one("DELETE", fmt::format("{}/comment/{}", path_, curl::url_encoded(comment.id)), nullptr,
               {"comment", found->body, ""}, std::nullopt);
  }

  Result<Proposal> operator()(const DeleteLink& link);

  Result<Proposal> operator()(const DeleteIssue& /*nothing*/) {
    auto proposal =
        one("DELETE", path_, nullptr, {"issue", issue_.key + " " + issue_.summary, ""}, std::nullopt);
    proposal->warnings.emplace_back("this cannot be undone; Jira refuses it while the issue has sub-tasks");
    return proposal;
  }

 private:
  [[nodiscard]] std::string issue_path(std::string_view issue) const {
    return site_.api(fmt::format("/issue/{}", curl::url_encoded(issue)));
  }

  // A proposal of one request that changes one thing.
  [[nodiscard]] Result<Proposal> one(std::string method, std::string path, const JsonDocument* body,
                                     FieldDiff diff, std::optional<Write> undo) const {
    if (diff.before == diff.after) {
      return fail(ErrorCode::usage,
                  fmt::format("the {} of {} is that already: nothing would change", diff.field, issue_.key));
    }
    Proposal proposal;
    proposal.requests.push_back(wire_request(std::move(method), std::move(path), body, &target_));
    proposal.diff.push_back(std::move(diff));
    proposal.version = target_.version;
    proposal.undo = std::move(undo);
    return proposal;
  }

  Site& site_;
  const Target& target_;
  const Issue& issue_;
  const std::string path_;
};

// What a workflow asks for on the way, that is neither there by default nor set by Jira itself.
std::vector<std::string> required_fields(json::Value fields) {
  std::vector<std::string> names;
  for (const auto& [id, value] : fields.members()) {
    const FieldMeta meta = read_field_meta(id, value);
    if (meta.required && !meta.has_default) names.push_back(meta.name);
  }
  return names;
}

Result<Proposal> Proposer::operator()(const Transition& wanted) {
  auto answer = site_.get(path_ + "/transitions?expand=transitions.fields");
  if (!answer) return fail(std::move(answer).error().error);
  std::vector<std::string> names;
  std::optional<json::Value> best;
  std::vector<std::string> missing;
  for (const json::Value transition : answer->root["transitions"].items()) {
    const json::Value to = transition["to"];
    if (transition["isAvailable"].as_bool().value_or(true)) names.emplace_back(to["name"].text());
    if (id_text_of(to["id"]) != wanted.status && !equal_ignoring_case(to["name"].text(), wanted.status))
      continue;
    // Of several ways there, the one that asks for less.
    std::vector<std::string> asked = required_fields(transition["fields"]);
    if (best && asked.size() >= missing.size()) continue;
    best = transition;
    missing = std::move(asked);
  }
  if (!best) {
    return fail(
        ErrorCode::usage,
        fmt::format("the workflow leads from \"{}\" to no status \"{}\"", issue_.status.name, wanted.status),
        {}, names.empty() ? "no transition is open to this account" : "it leads to " + choices_text(names));
  }
  JsonDocument body;
  body["transition"]["id"] = id_text_of((*best)["id"]);
  STINT_ASSIGN(proposal, one("POST", path_ + "/transitions", &body,
                             {"status", issue_.status.name, std::string{(*best)["to"]["name"].text()}},
                             Transition{issue_.status.id}));
  if (!missing.empty()) {
    proposal.warnings.push_back("Jira may refuse it: the workflow also asks for " + choices_text(missing));
  }
  return proposal;
}

Result<Proposal> Proposer::operator()(const Assign& assign) {
  User user;
  if (!assign.assignee.empty()) {
    STINT_ASSIGN(found, find_user(site_, issue_.project_key, assign.assignee));
    user = std::move(found);
  }
  const JsonDocument body = user_value(site_, user.id);
  return one("PUT", path_ + "/assignee", &body, {"assignee", issue_.assignee.name, user.name},
             Assign{issue_.assignee.id});
}

Result<Proposal> Proposer::operator()(const AddLink& link) {
  auto types = site_.get(site_.api("/issueLinkType"));
  if (!types) return fail(std::move(types).error().error);
  std::string name;
  bool outward = true;
  std::vector<std::string> wordings;
  for (const json::Value type : types->root["issueLinkTypes"].items()) {
    const std::string_view out = type["outward"].text();
    const std::string_view in = type["inward"].text();
    const bool is_out =
        equal_ignoring_case(out, link.wording) || equal_ignoring_case(type["name"].text(), link.wording);
    if (name.empty() && (is_out || equal_ignoring_case(in, link.wording))) {
      name = type["name"].text();
      outward = is_out;
    }
    wordings.emplace_back(out);
    if (in != out) wordings.emplace_back(in);
  }
  if (name.empty()) {
    return fail(ErrorCode::usage, fmt::format("no link is called \"{}\"", link.wording), {},
                "there are " + choices_text(wordings));
  }
  auto other = site_.get(issue_path(link.other) + "?fields=summary");
  if (!other) {
    if (!says_not_there(other.error())) return fail(std::move(other).error().error);
    return fail(ErrorCode::not_found,
                fmt::format("there is no issue {}, or this account may not see it", link.other));
  }
  const std::string key{other->root["key"].text(link.other)};
  if (key == issue_.key) return fail(ErrorCode::usage, "an issue cannot be linked to itself");
  // The issue that shows the outward wording is the one that Jira takes as "inwardIssue", whatever the name
  // says.
  JsonDocument body;
  body["type"]["name"] = name;
  body["inwardIssue"]["key"] = outward ? issue_.key : key;
  body["outwardIssue"]["key"] = outward ? key : issue_.key;
  return one("POST", site_.api("/issueLink"), &body,
             {"link", "", fmt::format("{} {} {}", issue_.key, link.wording, key)}, DeleteLink{});
}

Result<Proposal> Proposer::operator()(const DeleteLink& link) {
  const std::string path = site_.api(fmt::format("/issueLink/{}", curl::url_encoded(link.id)));
  auto answer = site_.get(path);
  if (!answer) return fail(std::move(answer).error().error);
  // Seen from this issue: the other one, and this side's words.
  const std::string_view inward = answer->root["inwardIssue"]["key"].text();
  const std::string_view outward = answer->root["outwardIssue"]["key"].text();
  const bool is_source = inward == issue_.key;
  if (!is_source && outward != issue_.key) {
    return fail(ErrorCode::usage, fmt::format("link {} is not one of {}", link.id, issue_.key));
  }
  const std::string other{is_source ? outward : inward};
  const std::string wording{answer->root["type"][is_source ? "outward" : "inward"].text()};
  return one("DELETE", path, nullptr, {"link", fmt::format("{} {} {}", issue_.key, wording, other), ""},
             AddLink{wording, other});
}

Result<Proposal> Proposer::operator()(const MoveToSprint& move) {
  // The open one of those it has been in.
  const Sprint* before = nullptr;
  for (const Sprint& sprint : target_.record.sprints) {
    const bool current = std::ranges::find(issue_.sprint_ids, sprint.id) != issue_.sprint_ids.end();
    if (current && sprint.state != SprintState::closed) before = &sprint;
  }
  Sprint sprint;
  if (!move.sprint.empty()) {
    STINT_ASSIGN(found, find_sprint(site_, issue_.project_key, move.sprint));
    sprint = std::move(found);
  }
  if (before != nullptr && before->id == sprint.id) {
    return fail(ErrorCode::usage,
                fmt::format("{} is in that sprint already: nothing would change", issue_.key));
  }
  JsonDocument body;
  body["issues"] = JsonDocument::array({issue_.key});
  return one("POST",
             sprint.id.empty() ? "/rest/agile/1.0/backlog/issue"
                               : fmt::format("/rest/agile/1.0/sprint/{}/issue", curl::url_encoded(sprint.id)),
             &body, {"sprint", before == nullptr ? "" : before->name, sprint.name},
             MoveToSprint{before == nullptr ? "" : before->id});
}

}  // namespace

WireRequest wire_request(std::string method, std::string path, const JsonDocument* body,
                         const Target* target) {
  WireRequest request;
  request.method = std::move(method);
  request.path = std::move(path);
  if (body != nullptr) {
    request.content_type = "application/json";
    request.body = body_text(*body);
  }
  if (target != nullptr) request.expects = target->version;
  return request;
}

Result<Proposal> propose(Site& site, const Write& write, const Target* target) {
  static const Target kNone;
  assert(target != nullptr || std::holds_alternative<CreateIssue>(write));
  return std::visit(Proposer{site, target != nullptr ? *target : kNone}, write);
}

}  // namespace stint::tracker::jira
