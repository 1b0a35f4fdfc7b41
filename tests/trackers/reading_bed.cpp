#include "trackers/reading_bed.h"

#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/trackers/fault_schedule.h"
#include "trackers/told_issues.h"
#include "trackers/traffic.h"

namespace stint::test {
namespace {

constexpr std::string_view kHost = "https://fake.example";

SiteOptions options(std::uint64_t seed) {
  return {
      .issues = 130, .sprints = 3, .seed = seed, .extremes = true, .long_history = 700, .many_comments = 230};
}

// Descriptions inside histories are each tracker's own matter.
std::string shown(tracker::Issue issue) {
  for (tracker::Change& change : issue.changes) {
    if (change.field_id != "description") continue;
    change.from_text.clear();
    change.to_text.clear();
  }
  return text_of(without_order(std::move(issue)));
}

}  // namespace

int fault_schedules() {
  return std::getenv("STINT_LONG_TESTS") != nullptr ? 1000 : 50;
}

ReadingBed::ReadingBed(std::string_view product, std::optional<FaultOptions> faults, Told told)
    : fake_(make_fake(product, options(faults ? faults->seed : 1))),
      told_(std::move(told)),
      front_(*fake_.handler, std::move(faults)),
      clock_(fake_.site->built + std::chrono::hours{1}),
      sender_(front_, clock_, std::string{kHost} + fake_.below),
      delivery_(sender_, {}, clock_.clock(), [] { return std::uint64_t{11}; }) {
  record_if_asked(front_);
  fake_.connection.url = std::string{kHost} + fake_.below;
  connector_ = tracker::product_info(fake_.connection.product).make(fake_.connection, delivery_, {});
}

void ReadingBed::run() {
  PatientSync& sync = sync_.emplace(*connector_, clock_);
  catalogue_ = sync.discover();
  sync.full();
  front_.with_site([&](Site& site) {
    const Act act{site.me, clock_.now()};
    const auto at = [&](std::size_t place) -> SiteIssue& {
      return *site.find(site.issues()[place].issue.id);
    };
    site.remove(at(11), act);
    site.save(at(12), {{FieldEdit::Field::summary, "In the middle"}, {FieldEdit::Field::points, "8"}}, act);
    site.comment(at(14), "In **between**.", act);
  });
  for (int round = 0; round < 3; ++round) sync.changes();
  // The dust settles.
  front_.settle();
  clock_.advance(std::chrono::hours{1});
  sync.changes();
  sync.sweep();
}

void ReadingBed::expect_truth() {
  const PatientSync& sync = *sync_;
  ASSERT_FALSE(sync.gave_up()) << sync.last_setback();
  std::size_t compared = 0;
  for (const SiteIssue& each : fake_.site->issues()) {
    const tracker::Issue truth = told_(*fake_.handler, each);
    const auto found = sync.issues().find(truth.id);
    ASSERT_EQ(found != sync.issues().end(), !each.deleted) << truth.key;
    if (each.deleted) continue;
    ASSERT_EQ(shown(found->second.issue), shown(truth));
    ++compared;
  }
  EXPECT_EQ(compared, sync.issues().size());
  EXPECT_EQ(fake_.handler->violations(), std::vector<std::string>{});
}

void expect_truth_under_faults(std::string_view product, const ReadingBed::Told& told) {
  ReadingBed calm{product, {}, told};
  calm.run();
  for (int seed = 1; seed <= fault_schedules(); ++seed) {
    SCOPED_TRACE(seed);
    FaultOptions faults;
    faults.seed = static_cast<std::uint64_t>(seed);
    ReadingBed bed{product, faults, told};
    bed.run();
    bed.expect_truth();
    EXPECT_LE(bed.requests(), 3 * calm.requests());
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace stint::test
