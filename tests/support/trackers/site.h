// What a fake tracker is the tracker of: projects, people, boards, sprints and issues, as a reader that
// misses nothing has to find them. No tracker's own words: each fake tells it in its own way. Not for several
// threads; the front of a fake lets one request at a time see it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "demo/random.h"
#include "tracker/model.h"

namespace stint::test {

struct Named {
  std::string id;
  std::string name;
};

struct SiteUser {
  std::string id;
  std::string name;
  std::string login;  // for trackers that have one: "amara.okafor"
  std::string email;
  bool bot = false;
};

struct SiteProject {
  std::string id;
  std::string key;
  std::string name;
  std::vector<Named> components;
  std::vector<tracker::Version> versions;
};

struct SiteType {
  std::string id;
  std::string name;
  bool subtask = false;
  bool epic = false;
};

struct SiteLinkType {
  std::string id;
  std::string name;
  std::string inward;
  std::string outward;
};

// Who does something, and when.
struct Act {
  std::string author;  // SiteUser::id
  Instant at{};
};

// One field of a save. Which words are used is said at Change in tracker/model.h; `from` is filled in by
// Site::save().
struct FieldEdit {
  enum class Field : std::uint8_t {
    summary,
    description,   // Markdown
    status,        // id
    resolution,    // name; empty: none
    priority,      // name
    assignee,      // user id; empty: nobody
    type,          // name
    labels,        // separated by spaces
    components,    // names, separated by commas
    fix_versions,  // likewise
    points,        // a number; empty: none
    flagged,       // "1" or empty
    sprint,        // ids separated by commas: all that the issue is listed in
    parent,        // key; empty: none
    due,           // "2026-11-20"; empty: none
  };
  Field field = Field::summary;
  std::string value;
};

struct SiteIssue {
  // As it has to be read. `changes` are sorted as sort_changes() sorts them; texts are Markdown.
  tracker::Issue issue;
  std::string creator;                   // SiteUser::id
  std::vector<std::string> former_keys;  // that lead here still
  std::vector<std::string> link_ids;     // one for each of issue.links, the same on both ends
  std::int64_t revision = 1;             // counts saves and comments: the version of trackers that have one
  bool deleted = false;
  // What the search index has heard of, oldest first: from `seen` on it finds the issue with that `updated`.
  struct Indexed {
    Instant seen{};
    Instant updated{};
    bool deleted = false;
  };
  std::vector<Indexed> indexed;
};

struct NewIssue {
  std::string project_key;
  std::string type;  // name
  std::string summary;
  std::vector<FieldEdit> fields;  // of a creation no history tells
};

class Site {
 public:
  std::vector<SiteProject> projects;
  std::vector<SiteUser> users;
  std::vector<tracker::Status> statuses;
  std::vector<SiteType> types;
  std::vector<Named> priorities;
  std::vector<Named> resolutions;
  std::vector<SiteLinkType> link_types;
  std::vector<tracker::Field> fields;
  std::vector<tracker::Board> boards;
  std::vector<tracker::Sprint> sprints;
  // Ids of the fields that hold the estimate, the sprints and the flag.
  std::string points_field;
  std::string sprint_field;
  std::string flag_field;
  std::string me;                     // SiteUser::id of the account that reads and writes
  Instant built{};                    // nothing in it was later when it was filled
  std::vector<std::string> canaries;  // secrets inside issues; they must not show up in logs
  // How long the search does not know of a save that is the n-th one; empty: not at all.
  std::function<Milliseconds(std::int64_t number)> index_lag;

  // In the order of creation, deleted ones included. References stay good.
  [[nodiscard]] const std::deque<SiteIssue>& issues() const { return issues_; }
  [[nodiscard]] std::size_t size() const;  // without deleted ones
  // By id or key, former keys included, in any case; null when there is none or it is deleted.
  [[nodiscard]] SiteIssue* find(std::string_view id_or_key);
  [[nodiscard]] const SiteUser* user(std::string_view id) const;
  [[nodiscard]] const SiteProject* project(std::string_view key) const;
  [[nodiscard]] const tracker::Status* status(std::string_view id) const;
  [[nodiscard]] const tracker::Sprint* sprint(std::string_view id) const;
  [[nodiscard]] const SiteType* type(std::string_view name) const;
  // What a search at `now` goes by; nothing when it does not find the issue (not yet, or no more).
  [[nodiscard]] static std::optional<Instant> indexed_updated(const SiteIssue& issue, Instant now);
  // Grows with every change of anything.
  [[nodiscard]] std::int64_t version() const { return version_; }
  // Keys that have changed so far: what other issues say of their links and parents changes with them.
  [[nodiscard]] std::int64_t moves() const { return moves_; }

  // For those who fill it: takes the issue as it is, with all its history. `id` must be new.
  SiteIssue& add(tracker::Issue issue, std::string creator);
  // The texts of all issues become what `change` makes of them (what is left after a tracker's own format).
  void rewrite_texts(const std::function<std::string(std::string_view markdown)>& change);

  // What people do. Each leaves the traces that trackers keep: `updated` is act.at, a history entry with one
  // change per field that really changed. Values must be ones the site knows.
  SiteIssue& create(const NewIssue& request, const Act& act);
  // A status in the done category brings the resolution "Done" and `resolved`, leaving it takes them, where
  // the edits do not say otherwise.
  void save(SiteIssue& issue, const std::vector<FieldEdit>& edits, const Act& act);
  // Returns the comment's id.
  std::string comment(SiteIssue& issue, std::string markdown, const Act& act);
  bool remove_comment(SiteIssue& issue, std::string_view id, const Act& act);
  // `from` says type.outward of `to`. Returns the link's id.
  std::string link(SiteIssue& from, SiteIssue& to, const SiteLinkType& type, const Act& act);
  bool remove_link(std::string_view id, const Act& act);
  void remove(SiteIssue& issue, const Act& act);
  // Out of the bin again, without its links; null when no such id is in it.
  SiteIssue* restore(std::string_view id, const Act& act);
  // A new key, and a history that tells of it; the id stays.
  void move(SiteIssue& issue, const SiteProject& project, const Act& act);
  // One of these by chance: what colleagues do while somebody reads.
  void disturb(demo::Random& random, Instant now);

  // Grows from one number on for everything that has none yet: comments, history entries, links.
  [[nodiscard]] std::string new_id();

 private:
  // Sets the field, and says what a history would tell of it.
  tracker::Change apply(SiteIssue& issue, const FieldEdit& edit);
  [[nodiscard]] tracker::Change apply_versions(tracker::Issue& issue, const std::string& value) const;
  [[nodiscard]] tracker::Change apply_sprints(tracker::Issue& issue, const std::string& value) const;
  void touch(SiteIssue& issue, const Act& act);
  void tell(SiteIssue& issue, const Act& act, std::vector<tracker::Change> items);
  [[nodiscard]] std::string next_key(const std::string& project_key);
  [[nodiscard]] tracker::Person person(std::string_view id) const;

  // Where a row of a list stands, by id or key; made anew when the list has grown.
  struct Places {
    std::unordered_map<std::string, std::size_t> by_id;
    std::size_t size = 0;
  };
  template <class List, class Id>
  static const typename List::value_type* look_up(const List& list, std::string_view id, Places& places,
                                                  Id of);

  mutable Places user_places_;
  mutable Places project_places_;
  mutable Places sprint_places_;
  std::deque<SiteIssue> issues_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::unordered_map<std::string, std::int64_t> last_number_;  // by project key
  std::int64_t next_id_ = 900'000'000;
  std::int64_t version_ = 0;
  std::int64_t saves_ = 0;
  std::int64_t moves_ = 0;
};

}  // namespace stint::test
