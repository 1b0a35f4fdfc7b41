#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/jira/field_value.h"
#include "tracker/jira/propose.h"
#include "tracker/jira/sprints.h"

namespace stint::tracker::jira {
namespace {

// The fields of a new issue, one after another.
class Creation {
 public:
  Creation(Site& site, const CreateIssue& create, std::vector<FieldMeta> metas, const IssueType& type)
      : site_(site), create_(create), metas_(std::move(metas)) {
    fields_["project"]["key"] = create.project;
    fields_["issuetype"]["id"] = type.id;
    given_ = {"project", "issuetype"};
    show("project", create.project);
    show("type", type.name);
  }

  Outcome set(std::string_view name, std::string_view text) {
    STINT_ASSIGN(meta, find_field(metas_, name));
    if (!given_.insert(meta->id).second) {
      return fail(ErrorCode::usage, fmt::format("{} is given twice", meta->name));
    }
    STINT_ASSIGN(value, typed_value(site_, create_.project, *meta, text));
    if (value.json.is_null()) return {};
    fields_[meta->id] = std::move(value.json);
    show(meta->name, value.shown);
    return {};
  }

  Outcome assign() { return create_.assignee.empty() ? Outcome{} : set("assignee", create_.assignee); }

  Outcome plan() {
    if (create_.sprint.empty()) return {};
    STINT_ASSIGN(sprint, find_sprint(site_, create_.project, create_.sprint));
    auto meta = find_field(metas_, "sprint");
    if (!meta) {
      return fail(ErrorCode::usage, "this project does not take a sprint when an issue is created", {},
                  "create it without, and move it to the sprint afterwards");
    }
    STINT_TRY(set("sprint", sprint.id));
    diff_.back().after = sprint.name;
    return {};
  }

  void mark() {
    if (create_.marker.empty()) return;
    auto labels = find_field(metas_, "labels");
    if (!labels) {
      warnings_.push_back(
          "new issues cannot carry a label here: if the answer is lost, the issue is looked for by its "
          "summary");
      return;
    }
    JsonDocument& list = fields_[(*labels)->id];
    if (!list.is_array()) list = JsonDocument::array();
    list.push_back(create_.marker);
    if (given_.insert((*labels)->id).second) return show((*labels)->name, create_.marker);
    for (FieldDiff& row : diff_) {
      if (row.field == (*labels)->name)
        row.after += row.after.empty() ? create_.marker : ", " + create_.marker;
    }
  }

  Proposal finish() {
    std::vector<std::string> missing;
    for (const FieldMeta& meta : metas_) {
      // Jira puts the reporter in by itself.
      if (meta.required && !meta.has_default && meta.id != "reporter" && !given_.contains(meta.id))
        missing.push_back(meta.name);
    }
    if (!missing.empty()) {
      warnings_.push_back("Jira may refuse it: the project also asks for " + choices_text(missing));
    }
    JsonDocument body;
    body["fields"] = std::move(fields_);
    Proposal proposal;
    proposal.requests.push_back(wire_request("POST", site_.api("/issue"), &body, nullptr));
    proposal.diff = std::move(diff_);
    proposal.warnings = std::move(warnings_);
    proposal.undo = DeleteIssue{};
    return proposal;
  }

 private:
  void show(std::string field, std::string after) {
    diff_.push_back({std::move(field), "", std::move(after)});
  }

  Site& site_;
  const CreateIssue& create_;
  const std::vector<FieldMeta> metas_;
  JsonDocument fields_;
  std::set<std::string> given_;
  std::vector<FieldDiff> diff_;
  std::vector<std::string> warnings_;
};

}  // namespace

Result<Proposal> propose_create(Site& site, const CreateIssue& create) {
  if (trimmed(create.summary).empty()) return fail(ErrorCode::usage, "an issue needs a summary");
  STINT_ASSIGN(type, find_type(site, create.project, create.type));
  STINT_ASSIGN(metas, create_fields(site, create.project, type));
  Creation creation{site, create, std::move(metas), type};
  STINT_TRY(creation.set("summary", create.summary));
  for (const FieldValue& field : create.fields) STINT_TRY(creation.set(field.field, field.value));
  STINT_TRY(creation.assign());
  STINT_TRY(creation.plan());
  creation.mark();
  return creation.finish();
}

Result<Proposal> propose_edit(Site& site, const EditFields& edit, const Target& target) {
  const Issue& issue = target.record.issue;
  if (edit.fields.empty()) return fail(ErrorCode::usage, "no field to change is named");
  STINT_ASSIGN(metas, edit_fields(site, issue.id));
  std::vector<const FieldMeta*> chosen;
  std::string ids;
  for (const FieldValue& field : edit.fields) {
    STINT_ASSIGN(meta, find_field(metas, field.field));
    if (std::ranges::find(chosen, meta) != chosen.end()) {
      return fail(ErrorCode::usage, fmt::format("{} is given twice", meta->name));
    }
    chosen.push_back(meta);
    ids += (ids.empty() ? "" : ",") + curl::url_encoded(meta->id);
  }
  auto now = site.get(site.api(fmt::format("/issue/{}?fields={}", curl::url_encoded(issue.id), ids)));
  if (!now) return fail(std::move(now).error().error);
  Proposal proposal;
  EditFields back;
  JsonDocument body;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const FieldMeta& meta = *chosen[i];
    STINT_ASSIGN(value, typed_value(site, issue.project_key, meta, edit.fields[i].value));
    std::string before = shown_value(meta, now->root["fields"][meta.id]);
    if (before == value.shown) continue;
    body["fields"][meta.id] = std::move(value.json);
    back.fields.push_back({meta.id, before});
    proposal.diff.push_back({meta.name, std::move(before), std::move(value.shown)});
  }
  if (proposal.diff.empty()) {
    return fail(ErrorCode::usage,
                fmt::format("{} has these values already: nothing would change", issue.key));
  }
  proposal.version = target.version;
  proposal.requests.push_back(
      wire_request("PUT", site.api(fmt::format("/issue/{}", curl::url_encoded(issue.id))), &body, &target));
  proposal.undo = std::move(back);
  return proposal;
}

}  // namespace stint::tracker::jira
