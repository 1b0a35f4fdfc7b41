// The Jira connectors against trackers that fight back: what is read in the end is the truth, and it does not
// take more than three times the requests.
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>

#include "support/trackers/jira_fake.h"
#include "support/trackers/products.h"
#include "trackers/patient_sync.h"

namespace stint::test {
namespace {

constexpr std::string_view kUrl = "https://fake.example";

int schedules() {
  return std::getenv("STINT_LONG_TESTS") != nullptr ? 1000 : 50;
}

// A fake, a connector that reads it, and what it has read.
class Bed {
 public:
  Bed(bool cloud, std::optional<FaultOptions> faults)
      : cloud_(cloud),
        fake_(make_fake(cloud ? "jira-cloud" : "jira-data-center", options(faults ? faults->seed : 1))),
        front_(*fake_.handler, std::move(faults)) {
    fake_.connection.url = kUrl;
    const auto make = cloud ? tracker::make_jira_cloud : tracker::make_jira_data_center;
    connector_ = make(fake_.connection, delivery_, {});
  }

  // All that is said from now on goes into a file of the folder, for the checker of official descriptions.
  void record(const std::string& name) {
    std::filesystem::create_directories(STINT_TRAFFIC);
    traffic_.open(std::filesystem::path{STINT_TRAFFIC} / (name + ".jsonl"), std::ios::binary);
    front_.record_to([this](const Exchange& exchange) { traffic_ << json_line(exchange); });
  }

  // A full sync, changes until nothing changes any more, a deletion, and a sweep.
  void run() {
    PatientSync& sync = sync_.emplace(*connector_, clock_);
    catalogue_ = sync.discover();
    sync.full();
    front_.with_site([&](Site& site) {
      if (cloud_)
        site.index_lag = [](std::int64_t number) { return std::chrono::minutes{(number * 37) % 300}; };
      const Act act{site.me, clock_.now()};
      site.remove(*site.find(site.issues()[11].issue.id), act);
      site.save(*site.find(site.issues()[12].issue.id), {{FieldEdit::Field::summary, "In the middle"}}, act);
      if (site.projects.size() > 1) site.move(*site.find(site.issues()[13].issue.id), site.projects[1], act);
    });
    for (int round = 0; round < 3; ++round) sync.changes();
    // The dust settles, and the index hears of everything.
    front_.settle();
    clock_.advance(std::chrono::hours{25});
    sync.changes();
    sync.sweep();
  }

  void expect_truth() {
    const PatientSync& sync = *sync_;
    ASSERT_FALSE(sync.gave_up()) << sync.last_setback();
    std::size_t compared = 0;
    for (const SiteIssue& each : fake_.site->issues()) {
      const auto found = sync.issues().find(each.issue.id);
      ASSERT_EQ(found != sync.issues().end(), !each.deleted) << each.issue.key;
      if (each.deleted) continue;
      ASSERT_EQ(text_of(told(found->second.issue)), text_of(told(each.issue)));
      ++compared;
    }
    EXPECT_EQ(compared, sync.issues().size());
    EXPECT_EQ(catalogue_.sprints.size(), fake_.site->sprints.size());
    EXPECT_EQ(catalogue_.boards.size(), fake_.site->boards.size());
    EXPECT_EQ(catalogue_.statuses.size(), fake_.site->statuses.size());
    EXPECT_EQ(catalogue_.projects.size(), fake_.site->projects.size());
    EXPECT_EQ(fake_.handler->violations(), std::vector<std::string>{});
  }

  [[nodiscard]] std::int64_t requests() { return front_.requests(); }

 private:
  static SiteOptions options(std::uint64_t seed) {
    return {.issues = 130,
            .sprints = 3,
            .seed = seed,
            .extremes = true,
            .long_history = 700,
            .many_comments = 130};
  }
  // An issue's old key leads to it still, and others that name it are not touched when it gets a new one.
  [[nodiscard]] tracker::Issue told(const tracker::Issue& issue) const {
    tracker::Issue copy = as_jira_tells(issue, cloud_);
    const auto follow = [&](std::string& key) {
      if (const SiteIssue* const other = key.empty() ? nullptr : fake_.site->find(key))
        key = other->issue.key;
    };
    follow(copy.parent_key);
    for (tracker::Link& link : copy.links) follow(link.other_key);
    return copy;
  }

  const bool cloud_;
  std::ofstream traffic_;
  FakeTracker fake_;
  Front front_;
  VirtualClock clock_{fake_.site->built + std::chrono::hours{1}};
  VirtualSender sender_{front_, clock_, std::string{kUrl}};
  outbound::Delivery delivery_{sender_, {}, clock_.clock(), [] { return std::uint64_t{11}; }};
  std::unique_ptr<tracker::Connector> connector_;
  std::optional<PatientSync> sync_;
  tracker::Catalogue catalogue_;
};

class JiraReading : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Kinds, JiraReading, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Cloud" : "DataCenter"; });

TEST_P(JiraReading, WithoutFaultsItIsTheTruthAtOnce) {
  Bed bed{GetParam(), {}};
  bed.record(GetParam() ? "jira-cloud-reading" : "jira-data-center-reading");
  bed.run();
  bed.expect_truth();
}

TEST_P(JiraReading, UnderAnyFaultsItIsTheTruthInTheEnd) {
  Bed calm{GetParam(), {}};
  calm.run();
  for (int seed = 1; seed <= schedules(); ++seed) {
    SCOPED_TRACE(seed);
    FaultOptions faults;
    faults.seed = static_cast<std::uint64_t>(seed);
    Bed bed{GetParam(), faults};
    bed.run();
    bed.expect_truth();
    EXPECT_LE(bed.requests(), 3 * calm.requests());
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace stint::test
