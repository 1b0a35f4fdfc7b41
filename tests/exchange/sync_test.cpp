// A tracker held in memory, read by sync() under faults: what is in the store afterwards, and what it took.
#include "exchange/sync/sync.h"

#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>
#include <map>
#include <random>
#include <set>

#include "store/store.h"
#include "support/dump.h"
#include "support/scratch.h"

namespace stint::exchange {
namespace {

using store::ListingKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kSite = "https://tracker.example";
constexpr std::size_t kPage = 4;

Instant at(std::int64_t minutes) {
  return from_epoch_ms(1'700'000'000'000) + std::chrono::minutes{minutes};
}

Error broken(ErrorCode code = ErrorCode::failure) {
  return {code, "the tracker is out of order", "", ""};
}

// The truth, and what a connector is told of it.
class MemoryTracker : public tracker::Connector {
 public:
  std::map<std::string, tracker::Issue> issues;
  std::set<std::string> broken_histories;  // ids
  std::set<std::string> poisoned;          // ids that no answer can hold
  // Asked before every call; an error is its answer.
  std::function<std::optional<Error>(std::string_view call)> fault = [](std::string_view) {
    return std::nullopt;
  };
  std::int64_t clock = 0;  // minutes
  bool marks = true;
  bool whole_lists = false;
  bool tells_time = true;
  std::int64_t lag = 0;  // minutes until a list shows a change
  std::vector<tracker::SprintCapacity> capacities;
  bool capacities_whole = true;
  std::optional<Instant> capacities_since;  // of the last time they were asked for
  int catalogues = 0;
  int lists = 0;
  int reads = 0;
  std::vector<std::string> read_ids;

  MemoryTracker() { capabilities_.read_batch = 3; }

  tracker::Issue& make(const std::string& id, const std::string& project = "PAY") {
    tracker::Issue& issue = issues[id];
    issue.id = id;
    issue.key = project + "-" + id;
    issue.project_key = project;
    issue.project_name = project == "PAY" ? "Payments" : project;
    issue.type = "Story";
    issue.status = {"1", "To Do", tracker::StatusCategory::todo};
    issue.created = at(clock);
    issue.has_history = true;
    return edit(id, "made");
  }
  tracker::Issue& edit(const std::string& id, const std::string& summary) {
    tracker::Issue& issue = issues.at(id);
    tracker::Change change;
    change.history_id = std::to_string(++histories_);
    change.at = at(clock);
    change.author = "ann";
    change.field = "summary";
    change.field_id = "summary";
    change.from_text = issue.summary;
    change.to_text = summary;
    issue.summary = summary;
    issue.changes.push_back(change);
    issue.history_total = static_cast<std::int64_t>(issue.changes.size());
    issue.updated = at(clock) + Milliseconds{histories_ % 50'000};
    return issue;
  }

  [[nodiscard]] const tracker::Capabilities& capabilities() const override { return capabilities_; }
  void set_lag(std::int64_t minutes) {
    lag = minutes;
    capabilities_.list_lag = std::chrono::minutes{minutes};
  }

  Result<tracker::Account> account() override {
    if (auto error = fault("account")) return fail(*error);
    tracker::Account account;
    account.id = "me";
    account.name = "Me";
    if (tells_time) account.server_time = at(clock);
    return account;
  }
  Result<tracker::Catalogue> discover(const tracker::Scope& scope) override {
    ++catalogues;
    capacities_since = scope.since;
    if (auto error = fault("discover")) return fail(*error);
    tracker::Catalogue catalogue;
    catalogue.statuses = {{"1", "To Do", tracker::StatusCategory::todo}};
    catalogue.projects = {{"PAY", "Payments"}};
    catalogue.capacities = capacities;
    catalogue.capacities_whole = capacities_whole;
    return catalogue;
  }
  Result<tracker::Listing> list(const tracker::Scope& scope, const std::string& cursor) override {
    ++lists;
    if (auto error = fault("list")) return fail(*error);
    tracker::Listing page;
    for (const auto& [id, issue] : issues) {
      if (id <= cursor || !covers(scope, issue)) continue;
      const bool shown = issue.updated < at(clock - lag + 1);
      // A list that lags shows neither the new issue nor the new state.
      if (!shown && issue.changes.size() == 1) continue;
      if (scope.since && (!shown || issue.updated < *scope.since)) continue;
      if (page.entries.size() == kPage) {
        page.next = page.entries.back().id;
        return page;
      }
      page.entries.push_back({id, marks && shown ? mark(issue) : ""});
      if (whole_lists && scope.whole) page.issues.push_back(record(issue));
    }
    return page;
  }
  Result<tracker::Reading> read(std::span<const std::string> ids) override {
    ++reads;
    if (auto error = fault("read")) return fail(*error);
    tracker::Reading reading;
    for (const std::string& id : ids) {
      read_ids.push_back(id);
      if (poisoned.contains(id)) return fail(broken());
      const auto found = issues.find(id);
      if (found == issues.end()) {
        reading.gone.push_back(id);
        continue;
      }
      tracker::IssueRecord record = this->record(found->second);
      if (broken_histories.contains(id)) {
        record.issue.changes.clear();
        record.mark.clear();
        reading.unreadable.push_back({"the changelog of " + record.issue.key, id, broken()});
      }
      reading.issues.push_back(std::move(record));
    }
    return reading;
  }
  Result<std::vector<tracker::PermissionCheck>> check_permissions(const tracker::Scope&) override {
    return {};
  }
  Result<tracker::Target> target(std::string_view) override { return fail(broken()); }
  Result<tracker::Proposal> propose(const tracker::Write&, const tracker::Target*) override {
    return fail(broken());
  }
  Outcome check(const tracker::Proposal&) override { return {}; }
  std::expected<tracker::Receipt, tracker::WriteFault> perform(const tracker::WireRequest&) override {
    return {};
  }
  Result<std::vector<tracker::Receipt>> find_created(const tracker::CreateIssue&, Instant) override {
    return {};
  }

 private:
  static bool covers(const tracker::Scope& scope, const tracker::Issue& issue) {
    return scope.projects.empty() ||
           std::ranges::find(scope.projects, issue.project_key) != scope.projects.end();
  }
  [[nodiscard]] static std::string mark(const tracker::Issue& issue) { return format_iso(issue.updated); }
  [[nodiscard]] tracker::IssueRecord record(const tracker::Issue& issue) const {
    return {issue, marks ? mark(issue) : "", {}, {{"ann", "Ann", false}}};
  }

  tracker::Capabilities capabilities_;
  std::int64_t histories_ = 0;
};

class SyncOf : public ::testing::Test {
 protected:
  // The store, after the faults of a run; a run that cannot begin fails the test.
  SyncReport run(bool full = false) {
    auto report = attempt(full);
    EXPECT_TRUE(report) << report.error().to_string();
    return report ? *report : SyncReport{};
  }
  Result<SyncReport> attempt(bool full = false) {
    STINT_ASSIGN(lock, store::WriteLock::acquire(data_));
    STINT_ASSIGN(database, store::open_for_writing(data_, lock));
    options_.connection = "work";
    options_.url = kSite;
    options_.full = full;
    options_.concurrency = 1;
    return sync(tracker_, database, options_, [this] { return at(tracker_.clock); });
  }
  // What the store would hold had it been filled from the truth.
  [[nodiscard]] std::map<std::string, std::string> truth() const {
    const std::filesystem::path folder = scratch_ / "truth";
    std::filesystem::remove_all(folder);
    auto lock = store::WriteLock::acquire(folder);
    auto database = store::open_for_writing(folder, *lock);
    auto writer = BatchWriter::create(*database);
    Collector collector;
    for (const auto& [id, issue] : tracker_.issues) collector.add(kSite, issue, {});
    EXPECT_TRUE(writer->write(collector.take()));
    return test::dump_issues(folder);
  }
  [[nodiscard]] std::map<std::string, std::string> stored() const { return test::dump_issues(data_); }

  test::Scratch scratch_;
  std::filesystem::path data_ = scratch_ / "data";
  MemoryTracker tracker_;
  SyncOptions options_;
};

// More with STINT_LONG_TESTS=1.
unsigned seeds() {
  return std::getenv("STINT_LONG_TESTS") != nullptr ? 1000 : 40;
}

void fill(MemoryTracker& tracker, int count) {
  for (int i = 0; i < count; ++i) tracker.make(std::to_string(100 + i));
}

TEST_F(SyncOf, AnEmptyStoreBringsEverythingOnce) {
  fill(tracker_, 10);
  const SyncReport report = run();
  EXPECT_THAT(report.lists, ElementsAre(ListingKind::all));
  EXPECT_EQ(report.listed, 10);
  EXPECT_EQ(report.read, 10);
  EXPECT_EQ(report.counts.added, 10);
  EXPECT_TRUE(report.complete());
  EXPECT_EQ(tracker_.lists, 3);
  EXPECT_EQ(tracker_.reads, 4);
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, NothingNewReadsNothing) {
  fill(tracker_, 10);
  run();
  tracker_.clock += 30;
  tracker_.reads = 0;
  const SyncReport report = run();
  EXPECT_THAT(report.lists, ElementsAre(ListingKind::changes));
  EXPECT_EQ(tracker_.reads, 0);
  EXPECT_FALSE(report.counts.changed_anything());
}

TEST_F(SyncOf, ChangesReadsWhatChanged) {
  fill(tracker_, 10);
  run();
  tracker_.clock += 60;
  tracker_.edit("103", "edited");
  tracker_.make("200");
  tracker_.read_ids.clear();
  const SyncReport report = run();
  EXPECT_THAT(tracker_.read_ids, ElementsAre("103", "200"));
  EXPECT_EQ(report.counts.added, 1);
  EXPECT_EQ(report.counts.updated, 1);
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, AListThatLagsMissesNothing) {
  tracker_.set_lag(60);
  fill(tracker_, 3);
  tracker_.clock += 100;
  run();
  tracker_.edit("101", "not in the list yet");
  run();
  tracker_.clock += 61;
  run();
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, DeletedIssuesAreFoundByASweepAndLookedAtFirst) {
  fill(tracker_, 9);
  run();
  tracker_.issues.erase("104");
  tracker_.clock += 60;
  EXPECT_THAT(run().lists, ElementsAre(ListingKind::changes));
  EXPECT_THAT(stored(), SizeIs(9));
  tracker_.clock += 60 * 24;
  tracker_.read_ids.clear();
  const SyncReport report = run();
  EXPECT_THAT(report.lists, ElementsAre(ListingKind::changes, ListingKind::sweep));
  EXPECT_THAT(tracker_.read_ids, ElementsAre("104"));
  EXPECT_EQ(report.counts.removed, 1);
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, AnIssueThatMovedKeepsItsIdAndGetsItsNewKey) {
  fill(tracker_, 3);
  run();
  tracker_.clock += 60;
  tracker_.edit("101", "moved").key = "OPS-7";
  tracker_.issues.at("101").project_key = "OPS";
  run();
  EXPECT_EQ(stored(), truth());
  EXPECT_THAT(test::rows(data_, "SELECT key FROM issue ORDER BY key"), HasSubstr("OPS-7"));
}

TEST_F(SyncOf, IssuesThatNameOneThatMovedOrWentAreReadAgain) {
  fill(tracker_, 6);
  const auto name = [&](const std::string& id, const std::string& other) {
    tracker_.issues.at(id).links = {{"Blocks", "blocks", true, other, tracker_.issues.at(other).key}};
    tracker_.issues.at(other).links.push_back(
        {"Blocks", "is blocked by", false, id, tracker_.issues.at(id).key});
  };
  name("100", "102");
  name("103", "104");
  tracker_.issues.at("101").parent_id = "102";
  tracker_.issues.at("101").parent_key = "PAY-102";
  run();
  ASSERT_EQ(stored(), truth());
  tracker_.clock += 60;
  // The others' keys change with it, without a trace of their own.
  tracker_.edit("102", "moved").key = "OPS-1";
  tracker_.issues.at("100").links[0].other_key = "OPS-1";
  tracker_.issues.at("101").parent_key = "OPS-1";
  run();
  EXPECT_EQ(stored(), truth());
  tracker_.issues.erase("104");
  tracker_.issues.at("103").links.clear();
  tracker_.clock += 60 * 25;
  run();
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, AnInterruptedListIsGoneOnWith) {
  fill(tracker_, 20);
  tracker_.fault = [&](std::string_view call) -> std::optional<Error> {
    if (call == "list" && tracker_.lists == 4) return broken();
    return std::nullopt;
  };
  const SyncReport first = run();
  ASSERT_TRUE(first.ended_by);
  EXPECT_EQ(first.listed, 12);
  tracker_.lists = 10;
  const SyncReport second = run();
  EXPECT_TRUE(second.resumed);
  // What was left of it, and then all of its time once more.
  EXPECT_EQ(second.listed, 8 + 20);
  EXPECT_THAT(second.lists, ElementsAre(ListingKind::all, ListingKind::changes));
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, APlaceThatTheTrackerForgotBeginsTheListAgain) {
  fill(tracker_, 20);
  tracker_.whole_lists = true;
  tracker_.fault = [&](std::string_view call) -> std::optional<Error> {
    if (call == "list" && (tracker_.lists == 4 || tracker_.lists == 5)) return broken(ErrorCode::usage);
    return std::nullopt;
  };
  ASSERT_TRUE(run().ended_by);
  const SyncReport second = run();
  EXPECT_FALSE(second.ended_by);
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, IssuesThatComeWholeWithTheListAreNotReadAgain) {
  tracker_.whole_lists = true;
  fill(tracker_, 10);
  run();
  EXPECT_EQ(tracker_.reads, 0);
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, WhatCouldNotBeReadIsNamedAndTriedAgain) {
  fill(tracker_, 5);
  run();
  tracker_.clock += 60;
  tracker_.edit("102", "edited");
  tracker_.broken_histories = {"102"};
  const SyncReport report = run();
  EXPECT_FALSE(report.complete());
  ASSERT_THAT(report.problems, SizeIs(1));
  EXPECT_EQ(report.problems[0].what, "the changelog of PAY-102");
  // The part that came is in, the history that was there is not lost.
  EXPECT_THAT(stored().at(std::string{kSite} + " 102"), HasSubstr("edited"));
  EXPECT_EQ(test::rows(data_, "SELECT count(*) FROM change WHERE key = 'PAY-102'"), "1\n");
  tracker_.clock += 60;
  run();
  EXPECT_EQ(test::rows(data_, "SELECT since_at FROM sync_problem"),
            std::to_string(to_epoch_ms(at(60))) + "\n");
  tracker_.broken_histories.clear();
  EXPECT_TRUE(run().complete());
  EXPECT_EQ(stored(), truth());
  EXPECT_EQ(test::rows(data_, "SELECT count(*) FROM sync_problem"), "0\n");
}

TEST_F(SyncOf, OneIssueThatCannotBeReadDoesNotCostItsNeighbours) {
  fill(tracker_, 10);
  tracker_.poisoned = {"104"};
  const SyncReport report = run();
  EXPECT_FALSE(report.ended_by);
  ASSERT_THAT(report.problems, SizeIs(1));
  EXPECT_EQ(report.problems[0].issue, "104");
  EXPECT_THAT(stored(), SizeIs(9));
  tracker_.poisoned.clear();
  EXPECT_TRUE(run().complete());
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, ATrackerThatIsDownIsLeftAlone) {
  fill(tracker_, 500);
  tracker_.fault = [](std::string_view call) -> std::optional<Error> {
    return call == "read" ? std::optional(broken()) : std::nullopt;
  };
  const SyncReport report = run();
  ASSERT_TRUE(report.ended_by);
  EXPECT_LE(tracker_.reads, 12);
  EXPECT_GT(report.left, 480);
  tracker_.fault = [](std::string_view) { return std::nullopt; };
  EXPECT_TRUE(run().complete());
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, BeingToldToWaitEndsItAtOnce) {
  fill(tracker_, 50);
  tracker_.fault = [](std::string_view call) -> std::optional<Error> {
    return call == "read" ? std::optional(broken(ErrorCode::throttled)) : std::nullopt;
  };
  EXPECT_EQ(run().ended_by->code, ErrorCode::throttled);
  EXPECT_EQ(tracker_.reads, 1);
}

TEST_F(SyncOf, OnlySomeProjectsLeavesTheOthersAsTheyAre) {
  fill(tracker_, 4);
  tracker_.make("500", "OPS");
  run();
  tracker_.clock += 60;
  tracker_.edit("101", "edited");
  tracker_.edit("500", "edited");
  options_.only = {"OPS"};
  EXPECT_EQ(run().counts.updated, 1);
  options_.only.clear();
  run();
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, MoreProjectsThanBeforeReadsThemWhole) {
  fill(tracker_, 4);
  tracker_.make("500", "OPS");
  options_.projects = {"PAY"};
  run();
  EXPECT_THAT(stored(), SizeIs(4));
  tracker_.clock += 600;
  options_.projects = {"PAY", "OPS"};
  run();
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, IssuesOfFilesThatTheTrackerHasNoMoreGo) {
  fill(tracker_, 3);
  tracker_.make("999");
  static_cast<void>(truth());
  std::filesystem::copy(scratch_ / "truth", data_);
  tracker_.issues.erase("999");
  EXPECT_EQ(run().counts.removed, 1);
  EXPECT_EQ(stored(), truth());
}

TEST_F(SyncOf, DefinitionsAreAskedForNowAndThen) {
  fill(tracker_, 3);
  run();
  run();
  EXPECT_EQ(tracker_.catalogues, 1);
  tracker_.clock += 16;
  run();
  EXPECT_EQ(tracker_.catalogues, 2);
  run(true);
  EXPECT_EQ(tracker_.catalogues, 3);
}

// Of sprints that are long over they are read once, but until all have been, all are asked for.
TEST_F(SyncOf, CapacitiesAreKeptAndThoseOfThePastNotAskedForAgain) {
  fill(tracker_, 3);
  tracker_.capacities = {{"7", "a", {{"ann", 6, {}}}, {}}, {"8", "a", {{"ann", 4, {}}}, {}}};
  tracker_.capacities_whole = false;
  run();
  const std::string all = "7 ann 6.0\n8 ann 4.0\n";
  const auto kept = [&] {
    return test::rows(data_, "SELECT sprint || ' ' || person || ' ' || hours_per_day FROM capacity");
  };
  EXPECT_EQ(kept(), all);
  tracker_.clock += 16;
  tracker_.capacities_whole = true;
  EXPECT_FALSE(run().counts.changed_anything());
  EXPECT_EQ(tracker_.capacities_since, std::nullopt);
  tracker_.clock += 16;
  tracker_.capacities = {{"8", "a", {{"ann", 5, {}}}, {}}};
  EXPECT_TRUE(run().counts.changed_anything());
  EXPECT_EQ(tracker_.capacities_since, at(16) - std::chrono::days{14});
  EXPECT_EQ(kept(), "7 ann 6.0\n8 ann 5.0\n");
  run(true);
  EXPECT_EQ(tracker_.capacities_since, std::nullopt);
}

// Whatever happens on the way, in the end the store is what the tracker is.
TEST_F(SyncOf, AnyOrderOfEditsAndFaultsEndsWithTheTruth) {
  for (unsigned seed = 0; seed < seeds(); ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    std::filesystem::remove_all(data_);
    tracker_.issues.clear();
    tracker_.clock = 0;
    tracker_.marks = below(3) > 0;
    tracker_.whole_lists = below(2) > 0;
    tracker_.tells_time = below(4) > 0;
    tracker_.set_lag(below(3) * 20);
    fill(tracker_, static_cast<int>(below(30)));
    int next = 500;
    const auto happen = [&] {
      if (tracker_.issues.empty() || below(3) == 0) {
        tracker_.make(std::to_string(next++));
        return;
      }
      auto issue = tracker_.issues.begin();
      std::advance(issue, below(static_cast<unsigned>(tracker_.issues.size())));
      if (below(4) == 0) {
        tracker_.issues.erase(issue);
      } else {
        tracker_.edit(issue->first, "edit " + std::to_string(random()));
      }
    };
    tracker_.fault = [&](std::string_view) -> std::optional<Error> {
      ++tracker_.clock;
      if (below(3) == 0) happen();
      if (below(6) == 0) return broken(below(2) > 0 ? ErrorCode::throttled : ErrorCode::failure);
      return std::nullopt;
    };
    for (int i = 0; i < 12; ++i) {
      // What cannot begin has left everything as it was.
      static_cast<void>(attempt(below(5) == 0));
      tracker_.clock += below(200);
    }
    tracker_.fault = [](std::string_view) { return std::nullopt; };
    tracker_.clock += 60 * 25;
    ASSERT_TRUE(run().complete());
    ASSERT_EQ(stored(), truth());
  }
}

}  // namespace
}  // namespace stint::exchange
