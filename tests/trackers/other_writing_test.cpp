// Writes through the connectors of Azure DevOps and Taiga: what was shown is what is done, once; who comes
// too late is refused.
#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trackers/reading_bed.h"

namespace stint::test {
namespace {

using tracker::Write;
using tracker::WriteFault;

struct Case {
  std::string_view product;
  std::string_view story;    // a type
  std::string_view project;  // "slug" or "name" of the site's first one, as the tracker calls it
  std::string_view five;     // an estimate of so many points
  std::string_view eight;
};

class Writing : public testing::TestWithParam<Case> {
 protected:
  [[nodiscard]] std::string project() {
    const SiteProject& first = bed.site().projects.front();
    if (GetParam().project == "name") return first.name;
    std::string slug = first.key;
    std::ranges::transform(slug, slug.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return slug;
  }
  // Proposes and sends all; the last receipt.
  std::expected<tracker::Receipt, WriteFault> write(const Write& what, const tracker::Target* target) {
    auto proposal = bed.connector().propose(what, target);
    if (!proposal) return std::unexpected(WriteFault{WriteFault::Kind::refused, proposal.error()});
    EXPECT_FALSE(proposal->requests.empty());
    EXPECT_FALSE(proposal->diff.empty());
    const std::int64_t before = bed.site().version();
    if (bed.connector().capabilities().checks_writes) {
      if (auto checked = bed.connector().check(*proposal); !checked)
        return std::unexpected(WriteFault{WriteFault::Kind::refused, checked.error()});
    }
    EXPECT_EQ(bed.site().version(), before) << "a look at it has changed something";
    std::expected<tracker::Receipt, WriteFault> receipt;
    for (const tracker::WireRequest& request : proposal->requests) {
      receipt = bed.connector().perform(request);
      if (!receipt) break;
    }
    return receipt;
  }
  tracker::Target target(const std::string& id) {
    auto found = bed.connector().target(id);
    EXPECT_TRUE(found) << found.error().to_string();
    return found ? std::move(*found) : tracker::Target{};
  }
  // The site's issue with that summary, the newest one.
  SiteIssue* made(std::string_view summary) {
    SiteIssue* newest = nullptr;
    for (const SiteIssue& each : bed.site().issues())
      if (each.issue.summary == summary && !each.deleted) newest = bed.site().find(each.issue.id);
    return newest;
  }

  ReadingBed bed{GetParam().product, {}, [](Handler&, const SiteIssue& issue) { return issue.issue; }};
};

INSTANTIATE_TEST_SUITE_P(
    Products, Writing,
    testing::Values(Case{"azure-devops", "User Story", "name", "5", "8"},
                    Case{"taiga", "User Story", "slug", "Design=2, Back=3", "Design=4, Back=4"}),
    [](const auto& product) { return product.param.product == "taiga" ? "Taiga" : "AzureDevOps"; });

TEST_P(Writing, ASessionDoesWhatItShows) {
  const std::size_t before = bed.site().size();
  tracker::CreateIssue create;
  create.project = project();
  create.type = GetParam().story;
  create.summary = "Made from outside";
  create.fields = {{"description", "With **Markdown**."}, {"points", std::string{GetParam().five}}};
  create.sprint = bed.site().sprints.front().name;
  create.marker = "stint-4711";
  const auto receipt = write(create, nullptr);
  ASSERT_TRUE(receipt) << receipt.error().error.to_string();
  EXPECT_EQ(bed.site().size(), before + 1);
  SiteIssue* const issue = made("Made from outside");
  ASSERT_NE(issue, nullptr);
  EXPECT_EQ(issue->issue.description, "With **Markdown**.");
  EXPECT_EQ(issue->issue.sprint_ids, std::vector<std::string>{bed.site().sprints.front().id});
  ASSERT_EQ(issue->issue.numbers.size(), 1U);
  EXPECT_EQ(issue->issue.numbers[0].value, 5);

  const auto found = bed.connector().find_created(create, issue->issue.created - std::chrono::minutes{5});
  ASSERT_TRUE(found) << found.error().to_string();
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().issue_id, receipt->issue_id);

  const auto done = [&](const Write& what) {
    const tracker::Target now = target(receipt->issue_id);
    const auto written = write(what, &now);
    EXPECT_TRUE(written) << written.error().error.to_string();
    return written.value_or(tracker::Receipt{});
  };
  done(tracker::EditFields{{{"summary", "Renamed"}, {"points", std::string{GetParam().eight}}}});
  EXPECT_EQ(issue->issue.summary, "Renamed");
  EXPECT_EQ(issue->issue.numbers[0].value, 8);
  done(tracker::AddComment{"Said **so**."});
  ASSERT_EQ(issue->issue.comments.size(), 1U);
  EXPECT_EQ(issue->issue.comments[0].body, "Said **so**.");
  const tracker::Status& status = bed.site().statuses.at(1);
  done(tracker::Transition{status.name});
  EXPECT_EQ(issue->issue.status.id, status.id);
  const SiteUser& user = bed.site().users.at(2);
  done(tracker::Assign{user.name});
  EXPECT_EQ(issue->issue.assignee.id, user.id);
  done(tracker::MoveToSprint{""});
  EXPECT_EQ(issue->issue.sprint_ids, std::vector<std::string>{});
  done(tracker::DeleteIssue{});
  EXPECT_TRUE(issue->deleted);
  EXPECT_EQ(bed.site().size(), before);
}

TEST_P(Writing, WhoComesTooLateIsRefused) {
  SiteIssue& issue = *bed.site().find(bed.site().issues()[6].issue.id);
  // By the tracker's own id.
  bed.run();
  std::string id;
  const auto listed = bed.connector().list({}, "");
  ASSERT_TRUE(listed);
  for (const tracker::Entry& entry : listed->entries) {
    auto found = bed.connector().target(entry.id);
    if (found && found->record.issue.summary == issue.issue.summary) id = entry.id;
  }
  ASSERT_FALSE(id.empty());
  const tracker::Target stale = target(id);
  const auto proposal = bed.connector().propose(tracker::EditFields{{{"summary", "Mine"}}}, &stale);
  ASSERT_TRUE(proposal) << proposal.error().to_string();
  bed.site().save(issue, {{FieldEdit::Field::summary, "Theirs"}},
                  {bed.site().me, issue.issue.updated + std::chrono::minutes{1}});
  const auto late = bed.connector().perform(proposal->requests.front());
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, WriteFault::Kind::conflict) << late.error().error.to_string();
  EXPECT_EQ(issue.issue.summary, "Theirs");
}

}  // namespace
}  // namespace stint::test
