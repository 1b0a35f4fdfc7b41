// The history of a work item: one update for each save, for each comment, and for links made from elsewhere.
#include <algorithm>
#include <fmt/format.h>

#include "support/trackers/azure_work_item.h"

namespace stint::test {
namespace {

// Links of long ago that were made from the other side: they left no revision here, as in the service's own
// examples. What is linked while somebody looks on always leaves one.
bool without_revision(const AzureView& view, const std::vector<const tracker::Change*>& changes) {
  return changes.front()->at < view.words.site().built &&
         std::ranges::all_of(
             changes, [](const auto* change) { return change->field == "Link"; }) &&
         std::hash<std::string>{}(changes.front()->history_id) % 2 == 0;
}

void add_saves(const AzureView& view, const SiteIssue& issue, std::vector<AzureUpdate>& updates) {
  const std::vector<tracker::Change>& changes = issue.issue.changes;
  for (std::size_t i = 0; i < changes.size();) {
    AzureUpdate update;
    update.at = changes[i].at;
    update.author = changes[i].author;
    const std::string& entry = changes[i].history_id;
    for (; i < changes.size() && changes[i].history_id == entry; ++i) update.changes.push_back(&changes[i]);
    update.links_only = without_revision(view, update.changes);
    updates.push_back(std::move(update));
  }
}

void add_comments(const AzureView& view, const SiteIssue& issue, std::vector<AzureUpdate>& updates) {
  const auto add = [&](const tracker::Comment& comment, bool removes) {
    AzureUpdate update;
    update.at = removes ? issue.issue.updated : comment.at;
    update.author = comment.author;
    update.comment = &comment;
    update.removes_comment = removes;
    updates.push_back(std::move(update));
  };
  for (const tracker::Comment& comment : issue.issue.comments) add(comment, false);
  if (const auto removed = view.removed_comments.find(issue.issue.id);
      removed != view.removed_comments.end()) {
    for (const tracker::Comment& comment : removed->second) {
      add(comment, false);
      add(comment, true);
    }
  }
}

// The fields as they were at the creation.
std::map<std::string, JsonDocument> first_fields(const AzureView& view, const SiteIssue& issue) {
  std::map<std::string, JsonDocument> fields = fields_of(view, issue);
  for (auto change = issue.issue.changes.rbegin(); change != issue.issue.changes.rend(); ++change) {
    AzureChange told;
    tell_change(view, issue, *change, told);
    for (AzureChange::Field& field : told.fields) fields[field.name] = std::move(field.before);
  }
  fields["System.CommentCount"] = 0;
  std::erase_if(fields, [](const auto& field) { return field.second.is_null(); });
  return fields;
}

class Teller {
 public:
  Teller(const AzureView& view, const SiteIssue& issue, const std::vector<AzureUpdate>& updates)
      : view_(view), issue_(issue), updates_(updates) {}

  [[nodiscard]] JsonDocument tell(std::size_t index) const {
    const AzureUpdate& update = updates_[index];
    JsonDocument json;
    json["id"] = index + 1;
    json["workItemId"] = std::stoll(issue_.issue.id);
    json["rev"] = update.rev;
    json["revisedBy"] = view_.words.identity(update.author, view_.base_url);
    json["revisedBy"]["name"] = fmt::format("{} <{}>", std::string{json["revisedBy"]["displayName"]},
                                            std::string{json["revisedBy"]["uniqueName"]});
    json["revisedDate"] = update.links_only ? azure_time(update.at) : revised(index);
    if (!update.links_only) json["fields"] = fields(index);
    AzureChange told;
    for (const tracker::Change* change : update.changes) tell_change(view_, issue_, *change, told);
    if (!told.added.empty()) json["relations"]["added"] = std::move(told.added);
    if (!told.removed.empty()) json["relations"]["removed"] = std::move(told.removed);
    json["url"] =
        fmt::format("{}/_apis/wit/workItems/{}/updates/{}", view_.base_url, issue_.issue.id, index + 1);
    return json;
  }

 private:
  // When the next revision replaced this one.
  [[nodiscard]] std::string revised(std::size_t index) const {
    for (++index; index < updates_.size(); ++index)
      if (!updates_[index].links_only) return azure_time(updates_[index].at);
    return std::string{kNeverRevised};
  }

  [[nodiscard]] JsonDocument fields(std::size_t index) const {
    const AzureUpdate& update = updates_[index];
    JsonDocument json = JsonDocument::object();
    if (index == 0) {
      json["System.Id"]["newValue"] = std::stoll(issue_.issue.id);
      for (auto& [name, value] : first_fields(view_, issue_)) json[name]["newValue"] = std::move(value);
      // As the service writes a person that there is none of.
      if (!json.contains("System.AssignedTo")) json["System.AssignedTo"] = JsonDocument::object();
      json["System.CreatedDate"]["newValue"] = azure_time(update.at);
      json["System.CreatedBy"]["newValue"] = view_.words.identity(update.author, view_.base_url);
      json["System.IsDeleted"]["newValue"] = false;
    }
    const AzureUpdate* before = nullptr;
    for (std::size_t i = index; i-- > 0 && before == nullptr;)
      if (!updates_[i].links_only) before = &updates_[i];
    const auto set = [&](const char* name, const JsonDocument& old, JsonDocument now) {
      if (before != nullptr) json[name]["oldValue"] = old;
      json[name]["newValue"] = std::move(now);
    };
    set("System.Rev", before != nullptr ? before->rev : 0, update.rev);
    set("System.AuthorizedDate", before != nullptr ? azure_time(before->at) : "", azure_time(update.at));
    set("System.RevisedDate", azure_time(update.at), revised(index));
    set("System.ChangedDate", before != nullptr ? azure_time(before->at) : "", azure_time(update.at));
    set("System.Watermark", before != nullptr ? before->rev + 100 : 0, update.rev + 100);
    if (before == nullptr || before->author != update.author)
      set("System.ChangedBy",
          before != nullptr ? view_.words.identity(before->author, view_.base_url) : JsonDocument(),
          view_.words.identity(update.author, view_.base_url));
    AzureChange told;
    for (const tracker::Change* change : update.changes) tell_change(view_, issue_, *change, told);
    for (AzureChange::Field& field : told.fields) {
      JsonDocument& both = json[field.name] = JsonDocument::object();
      if (!field.before.is_null()) both["oldValue"] = std::move(field.before);
      if (!field.after.is_null()) both["newValue"] = std::move(field.after);
    }
    if (update.comment != nullptr) tell_comment(update, index, json);
    return json;
  }

  void tell_comment(const AzureUpdate& update, std::size_t index, JsonDocument& json) const {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < index; ++i)
      if (updates_[i].comment != nullptr) count += updates_[i].removes_comment ? -1 : 1;
    json["System.CommentCount"]["oldValue"] = count;
    json["System.CommentCount"]["newValue"] = count + (update.removes_comment ? -1 : 1);
    if (!update.removes_comment) json["System.History"]["newValue"] = view_.html(update.comment->body);
  }

  const AzureView& view_;
  const SiteIssue& issue_;
  const std::vector<AzureUpdate>& updates_;
};

}  // namespace

std::vector<AzureUpdate> updates_of(const AzureView& view, const SiteIssue& issue) {
  std::vector<AzureUpdate> updates(1);
  updates.front().at = issue.issue.created;
  updates.front().author = issue.creator;
  add_saves(view, issue, updates);
  add_comments(view, issue, updates);
  std::stable_sort(updates.begin() + 1, updates.end(),
                   [](const AzureUpdate& a, const AzureUpdate& b) { return a.at < b.at; });
  std::int64_t rev = 0;
  for (AzureUpdate& update : updates) update.rev = update.links_only ? rev : ++rev;
  return updates;
}

std::int64_t rev_of(const std::vector<AzureUpdate>& updates) {
  return updates.back().rev;
}

JsonDocument updates_json(const AzureView& view, const SiteIssue& issue, std::size_t skip, std::size_t top) {
  const std::vector<AzureUpdate> updates = updates_of(view, issue);
  const Teller teller{view, issue, updates};
  JsonDocument list = JsonDocument::array();
  for (std::size_t i = skip; i < updates.size() && i - skip < top; ++i) list.push_back(teller.tell(i));
  return list;
}

}  // namespace stint::test
