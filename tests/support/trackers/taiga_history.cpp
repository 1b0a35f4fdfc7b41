// Histories: what each save changed, by ids (diff) and by names (values_diff), and comments.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "support/trackers/azure_words.h"
#include "support/trackers/taiga_documents.h"

namespace stint::test {
namespace {

struct Entry {
  JsonDocument diff = JsonDocument::object();
  JsonDocument values_diff = JsonDocument::object();
  JsonDocument values = JsonDocument::object();
};

std::optional<double> number_of(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return text.empty() || fault != std::errc{} ? std::nullopt : std::optional{value};
}

JsonDocument pair(JsonDocument a, JsonDocument b) {
  JsonDocument list = JsonDocument::array();
  list.push_back(std::move(a));
  list.push_back(std::move(b));
  return list;
}

JsonDocument text_or_null(const std::string& text) {
  return text.empty() ? JsonDocument(nullptr) : JsonDocument(text);
}

JsonDocument words_of(std::string_view text) {
  JsonDocument list = JsonDocument::array();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) list.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

class Teller {
 public:
  Teller(const TaigaView& view, const SiteIssue& issue)
      : view_(view),
        kind_(TaigaWords::kind(issue.issue)),
        project_(*view.words.site().project(issue.issue.project_key)) {}

  void add(const tracker::Change& change, Entry& entry) const {
    const Site& site = view_.words.site();
    if (change.field_id == "status") {
      by_id("status", view_.words.status_id(project_, kind_, change.from), change.from_text,
            view_.words.status_id(project_, kind_, change.to), change.to_text, entry);
      add_closing(change, entry);
    } else if (change.field_id == "summary") {
      plain("subject", change.from_text, change.to_text, entry);
    } else if (change.field_id == "description") {
      entry.diff["description"] = pair(change.from_text, change.to_text);
      entry.diff["description_html"] =
          pair("<p>" + change.from_text + "</p>", "<p>" + change.to_text + "</p>");
      entry.values_diff["description_diff"] = pair(nullptr, "<ins>" + change.to_text + "</ins>");
    } else if (change.field_id == "priority" && kind_ == TaigaKind::issue) {
      by_id("priority", view_.words.priority_id(project_, change.from_text), change.from_text,
            view_.words.priority_id(project_, change.to_text), change.to_text, entry);
    } else if (change.field_id == "assignee") {
      add_assignee(change, entry);
    } else if (change.field_id == "labels") {
      plain("tags", words_of(change.from_text), words_of(change.to_text), entry);
    } else if (change.field_id == site.points_field && kind_ == TaigaKind::story) {
      add_points(number_of(change.from_text), number_of(change.to_text), entry);
    } else if (change.field_id == site.flag_field) {
      plain("is_blocked", !change.from_text.empty(), !change.to_text.empty(), entry);
    } else if (change.field_id == site.sprint_field && kind_ != TaigaKind::epic) {
      add_milestone(last_of_list(change.from), last_of_list(change.to), entry);
    } else if (change.field_id == "parent" && kind_ == TaigaKind::task) {
      add_story(change.from, change.to, entry);
    } else if (change.field_id == "duedate" && kind_ != TaigaKind::epic) {
      plain("due_date", text_or_null(change.from_text.substr(0, 10)),
            text_or_null(change.to_text.substr(0, 10)), entry);
    }
  }

 private:
  static void plain(const char* name, JsonDocument from, JsonDocument to, Entry& entry) {
    entry.diff[name] = pair(from, to);
    entry.values_diff[name] = pair(std::move(from), std::move(to));
  }

  static void by_id(const char* name, std::int64_t from, const std::string& from_name, std::int64_t to,
                    const std::string& to_name, Entry& entry) {
    if (from == to) return;
    entry.diff[name] = pair(taiga_id_or_null(from), taiga_id_or_null(to));
    entry.values_diff[name] = pair(from == 0 ? JsonDocument(nullptr) : JsonDocument(from_name),
                                   to == 0 ? JsonDocument(nullptr) : JsonDocument(to_name));
    if (from != 0) entry.values[name][std::to_string(from)] = from_name;
    if (to != 0) entry.values[name][std::to_string(to)] = to_name;
  }

  // Stories say when they were done.
  void add_closing(const tracker::Change& change, Entry& entry) const {
    if (kind_ != TaigaKind::story) return;
    const auto closed = [&](const std::string& id) {
      const tracker::Status* const status = view_.words.site().status(id);
      return status != nullptr && status->category == tracker::StatusCategory::done;
    };
    if (closed(change.from) == closed(change.to)) return;
    plain("is_closed", closed(change.from), closed(change.to), entry);
    const std::string at = taiga_time(change.at);
    plain("finish_date", closed(change.from) ? at : "None", closed(change.to) ? at : "None", entry);
  }

  void add_assignee(const tracker::Change& change, Entry& entry) const {
    const std::int64_t from = view_.words.user_id(change.from);
    const std::int64_t to = view_.words.user_id(change.to);
    by_id("assigned_to", from, change.from_text, to, change.to_text, entry);
    if (entry.values.contains("assigned_to")) {
      entry.values["users"] = entry.values["assigned_to"];
      entry.values.erase("assigned_to");
    }
    if (kind_ != TaigaKind::story || from == to) return;
    const auto list = [](std::int64_t id) {
      JsonDocument ids = JsonDocument::array();
      if (id != 0) ids.push_back(id);
      return ids;
    };
    entry.diff["assigned_users"] = pair(list(from), list(to));
    entry.values_diff["assigned_users"] = pair(text_or_null(change.from_text), text_or_null(change.to_text));
  }

  void add_points(std::optional<double> from, std::optional<double> to, Entry& entry) const {
    const auto roles = view_.words.roles(project_);
    const JsonDocument before = view_.words.role_points(project_, from);
    const JsonDocument after = view_.words.role_points(project_, to);
    if (before == after) return;
    entry.diff["points"] = pair(before, after);
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string role = std::to_string(roles.at(i).id);
      const auto point = [&](const JsonDocument& points) {
        const std::int64_t id = points[role];
        const std::string name = view_.words.point(project_, id)->name;
        entry.values["points"][std::to_string(id)] = name;
        return name;
      };
      const std::string old = point(before);
      const std::string now = point(after);
      entry.values["roles"][role] = roles.at(i).name;
      if (old != now) entry.values_diff["points"][std::string{roles.at(i).name}] = pair(old, now);
    }
  }

  void add_milestone(const std::string& from, const std::string& to, Entry& entry) const {
    const auto name = [&](const std::string& id) {
      const tracker::Sprint* const sprint = view_.words.site().sprint(id);
      return sprint == nullptr ? std::string{} : sprint->name;
    };
    by_id("milestone", view_.words.milestone_id(from), name(from), view_.words.milestone_id(to), name(to),
          entry);
  }

  void add_story(const std::string& from, const std::string& to, Entry& entry) const {
    const auto find = [&](const std::string& id) -> const SiteIssue* {
      for (const SiteIssue& each : view_.words.site().issues())
        if (!id.empty() && each.issue.id == id && TaigaWords::kind(each.issue) == TaigaKind::story)
          return &each;
      return nullptr;
    };
    const SiteIssue* const before = find(from);
    const SiteIssue* const after = find(to);
    const auto text = [](const SiteIssue* each) {
      return each == nullptr ? std::string{}
                             : fmt::format("#{} {}", TaigaWords::ref(each->issue), each->issue.summary);
    };
    by_id("user_story", before == nullptr ? 0 : view_.words.number(*before), text(before),
          after == nullptr ? 0 : view_.words.number(*after), text(after), entry);
  }

  const TaigaView& view_;
  const TaigaKind kind_;
  const SiteProject& project_;
};

JsonDocument user_json(const TaigaView& view, const std::string& site_id) {
  const SiteUser* const user = view.words.site().user(site_id);
  const std::int64_t id = view.words.user_id(site_id);
  return {{"gravatar_id", fmt::format("{:032x}", id)},
          {"is_active", true},
          {"name", user == nullptr ? site_id : user->name},
          {"photo", nullptr},
          {"pk", id},
          {"username", user == nullptr ? site_id : user->login}};
}

JsonDocument entry_json(const TaigaView& view, const SiteIssue& issue, const std::string& id, Instant at,
                        const std::string& author, Entry entry, const std::string& comment) {
  const TaigaKind kind = TaigaWords::kind(issue.issue);
  if (!entry.values.contains("users")) entry.values["users"] = JsonDocument::object();
  JsonDocument json;
  json["comment"] = comment;
  json["comment_html"] = comment.empty() ? "" : "<p>" + comment + "</p>";
  json["created_at"] = taiga_time(at);
  json["delete_comment_date"] = nullptr;
  json["delete_comment_user"] = nullptr;
  json["diff"] = std::move(entry.diff);
  json["edit_comment_date"] = nullptr;
  json["id"] = taiga_entry_id(id);
  json["is_hidden"] = false;
  json["is_snapshot"] = false;
  json["key"] = fmt::format("{}.{}:{}", plural(kind), singular(kind), view.words.number(issue));
  json["snapshot"] = nullptr;
  json["type"] = 1;
  json["user"] = user_json(view, author);
  json["values"] = std::move(entry.values);
  json["values_diff"] = std::move(entry.values_diff);
  return json;
}

}  // namespace

std::string taiga_entry_id(std::string_view id) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
  return fmt::format("{:08x}-bc5b-11ea-816c-{:012x}", hash >> 32U, hash & 0xffff'ffff'ffffULL);
}

std::vector<std::string> taiga_members(const TaigaView& view, const SiteIssue& issue,
                                       const tracker::Change& change) {
  Entry entry;
  Teller{view, issue}.add(change, entry);
  std::vector<std::string> names;
  for (const auto& [name, value] : entry.diff.items()) names.push_back(name);
  return names;
}

JsonDocument taiga_history_json(const TaigaView& view, const SiteIssue& issue) {
  std::vector<std::pair<Instant, JsonDocument>> entries;
  const Teller teller{view, issue};
  const std::vector<tracker::Change>& changes = issue.issue.changes;
  for (std::size_t i = 0; i < changes.size();) {
    const tracker::Change& first = changes[i];
    Entry entry;
    for (; i < changes.size() && changes[i].history_id == first.history_id; ++i)
      teller.add(changes[i], entry);
    // What Taiga knows no field for leaves no entry.
    if (entry.diff.empty()) continue;
    entries.emplace_back(
        first.at, entry_json(view, issue, first.history_id, first.at, first.author, std::move(entry), ""));
  }
  for (const tracker::Comment& comment : issue.issue.comments)
    entries.emplace_back(comment.at,
                         entry_json(view, issue, comment.id, comment.at, comment.author, {}, comment.body));
  if (const auto removed = view.removed_comments.find(issue.issue.id);
      removed != view.removed_comments.end()) {
    for (const tracker::Comment& comment : removed->second) {
      JsonDocument json = entry_json(view, issue, comment.id, comment.at, comment.author, {}, comment.body);
      json["delete_comment_date"] = taiga_time(view.now);
      json["delete_comment_user"] = user_json(view, view.words.site().me);
      entries.emplace_back(comment.at, std::move(json));
    }
  }
  std::ranges::stable_sort(entries, [](const auto& a, const auto& b) { return a.first < b.first; });
  JsonDocument list = JsonDocument::array();
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
    list.push_back(std::move(entry->second));
  return list;
}

}  // namespace stint::test
