// Answers to writes.
#include <algorithm>

#include "lib/simdjson/json.h"
#include "support/trackers/azure_call.h"

namespace stint::test {
namespace {

std::optional<Answer> wrong_type(const ReceivedRequest& request) {
  if (request.header("content-type").starts_with("application/json-patch+json")) return std::nullopt;
  return azure_error(
      415, "VssRequestContentTypeNotSupportedException",
      fmt::format("The request indicated a Content-Type of \"{}\" for method type \"{}\" which is not "
                  "supported. Valid content types for this method are: application/json-patch+json.",
                  request.header("content-type"), request.method));
}

Answer answer_of(const AzureRefusal& refusal) {
  return azure_error(refusal.status, refusal.type_key, refusal.message);
}

JsonDocument deleted_json(const AzureView& view, const SiteIssue& issue, Instant at) {
  JsonDocument json;
  json["id"] = std::stoll(issue.issue.id);
  json["code"] = 200;
  json["type"] = view.words.type(issue.issue.type);
  json["name"] = issue.issue.summary;
  json["project"] = issue.issue.project_name;
  json["deletedDate"] = azure_time(at);
  json["deletedBy"] = view.words.site().me;
  json["url"] = fmt::format("{}/_apis/wit/recyclebin/{}", view.base_url, issue.issue.id);
  return json;
}

const SiteIssue* deleted_issue(const Site& site, std::string_view id) {
  for (const SiteIssue& issue : site.issues())
    if (issue.deleted && issue.issue.id == id) return &issue;
  return nullptr;
}

}  // namespace

void AzureHandler::apply(const AzurePatch& patch, SiteIssue& issue, const Moment& moment) {
  const Act act{site_.me, moment.now};
  std::vector<std::string> links;
  // Places count the parent and children before the links.
  const std::size_t first_link =
      (issue.issue.parent_id.empty() ? 0U : 1U) +
      static_cast<std::size_t>(std::ranges::count_if(site_.issues(), [&](const SiteIssue& each) {
        return each.issue.parent_id == issue.issue.id && !each.deleted;
      }));
  std::vector<FieldEdit> edits = patch.edits;
  for (const std::size_t place : patch.remove_links) {
    if (place == 0 && !issue.issue.parent_id.empty()) {
      edits.push_back({FieldEdit::Field::parent, ""});
    } else if (place >= first_link && place - first_link < issue.link_ids.size()) {
      links.push_back(issue.link_ids[place - first_link]);
    }
  }
  site_.save(issue, edits, act);
  for (const std::string& link : links) site_.remove_link(link, act);
  for (const AzureLinkEdit& edit : patch.add_links) {
    const auto relation = words_.link_of(edit.relation);
    SiteIssue* const other = site_.find(std::to_string(edit.other));
    if (!relation || other == nullptr) continue;
    site_.link(relation->outward ? issue : *other, relation->outward ? *other : issue, *relation->type, act);
  }
  if (!patch.comment.empty()) site_.comment(issue, patch.comment, act);
}

Answer AzureHandler::create(const Call& call) {
  if (auto no = wrong_type(call.request)) return std::move(*no);
  const SiteType* const type =
      call.argument.starts_with('$') ? words_.site_type(call.argument.substr(1)) : nullptr;
  if (type == nullptr)
    return azure_error(404, "WorkItemTypeNotFoundException",
                       fmt::format("VS402323: Work item type {} does not exist in project {}.", call.argument,
                                   call.project->name));
  auto patch = read_patch(call.view, call.request.body, nullptr, *type, texts_.markdown);
  if (!patch) return answer_of(patch.error());
  std::string title;
  std::vector<FieldEdit> fields;
  for (const FieldEdit& edit : patch->edits) {
    if (edit.field == FieldEdit::Field::summary) {
      title = edit.value;
    } else {
      fields.push_back(edit);
    }
  }
  if (call.query("validateonly").value_or("") == "true") {
    SiteIssue draft;
    draft.issue.id = "0";
    draft.issue.type = type->name;
    draft.issue.project_name = call.project->name;
    draft.issue.status = site_.statuses.front();
    draft.issue.summary = title;
    draft.issue.created = draft.issue.updated = call.moment.now;
    draft.creator = site_.me;
    return azure_answer(work_item_json(call.view, draft, {{}, false, false, true}));
  }
  SiteIssue& issue =
      site_.create({call.project->key, type->name, title, fields}, {site_.me, call.moment.now});
  AzurePatch rest = *patch;
  rest.edits.clear();
  apply(rest, issue, call.moment);
  return azure_answer(work_item_json(call.view, issue, {{}, true, false, true}));
}

Answer AzureHandler::edit(const Call& call) {
  if (auto no = wrong_type(call.request)) return std::move(*no);
  SiteIssue* const issue = site_.find(call.argument);
  if (issue == nullptr) return azure_missing(call.argument);
  const SiteType* const type = site_.type(issue->issue.type);
  auto patch = read_patch(call.view, call.request.body, issue, *type, texts_.markdown);
  if (!patch) return answer_of(patch.error());
  if (call.query("validateonly").value_or("") != "true") apply(*patch, *issue, call.moment);
  return azure_answer(work_item_json(call.view, *issue, {{}, true, false, true}));
}

Answer AzureHandler::remove(const Call& call) {
  SiteIssue* const issue = site_.find(call.argument);
  if (issue == nullptr) return azure_missing(call.argument);
  const JsonDocument json = deleted_json(call.view, *issue, call.moment.now);
  site_.remove(*issue, {site_.me, call.moment.now});
  return azure_answer(json);
}

Answer AzureHandler::bin(const Call& call) {
  if (!call.argument.empty()) {
    const SiteIssue* const issue = deleted_issue(site_, call.argument);
    if (issue == nullptr) return azure_missing(call.argument);
    return azure_answer(deleted_json(call.view, *issue, issue->issue.updated));
  }
  JsonDocument list = JsonDocument::array();
  for (const SiteIssue& issue : site_.issues()) {
    if (issue.deleted)
      list.push_back({{"id", std::stoll(issue.issue.id)},
                      {"url", fmt::format("{}/_apis/wit/recyclebin/{}", call.base_url, issue.issue.id)}});
  }
  return azure_answer(azure_list(std::move(list)));
}

Answer AzureHandler::restore(const Call& call) {
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  const bool asked =
      body && ((*body)["IsDeleted"].as_bool() == false || (*body)["isDeleted"].as_bool() == false);
  if (!asked) return azure_error(400, "VssPropertyValidationException", "IsDeleted has to be false.");
  SiteIssue* const issue = site_.restore(call.argument, {site_.me, call.moment.now});
  if (issue == nullptr) return azure_missing(call.argument);
  return azure_answer(deleted_json(call.view, *issue, call.moment.now));
}

Answer AzureHandler::add_comment(const Call& call) {
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  SiteIssue* const issue = site_.find(call.argument);
  if (issue == nullptr) return azure_missing(call.argument);
  if (!body || (*body)["text"].text().empty())
    return azure_error(400, "CommentTextRequiredException",
                       "VS402629: The text of a comment must not be empty.");
  const std::string text{(*body)["text"].text()};
  const bool markdown = same_word(call.query("format").value_or("html"), "markdown");
  const std::string id =
      site_.comment(*issue, markdown ? text : texts_.markdown(text), {site_.me, call.moment.now});
  return azure_answer(comment_json(call.view, *issue, issue->issue.comments.back(), false));
}

Answer AzureHandler::remove_comment(const Call& call) {
  SiteIssue* const issue = site_.find(call.argument);
  if (issue == nullptr) return azure_missing(call.argument);
  const auto found = std::ranges::find(issue->issue.comments, call.second, &tracker::Comment::id);
  if (found == issue->issue.comments.end())
    return azure_error(404, "CommentNotFoundException",
                       fmt::format("VS402630: Comment {} does not exist.", call.second));
  removed_comments_[issue->issue.id].push_back(*found);
  site_.remove_comment(*issue, call.second, {site_.me, call.moment.now});
  Answer answer;
  answer.status = 204;
  return answer;
}

}  // namespace stint::test
