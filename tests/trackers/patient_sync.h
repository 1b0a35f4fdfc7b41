// What a sync does with a connector, in memory and without an end to its patience: a full list, then lists of
// changes, then a sweep. For holding a connector's reading against the truth behind a fake tracker.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/trackers/virtual_sender.h"
#include "tracker/connector.h"

namespace stint::test {

class PatientSync {
 public:
  // Both are borrowed.
  PatientSync(tracker::Connector& connector, VirtualClock& clock) : connector_(connector), clock_(clock) {}

  // Everything from the beginning.
  void full();
  // What has changed since the last list began, and the list's lag before it. True when it was anything.
  bool changes();
  // Lists all, reads what is not known or no longer listed.
  void sweep();
  [[nodiscard]] tracker::Catalogue discover();

  // By id, as read last.
  [[nodiscard]] const std::map<std::string, tracker::IssueRecord>& issues() const { return issues_; }
  // Answers that were errors, and what was not complete: waited out and asked for again.
  [[nodiscard]] std::int64_t setbacks() const { return setbacks_; }
  // The last one's words.
  [[nodiscard]] const std::string& last_setback() const { return last_setback_; }
  // It has given up: something never came.
  [[nodiscard]] bool gave_up() const { return gave_up_; }

 private:
  // Entries of all pages: mark by id.
  std::map<std::string, std::string> list_all(const tracker::Scope& scope);
  void take(tracker::IssueRecord record);
  void read_all(std::set<std::string> ids);
  void set_back(const Error& error);

  tracker::Connector& connector_;
  VirtualClock& clock_;
  std::map<std::string, tracker::IssueRecord> issues_;
  Instant listed_{};  // when the last list began
  std::int64_t setbacks_ = 0;
  std::string last_setback_;
  bool gave_up_ = false;
};

}  // namespace stint::test
