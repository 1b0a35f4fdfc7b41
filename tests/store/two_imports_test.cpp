// A history told in two imports leaves the store as one import does, whichever comes first.
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

#include "metrics/awkward_history.h"
#include "metrics/history_count.h"
#include "metrics/random_history.h"
#include "metrics/scenario.h"
#include "store/issue_table.h"
#include "store/store.h"
#include "support/dump.h"
#include "support/scratch.h"

namespace stint::store {
namespace {

// Each a site of its own, in one store.
constexpr std::uint32_t kHistoriesPerStore = 50;

class Site {
 public:
  Site()
      : lock_(WriteLock::acquire(scratch_.path()).value()),
        database_(open_for_writing(scratch_.path(), lock_).value()) {
    for (std::uint32_t site = 1; site <= kHistoriesPerStore; ++site) {
      const std::string row = fmt::format("INSERT INTO site VALUES ({0}, 'https://{0}.example', NULL)", site);
      EXPECT_TRUE(database_.execute(row.c_str()));
    }
  }

  void import(SiteId site, const std::vector<tracker::Issue>& issues) {
    auto writer = IssueWriter::create(database_);
    auto transaction = sqlite::Transaction::begin(database_);
    for (const tracker::Issue& issue : issues) EXPECT_TRUE(writer->put(site, encode(issue)));
    EXPECT_TRUE(transaction->commit());
  }
  std::string dump() { return test::dump(database_); }

 private:
  test::Scratch scratch_;
  WriteLock lock_;
  sqlite::Database database_;
};

struct Halves {
  std::vector<tracker::Issue> older, newer;
};

// The older import has some of the issues, with some of their changes and comments and other values; the
// newer one all issues, with the changes that the older one lacks and some that it has.
Halves split(const std::vector<tracker::Issue>& whole, std::mt19937& random) {
  Halves halves;
  for (const tracker::Issue& issue : whole) {
    halves.newer.push_back(issue);
    if (test::draw(random, 4) == 0) continue;
    tracker::Issue& newer = halves.newer.back();
    tracker::Issue& older = halves.older.emplace_back(issue);
    older.updated -= std::chrono::hours{1};
    older.summary = "before it was named anew";
    older.changes.clear();
    older.comments.clear();
    newer.changes.clear();
    for (const tracker::Change& change : issue.changes) {
      const std::uint32_t where = test::draw(random, 3);
      if (where != 0) older.changes.push_back(change);
      if (where != 1) newer.changes.push_back(change);
    }
  }
  return halves;
}

TEST(TwoImports, AreAsGoodAsOne) {
  test::CountHistories tried;
  for (std::uint32_t first = 0; first < test::histories(); first += kHistoriesPerStore) {
    Site once;
    Site twice;
    std::mt19937 random{first};
    for (SiteId site = 1; site <= kHistoriesPerStore; ++site, tried.one_more()) {
      const auto seed = first + static_cast<std::uint32_t>(site) - 1;
      const std::vector<tracker::Issue> whole = test::parse_scenario(test::awkward_scenario(seed)).issues;
      const Halves halves = split(whole, random);
      once.import(site, whole);
      const bool older_first = test::draw(random, 2) == 0;
      twice.import(site, older_first ? halves.older : halves.newer);
      twice.import(site, older_first ? halves.newer : halves.older);
    }
    ASSERT_EQ(twice.dump(), once.dump()) << "seeds from " << first;
  }
}

}  // namespace
}  // namespace stint::store
