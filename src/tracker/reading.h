// What reading a tracker brings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "tracker/capacity.h"
#include "tracker/model.h"

namespace stint::tracker {

// What is read of a tracker.
struct Scope {
  std::vector<std::string> projects;  // as Connection::projects
  // Only what was changed at or after it, by the tracker's own clock; nothing: all.
  std::optional<Instant> since;
  // Every issue of the list will be read: it may come whole with it, where that saves requests.
  bool whole = false;
};

// Who we are there, and what we are talking to.
struct Account {
  std::string id;
  std::string name;
  std::string time_zone;  // IANA; empty where the tracker does not say. Jira reads dates of a query in it
  std::string version;    // "Jira Data Center 9.12.4"
  std::optional<Instant> server_time;
};

// Something that was asked for and did not come.
struct Unreadable {
  std::string what;   // "the changelog of PAY-12"
  std::string issue;  // its id; empty when it is of no single issue
  Error error;
};

struct Project {
  std::string key;
  std::string name;
};

// What a tracker defines around issues.
struct Catalogue {
  std::vector<Project> projects;
  std::vector<Status> statuses;
  std::vector<Field> fields;
  std::vector<Person> people;
  std::vector<Board> boards;
  std::vector<Sprint> sprints;
  std::vector<SprintCapacity> capacities;
  bool capacities_whole = true;        // those of all sprints that were asked for
  std::vector<Unreadable> unreadable;  // the rest is usable all the same
};

// One issue, whole: its history and comments are complete, unless an Unreadable names it.
struct IssueRecord {
  Issue issue;
  // Differs whenever the issue has changed, in the same words as Entry::mark; empty where there is none.
  std::string mark;
  std::vector<Sprint> sprints;  // described inside the issue
  std::vector<Person> people;   // named in it
};

// An issue in a list.
struct Entry {
  std::string id;
  std::string mark;  // empty: the list does not tell whether it changed
};

// A page of a list.
struct Listing {
  std::vector<Entry> entries;
  std::vector<IssueRecord> issues;  // those of `entries` that came whole with the list
  std::vector<Unreadable> unreadable;
  std::string next;  // where the next page begins; empty: this was the last one. Still good after a restart
  std::optional<std::int64_t> total;  // entries of all pages, where the tracker says
};

struct Reading {
  std::vector<IssueRecord> issues;
  std::vector<std::string> gone;  // ids that are not there any more, or not for this account
  std::vector<Unreadable> unreadable;
};

}  // namespace stint::tracker
