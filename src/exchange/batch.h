// What a reader hands to the writer: issues and definitions of some files, in pieces of a transaction each.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

#include "store/definitions.h"
#include "store/encoding.h"
#include "tracker/capacity.h"
#include "tracker/model.h"

namespace stint::exchange {

struct ProjectName {
  std::string key;
  std::string name;
};

struct ExportEnd {
  Instant at{};
};

// A field's name as a history calls it; a field list knows better.
struct FieldSeen {
  tracker::Field field;
};

struct Definition {
  std::string site;  // URL; empty: not named
  std::variant<ProjectName, ExportEnd, store::StatusRow, store::SprintRow, tracker::Field, FieldSeen,
               tracker::Person, tracker::Board>
      value;
  bool current = false;  // as the tracker has it now: replaces what is known
};

struct BatchCapacity {
  std::string site;
  tracker::SprintCapacity capacity;
};

struct BatchIssue {
  std::string site;
  store::EncodedIssue encoded;
  std::string where;     // file and position, for messages
  bool current = false;  // whole, as the tracker has it now: replaces what is known
};

// The tracker has no such issue any more.
struct RemovedIssue {
  std::string site;
  std::string id;
};

// History that came apart from its issue, which may be known already, come later, or never.
struct LooseHistory {
  std::string site;
  std::string issue;  // id or key
  std::int64_t total = 0;
  std::string changes;
};

struct Batch {
  std::vector<Definition> definitions;
  std::vector<BatchCapacity> capacities;
  std::vector<BatchIssue> issues;
  std::vector<LooseHistory> histories;
  std::vector<RemovedIssue> removed;

  [[nodiscard]] bool empty() const {
    return definitions.empty() && capacities.empty() && issues.empty() && histories.empty() &&
           removed.empty();
  }
};

// Collects into a batch. The same definition is taken once: an export repeats each sprint in each issue.
class Collector {
 public:
  void add(const std::string& site, ProjectName project);
  void add(const std::string& site, store::StatusRow status);
  void add(const std::string& site, store::SprintRow sprint);
  void add(const std::string& site, tracker::Field field);
  void add(const std::string& site, FieldSeen field);
  void add(const std::string& site, tracker::Person person);
  void add(const std::string& site, tracker::Board board);
  void add(const std::string& site, ExportEnd end);
  // Encodes the issue; its people, project and status become definitions. `changes` must be sorted.
  void add(const std::string& site, tracker::Issue issue, std::string where);
  void add(const std::string& site, std::string issue, std::int64_t total,
           std::vector<tracker::Change> changes);

  // What a live tracker says: it stands above all that was known before.
  template <class Row>
  void add_current(const std::string& site, Row row) {
    batch_.definitions.push_back({site, std::move(row), true});
  }
  void add_current(const std::string& site, tracker::Person person);
  void add_current(const std::string& site, tracker::Issue issue);
  void add_current(const std::string& site, tracker::SprintCapacity capacity);
  void remove(const std::string& site, std::string issue);

  // Worth a transaction.
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] Batch take();

 private:
  // True when the definition with that content was not seen before.
  [[nodiscard]] bool is_new(const std::string& site, char kind, std::string_view content);

  Batch batch_;
  std::size_t bytes_ = 0;
  std::string scratch_;
  std::unordered_set<std::uint64_t> seen_;
};

}  // namespace stint::exchange
