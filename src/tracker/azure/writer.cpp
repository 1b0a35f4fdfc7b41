#include "tracker/azure/writer.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/azure/relations.h"
#include "tracker/azure/values.h"
#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/text/html.h"

namespace stint::tracker::azure {
namespace {

using curl::url_encoded;

std::int64_t revision_of(const Target& target) {
  std::int64_t revision = 0;
  std::from_chars(target.version.data(), target.version.data() + target.version.size(), revision);
  return revision;
}

WireRequest comment_request(const Target& target, std::string_view method, std::string path,
                            std::string body) {
  return {std::string{method}, std::move(path), body.empty() ? "" : "application/json", std::move(body),
          target.version};
}

}  // namespace

void Writer::Draft::change(std::string_view field, std::string before, std::string after) {
  proposal.diff.push_back({std::string{field}, std::move(before), std::move(after)});
}

std::string Writer::item_url(std::string_view id) const {
  return fmt::format("{}/_apis/wit/workItems/{}", api_.base_url(), id);
}

Result<JsonAnswer> Writer::read_now(const Target& target) {
  auto answer = api_.get(fmt::format("/_apis/wit/workitems/{}?$expand=all", target.record.issue.id));
  if (!answer) return fail(std::move(answer).error().error);
  if (id_text_of(answer->root["rev"]) != target.version)
    return fail(ErrorCode::conflict,
                fmt::format("work item {} was changed since it was read", target.record.issue.key), "",
                "look at it again");
  return std::move(*answer);
}

Outcome Writer::add(Draft& draft, const CreateIssue& write) {
  STINT_ASSIGN(types, discovery_.types(write.project));
  const auto known = std::ranges::find_if(
      types->all(), [&](const WorkItemType& type) { return equal_ignoring_case(type.name, write.type); });
  if (known == types->all().end()) {
    std::vector<std::string> names;
    for (const WorkItemType& type : types->all()) names.push_back(type.name);
    return fail(ErrorCode::usage, fmt::format("{} has no work item type \"{}\"", write.project, write.type),
                "", "one of: " + join_list(names, ", "));
  }
  if (write.summary.empty()) return fail(ErrorCode::usage, "a work item needs a title");
  draft.project = write.project;
  draft.type = known->name;
  draft.change("project", "", write.project);
  draft.change("type", "", draft.type);
  draft.patch.set(field::kTitle, write.summary);
  draft.change("summary", "", write.summary);
  std::vector<std::string> tags;
  for (const FieldValue& value : write.fields) {
    if (value.field == "labels") {
      tags = split_list(value.value, ',');
      draft.change("labels", "", join_list(tags, ", "));
    } else {
      STINT_TRY(set_field(draft, value));
    }
  }
  if (!write.marker.empty()) tags.push_back(write.marker);
  if (!tags.empty()) draft.patch.set(field::kTags, join_list(tags, "; "));
  if (!write.assignee.empty()) STINT_TRY(set_assignee(draft, write.assignee));
  if (!write.sprint.empty()) STINT_TRY(set_sprint(draft, write.sprint));
  draft.proposal.undo = DeleteIssue{};
  return {};
}

Outcome Writer::add(Draft& draft, const EditFields& write) {
  if (write.fields.empty()) return fail(ErrorCode::usage, "no field is to be changed");
  for (const FieldValue& value : write.fields) STINT_TRY(set_field(draft, value));
  draft.proposal.undo = values_before(draft.proposal.diff);
  return {};
}

Outcome Writer::add(Draft& draft, const AddComment& write) {
  const Issue& issue = draft.item();
  const std::string path = api_.versioned(
      fmt::format("/{}/_apis/wit/workItems/{}/comments", url_encoded(issue.project_key), issue.id),
      Preview::comments);
  const JsonDocument body{{"text", text::html_of_markdown(write.body)}};
  draft.proposal.requests.push_back(comment_request(*draft.target, "POST", path, to_line(body)));
  draft.change("comment", "", write.body);
  draft.proposal.undo = DeleteComment{};
  return {};
}

Outcome Writer::add(Draft& draft, const DeleteComment& write) {
  const Issue& issue = draft.item();
  const auto comment = std::ranges::find(issue.comments, write.id, &Comment::id);
  if (comment == issue.comments.end())
    return fail(ErrorCode::not_found, fmt::format("work item {} has no comment {}", issue.key, write.id));
  const std::string path =
      api_.versioned(fmt::format("/{}/_apis/wit/workItems/{}/comments/{}", url_encoded(issue.project_key),
                                 issue.id, url_encoded(write.id)),
                     Preview::comments);
  draft.proposal.requests.push_back(comment_request(*draft.target, "DELETE", path, ""));
  draft.change("comment", comment->body, "");
  draft.proposal.undo = AddComment{comment->body};
  return {};
}

Outcome Writer::add(Draft& draft, const Transition& write) {
  const Issue& issue = draft.item();
  STINT_ASSIGN(types, discovery_.types(issue.project_key));
  const WorkItemType* type = types->find(issue.type);
  const std::vector<std::string> none;
  const std::vector<std::string>& states = type == nullptr ? none : type->states;
  const auto known = std::ranges::find_if(
      states, [&](const std::string& state) { return equal_ignoring_case(state, write.status); });
  if (known == states.end())
    return fail(ErrorCode::usage, fmt::format("a {} has no state \"{}\"", issue.type, write.status), "",
                "one of: " + join_list(states, ", "));
  if (const auto after = type->transitions.find(issue.status.name); after != type->transitions.end()) {
    if (issue.status.name != *known && std::ranges::find(after->second, *known) == after->second.end())
      return fail(ErrorCode::usage,
                  fmt::format("no transition leads from {} to {}", issue.status.name, *known), "",
                  "one of: " + join_list(after->second, ", "));
  }
  draft.patch.set(field::kState, *known);
  draft.change("status", issue.status.name, *known);
  draft.proposal.undo = Transition{issue.status.name};
  return {};
}

Outcome Writer::add(Draft& draft, const Assign& write) {
  draft.proposal.undo = Assign{draft.item().assignee.id};
  return set_assignee(draft, write.assignee);
}

Outcome Writer::add(Draft& draft, const AddLink& write) {
  const RelationSide* side = find_relation_by_words(write.wording);
  if (side == nullptr)
    return fail(ErrorCode::usage, fmt::format("work items are not linked by \"{}\"", write.wording), "",
                "one of: " + relation_words());
  const Issue& issue = draft.item();
  draft.patch.link(side->reference, item_url(write.other));
  draft.change("link", "", fmt::format("{} {} {}", issue.key, side->wording, write.other));
  draft.proposal.undo = DeleteLink{};
  return {};
}

Outcome Writer::add(Draft& draft, const DeleteLink& write) {
  const Issue& issue = draft.item();
  const std::size_t colon = write.id.rfind(':');
  const std::string reference = write.id.substr(0, colon);
  const std::string other = colon == std::string::npos ? "" : write.id.substr(colon + 1);
  STINT_ASSIGN(now, read_now(*draft.target));
  std::size_t index = 0;
  const json::Items relations = now.root["relations"].items();
  for (const json::Value relation : relations) {
    if (equal_ignoring_case(relation["rel"].text(), reference) && related_work_item(relation) == other) {
      draft.patch.unlink(index);
      const RelationSide* side = find_relation(reference);
      const std::string_view words = side == nullptr ? std::string_view{reference} : side->wording;
      draft.change("link", fmt::format("{} {} {}", issue.key, words, other), "");
      draft.proposal.undo = AddLink{std::string{words}, other};
      return {};
    }
    ++index;
  }
  return fail(ErrorCode::not_found, fmt::format("work item {} has no link {}", issue.key, write.id), "",
              "links are named RELATION:WORK ITEM, such as System.LinkTypes.Related:12");
}

Outcome Writer::add(Draft& draft, const MoveToSprint& write) {
  const Issue& issue = draft.item();
  draft.proposal.undo = MoveToSprint{issue.sprint_ids.empty() ? "" : issue.sprint_ids.back()};
  return set_sprint(draft, write.sprint);
}

Outcome Writer::add(Draft& draft, const DeleteIssue& /*write*/) {
  const Issue& issue = draft.item();
  draft.proposal.requests.push_back(
      {"DELETE",
       api_.versioned(fmt::format("/{}/_apis/wit/workitems/{}", url_encoded(issue.project_key), issue.id)),
       "", "", draft.target->version});
  draft.change("work item", issue.summary, "");
  draft.proposal.warnings.emplace_back("it goes to the project's recycle bin, from where it can be restored");
  return {};
}

void Writer::finish(Draft& draft) {
  if (draft.patch.empty()) return;
  WireRequest request;
  request.content_type = kPatchType;
  if (draft.target == nullptr) {
    request.method = "POST";
    request.path = api_.versioned(
        fmt::format("/{}/_apis/wit/workitems/${}", url_encoded(draft.project), url_encoded(draft.type)));
  } else {
    request.method = "PATCH";
    request.path = api_.versioned(fmt::format("/_apis/wit/workitems/{}", draft.item().id));
  }
  request.body = draft.patch.text();
  draft.proposal.requests.insert(draft.proposal.requests.begin(), std::move(request));
}

Result<Proposal> Writer::propose(const Write& write, const Target* target) {
  Draft draft;
  draft.target = target;
  if (target != nullptr) {
    draft.project = target->record.issue.project_key;
    draft.type = target->record.issue.type;
    draft.proposal.version = target->version;
  } else if (!std::holds_alternative<CreateIssue>(write)) {
    return fail(ErrorCode::usage, "which work item is meant?");
  }
  const bool is_patched = !std::holds_alternative<AddComment>(write) &&
                          !std::holds_alternative<DeleteComment>(write) &&
                          !std::holds_alternative<DeleteIssue>(write);
  if (target != nullptr && is_patched) draft.patch.test_revision(revision_of(*target));
  STINT_TRY(std::visit([&](const auto& one) { return add(draft, one); }, write));
  finish(draft);
  return std::move(draft.proposal);
}

}  // namespace stint::tracker::azure
