#include "exchange/sync/live_batch.h"

#include <utility>

namespace stint::exchange {

void add_catalogue(Collector& collector, const std::string& site, tracker::Catalogue catalogue) {
  for (tracker::Project& project : catalogue.projects)
    collector.add_current(site, ProjectName{std::move(project.key), std::move(project.name)});
  for (tracker::Status& status : catalogue.statuses)
    collector.add_current(site, store::StatusRow{std::move(status), true});
  for (tracker::Field& field : catalogue.fields) collector.add_current(site, std::move(field));
  for (tracker::Person& person : catalogue.people) collector.add_current(site, std::move(person));
  for (tracker::Board& board : catalogue.boards) collector.add_current(site, std::move(board));
  for (tracker::Sprint& sprint : catalogue.sprints)
    collector.add_current(site, store::SprintRow{std::move(sprint), true});
  for (tracker::SprintCapacity& capacity : catalogue.capacities)
    collector.add_current(site, std::move(capacity));
}

void add_record(Collector& collector, const std::string& site, tracker::IssueRecord record, bool whole) {
  for (tracker::Person& person : record.people) collector.add_current(site, std::move(person));
  // The catalogue knows sprints better, but for those of boards that we may not see.
  for (tracker::Sprint& sprint : record.sprints)
    collector.add(site, store::SprintRow{std::move(sprint), false});
  for (const tracker::Change& change : record.issue.changes) {
    if (!change.field_id.empty() && !change.field.empty())
      collector.add(site, FieldSeen{{change.field_id, change.field, {}}});
  }
  if (whole) {
    collector.add_current(site, std::move(record.issue));
  } else {
    std::string where = "incomplete";
    collector.add(site, std::move(record.issue), std::move(where));
  }
}

}  // namespace stint::exchange
