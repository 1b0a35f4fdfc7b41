#include "tracker/taiga/writer.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/json_values.h"
#include "tracker/lists.h"
#include "tracker/taiga/item.h"

namespace stint::tracker::taiga {
namespace {

std::string names_of(const std::vector<Status>& statuses) {
  std::vector<std::string> names;
  for (const Status& status : statuses) names.push_back(status.name);
  return join_list(names, ", ");
}

Outcome no_links() {
  return fail(ErrorCode::usage, "Taiga has no links between items", "",
              "a story's epic and a task's story are the field \"parent\"");
}

// The kind that a new item's type is of.
std::optional<Kind> kind_of_type(std::string_view type, const ProjectTables& project) {
  for (const KindInfo& kind : kinds()) {
    if (equal_ignoring_case(kind.type, type) || kind.prefix == type) return kind.kind;
  }
  const auto known = [&](const Named& one) { return equal_ignoring_case(one.name, type); };
  if (std::ranges::any_of(project.types, known)) return Kind::issue;
  return std::nullopt;
}

}  // namespace

void Writer::Draft::change(std::string_view field, std::string before, std::string after) {
  proposal.diff.push_back({std::string{field}, std::move(before), std::move(after)});
}

Outcome Writer::add(Draft& draft, const CreateIssue& write) {
  STINT_ASSIGN(project, reader_.project_by_slug(write.project));
  draft.project = project;
  const auto kind = kind_of_type(write.type, *project);
  if (!kind) {
    std::string known = "User Story, Task, Issue, Epic";
    for (const Named& type : project->types) known += ", " + type.name;
    return fail(ErrorCode::usage, fmt::format("{} has nothing of type \"{}\"", write.project, write.type), "",
                "one of: " + known);
  }
  draft.kind = *kind;
  if (write.summary.empty()) return fail(ErrorCode::usage, "an item needs a subject");
  draft.body["project"] = project->id;
  draft.change("project", "", write.project);
  draft.body["subject"] = write.summary;
  draft.change("type", "", write.type);
  draft.change("summary", "", write.summary);
  for (const Named& type : project->types) {
    if (*kind == Kind::issue && equal_ignoring_case(type.name, write.type)) draft.body["type"] = type.id;
  }
  for (const FieldValue& value : write.fields) STINT_TRY(set_field(draft, value));
  if (!write.marker.empty()) {
    if (!draft.body.contains("tags")) draft.body["tags"] = JsonDocument::array();
    draft.body["tags"].push_back(JsonDocument::array({write.marker, nullptr}));
  }
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
  draft.body["comment"] = write.body;
  draft.change("comment", "", write.body);
  draft.proposal.undo = DeleteComment{};
  return {};
}

Outcome Writer::add(Draft& draft, const DeleteComment& write) {
  const Issue& issue = draft.item();
  const auto comment = std::ranges::find(issue.comments, write.id, &Comment::id);
  if (comment == issue.comments.end())
    return fail(ErrorCode::not_found, fmt::format("{} has no comment {}", issue.key, write.id));
  draft.proposal.requests.push_back(
      {"POST",
       fmt::format("{}/history/{}/{}/delete_comment?id={}", kBase, kind_info(draft.kind).history,
                   draft.id.number, curl::url_encoded(write.id)),
       "application/json", "{}", draft.target->version});
  draft.change("comment", comment->body, "");
  draft.proposal.undo = AddComment{comment->body};
  return {};
}

Outcome Writer::add(Draft& draft, const Transition& write) {
  const std::vector<Status>& statuses = draft.project->statuses.at(draft.kind);
  const auto known = std::ranges::find_if(statuses, [&](const Status& status) {
    return status.id == write.status || equal_ignoring_case(status.name, write.status);
  });
  if (known == statuses.end())
    return fail(ErrorCode::usage,
                fmt::format("a {} of {} has no status \"{}\"", kind_info(draft.kind).type,
                            draft.project->slug, write.status),
                "", "one of: " + names_of(statuses));
  draft.body["status"] = parse_item_id(known->id).value_or(ItemId{}).number;
  draft.change("status", draft.item().status.name, known->name);
  draft.proposal.undo = Transition{draft.item().status.id};
  return {};
}

Outcome Writer::add(Draft& draft, const Assign& write) {
  draft.proposal.undo = Assign{draft.item().assignee.id};
  return set_assignee(draft, write.assignee);
}

Outcome Writer::add(Draft& /*draft*/, const AddLink& /*write*/) {
  return no_links();
}
Outcome Writer::add(Draft& /*draft*/, const DeleteLink& /*write*/) {
  return no_links();
}

Outcome Writer::add(Draft& draft, const MoveToSprint& write) {
  draft.proposal.undo = MoveToSprint{draft.item().sprint_ids.empty() ? "" : draft.item().sprint_ids.back()};
  return set_sprint(draft, write.sprint);
}

Outcome Writer::add(Draft& draft, const DeleteIssue& /*write*/) {
  draft.proposal.requests.push_back(
      {"DELETE", fmt::format("{}/{}/{}", kBase, kind_info(draft.kind).folder, draft.id.number), "", "",
       draft.target->version});
  draft.change("item", draft.item().summary, "");
  draft.proposal.warnings.emplace_back("Taiga keeps nothing of what is deleted");
  return {};
}

Result<Proposal> Writer::propose(const Write& write, const Target* target) {
  Draft draft;
  draft.target = target;
  if (target != nullptr) {
    const auto id = parse_item_id(target->record.issue.id);
    if (!id) return fail(ErrorCode::usage, fmt::format("{} is no item of Taiga", target->record.issue.id));
    draft.id = *id;
    draft.kind = id->kind;
    STINT_ASSIGN(project, reader_.project_by_slug(target->record.issue.project_key));
    draft.project = std::move(project);
    draft.proposal.version = target->version;
  } else if (!std::holds_alternative<CreateIssue>(write)) {
    return fail(ErrorCode::usage, "which item is meant?");
  }
  STINT_TRY(std::visit([&](const auto& one) { return add(draft, one); }, write));
  if (draft.body.empty()) return std::move(draft.proposal);
  WireRequest request;
  request.content_type = "application/json";
  const KindInfo& kind = kind_info(draft.kind);
  if (target == nullptr) {
    request.method = "POST";
    request.path = fmt::format("{}/{}", kBase, kind.folder);
  } else {
    request.method = "PATCH";
    request.path = fmt::format("{}/{}/{}", kBase, kind.folder, draft.id.number);
    // The part of the mark that Taiga locks by.
    const std::string version = target->version.substr(0, target->version.find('@'));
    draft.body["version"] = JsonDocument::parse(version.empty() ? "0" : version, nullptr, false);
  }
  request.body = to_line(draft.body);
  draft.proposal.requests.insert(draft.proposal.requests.begin(), std::move(request));
  return std::move(draft.proposal);
}

}  // namespace stint::tracker::taiga
