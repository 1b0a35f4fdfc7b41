// The history of a work item, as workItems/ID/updates gives it: what each save changed, with the old and the
// new value of each field, and the links that came and went.
//
// What the API does not say outright:
// - The first update is the creation; its values are no changes.
// - `revisedDate` is when an update was superseded, and year 9999 for the newest. When it happened is its
//   System.ChangedDate. Updates of links alone have no fields: there revisedDate is when they happened.
// - A comment is a System.History, and comes with the comments.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"
#include "tracker/azure/fields.h"
#include "tracker/azure/types.h"
#include "tracker/model.h"

namespace stint::tracker::azure {

struct HistoryContext {
  const WorkItemTypes& types;
  const FieldNames& names;
  std::string type;  // of the work item now, for histories that do not begin with the creation
  bool markdown = false;
  std::string_view description_field = field::kDescription;  // which one holds the description
};

class HistoryReader {
 public:
  explicit HistoryReader(const HistoryContext& context) : context_(context), type_(context.type) {}

  // A page of updates, in the order of their ids. Errors (ErrorCode::usage) name the update that has no
  // usable date. An update twice is taken once.
  [[nodiscard]] Outcome read(json::Value updates);

  [[nodiscard]] std::vector<Change>& changes() { return changes_; }
  [[nodiscard]] std::vector<Person>& people() { return people_; }
  // The highest revision among them: less than the work item's own, and the history is not all there.
  [[nodiscard]] std::int64_t revision() const { return revision_; }
  [[nodiscard]] std::size_t updates() const { return updates_; }

 private:
  [[nodiscard]] Outcome read_update(json::Value update);
  Change& add(std::string_view field_id, std::string_view field);
  void read_fields(json::Value fields);
  void read_field(std::string_view name, json::Value from, json::Value to);
  void read_state(json::Value fields);
  void read_iteration(json::Value fields);
  void read_person_change(std::string_view id, json::Value from, json::Value to);
  void read_relations(json::Value relations, bool added);
  [[nodiscard]] std::string long_text(json::Value value) const;

  HistoryContext context_;
  std::vector<Change> changes_;
  std::vector<Person> people_;
  std::int64_t revision_ = 0;
  std::int64_t last_id_ = -1;
  std::size_t updates_ = 0;
  // Of the update that is being read.
  std::string id_;
  Instant at_{};
  Person author_;
  int position_ = 0;
  // What the resolution is worked out from.
  std::string type_;
  std::string state_;
  std::string reason_;
};

}  // namespace stint::tracker::azure
