// A Jira: Cloud (REST version 3) or Data Center (version 2), with the agile API of both. It is as strict as
// it can be: what the official description does not know is refused, and remembered as a violation.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/simdjson/json.h"
#include "support/trackers/handler.h"
#include "support/trackers/jira_documents.h"
#include "support/trackers/jira_json.h"
#include "support/trackers/jira_query.h"

namespace stint::test {

struct JiraOptions {
  bool cloud = true;
  std::string user;  // e-mail address or login; empty: those of the site's account
  std::string token = "fake-token";
  std::string time_zone = "America/St_Johns";  // of the account: half an hour beside everybody else's
  std::string version = "9.12.4";              // of a Data Center
  bool bulk_fetch = true;                      // POST issue/bulkfetch is there
  bool bulk_changelog = true;                  // POST changelog/bulkfetch is there
  bool epoch_dates = false;                    // that one gives dates as milliseconds
  std::size_t page_cap = 0;  // fewer entries on each page than the real one's cap; 0: the real one's
  std::set<std::string> hidden_boards;        // ids: 403
  std::set<std::string> missing_permissions;  // "EDIT_ISSUES"
};

class FakeJira final : public Handler {
 public:
  // `site` is borrowed; its texts are such as told_as_adf() or told_as_wiki() leave them.
  FakeJira(Site& site, JiraOptions options);

  [[nodiscard]] Answer handle(const ReceivedRequest& request, const Moment& moment) override;
  [[nodiscard]] Site& site() override { return site_; }

  // Makes all issues' JSON at once, so that it is not made while somebody measures.
  void prepare(const std::string& base_url);

 private:
  friend struct JiraRoutes;
  // A request on its way through.
  struct Call {
    const Target& target;
    const Moment& moment;
    json::Value body;
    std::vector<std::string> ids;  // what the path's brackets stand for
  };
  struct Rendered {
    std::int64_t revision = -1;
    std::int64_t moves = -1;
    std::string fields;
    std::string changelog;
  };
  struct FieldChoice {
    bool all = false;
    bool navigable = false;
    std::set<std::string, std::less<>> with;
    std::set<std::string, std::less<>> without;
    [[nodiscard]] bool wants(std::string_view id) const;
    [[nodiscard]] bool ids_only() const;
  };
  struct Find {
    std::vector<const SiteIssue*> issues;
    std::vector<std::string> places;  // sorted
  };

  [[nodiscard]] bool is_signed(const ReceivedRequest& request) const;
  [[nodiscard]] Answer route(const ReceivedRequest& request, const Moment& moment, const Target& target);

  // Asking.
  Answer search(Call& call);          // Cloud
  Answer classic_search(Call& call);  // Data Center
  Answer removed(Call& call);
  Answer bulk_fetch(Call& call);
  Answer get_issue(Call& call);
  Answer changelog_page(Call& call);
  Answer bulk_changelog(Call& call);
  Answer comment_page(Call& call);
  Answer get_comment(Call& call);
  Answer parse_queries(Call& call);
  Answer fields(Call& call);
  Answer statuses(Call& call);
  Answer status_page(Call& call);
  Answer projects(Call& call);
  Answer project_page(Call& call);
  Answer one_project(Call& call);
  Answer priorities(Call& call);
  Answer resolutions(Call& call);
  Answer link_types(Call& call);
  Answer myself(Call& call);
  Answer server_info(Call& call);
  Answer permissions(Call& call);
  Answer find_users(Call& call);
  Answer create_types(Call& call);
  Answer create_fields(Call& call);
  Answer classic_create_meta(Call& call);
  Answer edit_fields(Call& call);
  Answer transitions(Call& call);
  Answer get_link(Call& call);
  Answer boards(Call& call);
  Answer board(Call& call);
  Answer board_configuration(Call& call);
  Answer board_sprints(Call& call);
  Answer sprint(Call& call);
  // Doing.
  Answer create_issue(Call& call);
  Answer edit_issue(Call& call);
  Answer delete_issue(Call& call);
  Answer assign(Call& call);
  Answer transition(Call& call);
  Answer add_comment(Call& call);
  Answer delete_comment(Call& call);
  Answer add_link(Call& call);
  Answer delete_link(Call& call);
  Answer move_to_sprint(Call& call);
  Answer move_to_backlog(Call& call);

  [[nodiscard]] static FieldChoice choice_of(const std::vector<std::string>& fields, bool all_when_none);
  [[nodiscard]] std::string names() const;  // an object: names by field id
  [[nodiscard]] Act act(const Moment& moment) const { return {site_.me, moment.now}; }
  [[nodiscard]] const Find& find(const JqlQuery& query, Instant now, const std::string& text);
  [[nodiscard]] JqlContext query_context(const Moment& moment, bool known_ids_only);
  void write_issue(std::string& out, const SiteIssue& issue, const FieldChoice& choice, bool changelog);
  const Rendered& rendered(const SiteIssue& issue);
  [[nodiscard]] std::string inline_changelog(const SiteIssue& issue);
  void field_meta(demo::JsonWriter& json, const tracker::Field& field, const SiteProject& project,
                  bool required);
  [[nodiscard]] static std::string transition_id(const tracker::Status& status);
  [[nodiscard]] bool asks_resolution(const tracker::Status& status) const;
  [[nodiscard]] const SiteProject* find_project(const std::string& id_or_key) const;
  void add_comments(Call& call, SiteIssue& issue);
  Answer move_issues(Call& call, const std::string& sprint);
  void board_json(demo::JsonWriter& json, const tracker::Board& board);
  [[nodiscard]] const tracker::Board* find_board(const std::string& id) const;
  [[nodiscard]] std::vector<tracker::Field> editable_fields() const;
  [[nodiscard]] std::size_t capped(std::int64_t asked, std::size_t cap) const;

  // What a body's fields come to; `errors` are by field.
  struct Edits {
    std::vector<FieldEdit> fields;
    std::string summary;
    std::string type;
    std::string project;
    std::map<std::string, std::string> errors;
  };
  [[nodiscard]] Edits read_edits(json::Value body, const SiteIssue* issue, bool creating);
  void read_edit(std::string_view id, json::Value value, Edits& edits);
  void read_update(std::string_view id, json::Value operations, const SiteIssue* issue, Edits& edits);
  [[nodiscard]] const SiteUser* read_user(json::Value value) const;
  [[nodiscard]] std::string sprints_after_move(const SiteIssue& issue, const std::string& sprint) const;
  [[nodiscard]] Answer refuse_edits(const Edits& edits) const;

  Site& site_;
  const JiraOptions options_;
  JiraDocuments documents_;
  JiraJson json_;
  json::Parser parser_;
  std::map<std::string, Rendered, std::less<>> rendered_;  // by issue id
  // The last search, for its next page.
  std::string found_query_;
  std::int64_t found_version_ = -1;
  Find found_;
};

// In Jira's shape.
[[nodiscard]] Answer jira_error(int status, std::string_view message,
                                const std::map<std::string, std::string>& errors = {});
[[nodiscard]] Answer jira_answer(std::string body, int status = 200);

// A page of a list that is found by its start: {"startAt","maxResults","total","isLast","values"}.
struct JiraPage {
  std::size_t first = 0;
  std::size_t count = 0;  // most entries
  std::size_t total = 0;
};
// The members in front of the entries, and how the entries' member is called.
void begin_page(demo::JsonWriter& json, const JiraPage& page, std::string_view name, bool with_last = true);

// The field that names a story's epic on Data Center.
void add_epic_links(Site& site);

// The issue as it is told: what a reader of this kind of Jira can find of the truth.
[[nodiscard]] tracker::Issue as_jira_tells(tracker::Issue issue, bool cloud);

}  // namespace stint::test
