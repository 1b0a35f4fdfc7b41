#include "trackers/patient_sync.h"

#include <algorithm>

namespace stint::test {
namespace {

// Far beyond what any schedule of faults asks for.
constexpr std::int64_t kMostSetbacks = 2000;

}  // namespace

void PatientSync::set_back(const Error& error) {
  last_setback_ = error.to_string();
  if (++setbacks_ > kMostSetbacks) gave_up_ = true;
  // A circuit that has opened closes again.
  clock_.advance(std::chrono::minutes{5});
}

std::map<std::string, std::string> PatientSync::list_all(const tracker::Scope& scope) {
  std::map<std::string, std::string> marks;
  std::string cursor;
  while (!gave_up_) {
    auto page = connector_.list(scope, cursor);
    if (!page) {
      if (page.error().code == ErrorCode::conflict) cursor.clear();
      set_back(page.error());
      continue;
    }
    for (const tracker::Entry& entry : page->entries) marks[entry.id] = entry.mark;
    for (const tracker::Unreadable& part : page->unreadable) set_back(part.error);
    std::set<std::string> incomplete;
    for (const tracker::Unreadable& part : page->unreadable) incomplete.insert(part.issue);
    for (tracker::IssueRecord& record : page->issues)
      if (!incomplete.contains(record.issue.id)) take(std::move(record));
    cursor = page->next;
    if (cursor.empty()) break;
  }
  return marks;
}

void PatientSync::take(tracker::IssueRecord record) {
  std::string id = record.issue.id;
  issues_[std::move(id)] = std::move(record);
}

void PatientSync::read_all(std::set<std::string> ids) {
  while (!ids.empty() && !gave_up_) {
    const auto count = std::min(ids.size(), connector_.capabilities().read_batch);
    const std::vector<std::string> batch(ids.begin(),
                                         std::next(ids.begin(), static_cast<std::ptrdiff_t>(count)));
    auto reading = connector_.read(batch);
    if (!reading) {
      set_back(reading.error());
      continue;
    }
    std::set<std::string> incomplete;
    for (const tracker::Unreadable& part : reading->unreadable) {
      incomplete.insert(part.issue);
      set_back(part.error);
    }
    for (const std::string& id : reading->gone) {
      issues_.erase(id);
      ids.erase(id);
    }
    for (tracker::IssueRecord& record : reading->issues) {
      const std::string id = record.issue.id;
      if (incomplete.contains(id)) continue;
      ids.erase(id);
      take(std::move(record));
    }
  }
}

void PatientSync::full() {
  tracker::Scope scope;
  scope.whole = true;
  listed_ = clock_.now();
  std::set<std::string> ids;
  for (const auto& [id, mark] : list_all(scope)) {
    const auto known = issues_.find(id);
    if (known == issues_.end() || (!mark.empty() && known->second.mark != mark)) ids.insert(id);
  }
  read_all(std::move(ids));
}

bool PatientSync::changes() {
  tracker::Scope scope;
  // An issue that was read may have been saved while others were being read.
  scope.since = listed_ - connector_.capabilities().list_lag;
  listed_ = clock_.now();
  std::set<std::string> ids;
  for (const auto& [id, mark] : list_all(scope)) {
    const auto known = issues_.find(id);
    if (known == issues_.end() || mark.empty() || known->second.mark != mark) ids.insert(id);
  }
  const bool any = !ids.empty();
  read_all(std::move(ids));
  return any;
}

void PatientSync::sweep() {
  const std::map<std::string, std::string> listed = list_all({});
  std::set<std::string> ids;
  for (const auto& [id, mark] : listed)
    if (!issues_.contains(id)) ids.insert(id);
  for (const auto& [id, record] : issues_)
    if (!listed.contains(id)) ids.insert(id);
  read_all(std::move(ids));
}

tracker::Catalogue PatientSync::discover() {
  while (!gave_up_) {
    auto catalogue = connector_.discover({});
    if (catalogue && catalogue->unreadable.empty()) return std::move(*catalogue);
    set_back(catalogue ? catalogue->unreadable.front().error : catalogue.error());
  }
  return {};
}

}  // namespace stint::test
