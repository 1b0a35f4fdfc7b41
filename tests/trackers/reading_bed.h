// A fake tracker that fights back, a connector that reads it, and what it has read: for trackers whose
// connector is held against what told_issues.h says.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "support/trackers/products.h"
#include "support/trackers/virtual_sender.h"
#include "trackers/patient_sync.h"

namespace stint::test {

// Of schedules of faults: STINT_LONG_TESTS asks for the many.
[[nodiscard]] int fault_schedules();

class ReadingBed {
 public:
  using Told = std::function<tracker::Issue(Handler& handler, const SiteIssue& issue)>;

  // `told` is what has to be read of an issue.
  ReadingBed(std::string_view product, std::optional<FaultOptions> faults, Told told);

  // A full sync, changes until nothing changes any more, a deletion, and a sweep.
  void run();
  // Each issue as it is told, and none besides.
  void expect_truth();

  [[nodiscard]] std::int64_t requests() { return front_.requests(); }
  [[nodiscard]] const tracker::Catalogue& catalogue() const { return catalogue_; }
  [[nodiscard]] Site& site() { return *fake_.site; }
  [[nodiscard]] Front& front() { return front_; }
  [[nodiscard]] tracker::Connector& connector() { return *connector_; }

 private:
  FakeTracker fake_;
  Told told_;
  Front front_;
  VirtualClock clock_;
  VirtualSender sender_;
  outbound::Delivery delivery_;
  std::unique_ptr<tracker::Connector> connector_;
  std::optional<PatientSync> sync_;
  tracker::Catalogue catalogue_;
};

// The schedules one after the other; each at most three times the requests that it takes without faults.
void expect_truth_under_faults(std::string_view product, const ReadingBed::Told& told);

}  // namespace stint::test
