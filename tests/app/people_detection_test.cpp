// Planted silos and workloads, all the way from a demo's files to findings: they are found, at the right
// place and about the right person, and other teams have none.
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <string>

#include "demo/demo.h"
#include "exchange/import.h"
#include "history/load.h"
#include "lib/nlohmann/json_document.h"
#include "metrics/burnout.h"
#include "metrics/finding.h"
#include "metrics/hygiene_history.h"
#include "support/scratch.h"

namespace stint::app {
namespace {

constexpr std::uint64_t kSeeds = 30;

class Team {
 public:
  explicit Team(const demo::DemoOptions& options) {
    EXPECT_TRUE(demo::write_demo(scratch_ / "demo", options));
    truth_ = JsonDocument::parse(test::read_file(scratch_ / "demo" / "truth.json"));
    EXPECT_TRUE(exchange::import_files({scratch_ / "demo"}, scratch_ / "data", {}));
    auto data = history::load(scratch_ / "data", {});
    EXPECT_TRUE(data) << data.error().to_string();
    data_ = std::move(data->dataset);
    metrics::Options choices;
    choices.burnout_enabled = 1;
    analysis_.emplace(metrics::analyse({data_, options.end, TimeZone{}, choices}));
    findings_ = metrics::find_all(*analysis_);
  }

  [[nodiscard]] std::vector<const metrics::Finding*> alerts(std::string_view kind) const {
    std::vector<const metrics::Finding*> out;
    for (const metrics::Finding& finding : findings_) {
      if (finding.kind == kind && finding.severity > metrics::Severity::info) out.push_back(&finding);
    }
    return out;
  }
  [[nodiscard]] const JsonDocument& plants() const { return truth_["plants"]; }
  [[nodiscard]] const metrics::Analysis& analysis() const { return *analysis_; }

  // The account behind a pseudonym.
  [[nodiscard]] std::string account(const std::string& pseudonym) const {
    for (const auto& group : metrics::workload(analysis_->context, analysis_->ledgers)) {
      for (const auto& person : group.people) {
        if (person.pseudonym == pseudonym) return data_.people[person.person].id;
      }
    }
    return {};
  }

 private:
  test::Scratch scratch_;
  JsonDocument truth_;
  history::Dataset data_;
  std::optional<metrics::Analysis> analysis_;
  std::vector<metrics::Finding> findings_;
};

demo::DemoOptions options_of(std::uint64_t seed) {
  demo::DemoOptions options{.seed = seed * 15'485'863, .plants = {}};
  options.sprints = 6 + static_cast<int>(seed % 5);
  options.issues = std::max<std::int64_t>(demo::minimum_issues(options.sprints),
                                          180 + static_cast<std::int64_t>(seed * 53 % 600));
  return options;
}

// The signals of a finding.
std::string why(const metrics::Finding& finding) {
  std::string names;
  for (const metrics::Fact& fact : finding.facts) {
    if (fact.name.starts_with("z_"))
      names += " " + fact.name + " " + std::to_string(std::get<double>(fact.value));
  }
  return names;
}

std::string text_of(const metrics::Finding& finding, std::string_view name) {
  const metrics::Fact* const fact = finding.find(name);
  return fact == nullptr ? "" : std::get<std::string>(fact->value);
}

TEST(PeopleDetection, FindsPlantedSilosAndWorkloads) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    demo::DemoOptions options = options_of(seed);
    options.plants = {demo::Plant::knowledge_silo, demo::Plant::burnout_risk};
    const Team team{options};
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << options.issues << " issues");
    std::set<std::string> places;
    std::set<std::string> accounts;
    for (const JsonDocument& plant : team.plants()) {
      const JsonDocument& figures = plant["figures"];
      if (plant["kind"] == "knowledge_silo") {
        places.insert(plant["project"].get<std::string>() + "/" + figures["component"].get<std::string>() +
                      "/" + figures["person"].get<std::string>());
      } else {
        accounts.insert(figures["account_id"]);
      }
    }
    std::set<std::string> found_places;
    for (const auto* finding : team.alerts("knowledge_silo")) {
      found_places.insert(text_of(*finding, "project") + "/" + text_of(*finding, "component") + "/" +
                          text_of(*finding, "person"));
    }
    std::set<std::string> found_accounts;
    std::string reasons;
    for (const auto* finding : team.alerts("burnout_risk")) {
      found_accounts.insert(team.account(text_of(*finding, "person")));
      reasons += finding->id + why(*finding) + "\n";
    }
    EXPECT_EQ(found_places, places);
    EXPECT_EQ(found_accounts, accounts) << reasons;
  }
}

TEST(PeopleDetection, PeopleOfOtherTeamsAreLeftInPeace) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    demo::DemoOptions options = options_of(seed + 100);
    // Trouble of other kinds concerns nobody in particular.
    if (seed % 2 == 0) options.plants = demo::default_plants();
    const Team team{options};
    for (const auto* finding : team.alerts("knowledge_silo")) ADD_FAILURE() << seed << " " << finding->id;
    for (const auto* finding : team.alerts("burnout_risk")) {
      ADD_FAILURE() << seed << " " << finding->id << why(*finding);
    }
  }
}

TEST(HygieneHistoryOfADemo, IsTheScoreOfEachDay) {
  demo::DemoOptions options = options_of(3);
  options.plants = demo::default_plants();
  const Team team{options};
  const metrics::Context& context = team.analysis().context;
  const auto history = metrics::hygiene_history(context, team.analysis().dates);
  for (std::size_t k = 0; k < history.at(0).size(); k += 7) {
    metrics::Context then = context;
    then.as_of = history[0][k].at;
    const metrics::Analysis analysis = metrics::analyse(then);
    for (std::size_t b = 0; b < history.size(); ++b)
      EXPECT_EQ(history[b][k].score, analysis.hygiene[b].score) << k;
  }
}

}  // namespace
}  // namespace stint::app
