#include "trackers/sync_bed.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "store/store.h"
#include "support/dump.h"

namespace stint::test {
namespace {

constexpr std::string_view kHost = "https://fake.example";
constexpr int kManySyncs = 60;

}  // namespace

SyncBed::SyncBed(std::string_view product, std::optional<FaultOptions> faults, const SiteOptions& options)
    : fake_(make_fake(product, options)),
      front_(*fake_.handler, std::move(faults)),
      clock_(fake_.site->built + std::chrono::hours{1}),
      sender_(front_, clock_, std::string{kHost} + fake_.below),
      delivery_(sender_, {}, clock_.clock(), [] { return std::uint64_t{11}; }) {
  fake_.connection.url = std::string{kHost} + fake_.below;
}

std::optional<exchange::SyncReport> SyncBed::sync(const std::string& store, bool full,
                                                  const std::stop_token& stop) {
  // A connector of its own each time: nothing is remembered but by the store.
  const auto connector =
      tracker::product_info(fake_.connection.product).make(fake_.connection, delivery_, stop);
  auto lock = store::WriteLock::acquire(folder(store));
  EXPECT_TRUE(lock);
  auto database = store::open_for_writing(folder(store), *lock);
  EXPECT_TRUE(database);
  exchange::SyncOptions options;
  options.connection = "work";
  options.url = fake_.connection.url;
  options.full = full;
  options.concurrency = 1;
  options.stop = stop;
  auto report = exchange::sync(*connector, *database, options, [this] { return clock_.now(); });
  if (!report) {
    expect_no_secret(report.error());
    return std::nullopt;
  }
  if (report->ended_by) expect_no_secret(*report->ended_by);
  for (const store::SyncProblem& problem : report->problems)
    expect_no_secret({{}, problem.message, problem.what, {}});
  return std::move(*report);
}

void SyncBed::expect_no_secret(const Error& error) const {
  const std::string text = error.to_string();
  EXPECT_EQ(text.find(fake_.connection.secret.reveal()), std::string::npos) << text;
  for (const std::string& canary : fake_.site->canaries)
    EXPECT_EQ(text.find(canary), std::string::npos) << text;
}

void SyncBed::sync_to_the_end() {
  for (int i = 0; i < kManySyncs; ++i) {
    const auto report = sync();
    if (report && report->complete()) return;
    clock_.advance(std::chrono::minutes{10});
  }
  ADD_FAILURE() << "no sync came to its end";
}

void SyncBed::work_goes_on() {
  clock_.advance(std::chrono::minutes{10});
  front_.with_site([&](Site& site) {
    const Act act{site.me, clock_.now()};
    const auto at = [&](std::size_t place) { return site.find(site.issues()[place].issue.id); };
    if (SiteIssue* const issue = at(11)) site.remove(*issue, act);
    if (SiteIssue* const issue = at(12))
      site.save(*issue, {{FieldEdit::Field::summary, "In the middle"}, {FieldEdit::Field::points, "8"}}, act);
    if (SiteIssue* const issue = at(14)) site.comment(*issue, "In **between**.", act);
    // To the project of somebody else: those that name it by its key are not told.
    if (SiteIssue* const issue = at(15)) {
      const auto other = std::ranges::find_if(
          site.projects, [&](const SiteProject& project) { return project.key != issue->issue.project_key; });
      if (other != site.projects.end()) site.move(*issue, *other, act);
    }
  });
}

void SyncBed::settle() {
  front_.settle();
  clock_.advance(std::chrono::hours{25});
}

std::map<std::string, std::string> SyncBed::stored(const std::string& store) const {
  return dump_issues(folder(store));
}

std::map<std::string, std::string> SyncBed::truth() {
  const std::string name = "truth-" + std::to_string(++truths_);
  const auto report = sync(name);
  EXPECT_TRUE(report && report->complete());
  return stored(name);
}

}  // namespace stint::test
