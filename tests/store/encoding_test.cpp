#include "store/encoding.h"

#include <gtest/gtest.h>
#include <random>
#include <string>

#include "tracker/changes.h"

namespace stint::store {
namespace {

using tracker::Change;
using tracker::Issue;

// Texts with everything that could go wrong between writing and reading.
class Texts {
 public:
  explicit Texts(unsigned seed) : random_(seed) {}
  std::string next() {
    constexpr std::string_view kParts[] = {"a",  "\"", "\\", "\n",   "\t",   "é", "€",
                                           "😀", "]",  ",",  "\x01", "\x7f", "'", "{"};
    std::string text;
    for (std::size_t i = random_() % 8; i > 0; --i) text += kParts[random_() % std::size(kParts)];
    return text;
  }
  std::int64_t number(std::int64_t below) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(below));
  }

 private:
  std::mt19937_64 random_;
};

TEST(Encoding, ChangesSurviveBeingWrittenAndRead) {
  json::Parser parser;
  std::vector<Change> read;
  for (unsigned seed = 0; seed < 300; ++seed) {
    Texts texts{seed};
    std::vector<Change> changes(static_cast<std::size_t>(texts.number(10)));
    for (Change& change : changes) {
      change = {texts.next(),
                static_cast<int>(texts.number(9)),
                from_epoch_ms(texts.number(4'000'000'000'000) - 1'000'000),
                texts.next(),
                false,
                texts.next(),
                texts.next(),
                texts.next(),
                texts.next(),
                texts.next(),
                texts.next()};
    }
    const std::string text = encode_changes(changes);
    ASSERT_TRUE(decode_changes(parser, text, read));
    EXPECT_EQ(read, changes) << text;
    EXPECT_EQ(encode_changes(read), text);
  }
  EXPECT_EQ(encode_changes({}), "[]");
}

TEST(Encoding, DamagedChangesAreAnError) {
  json::Parser parser;
  std::vector<Change> read;
  EXPECT_FALSE(decode_changes(parser, "[[1,2", read));
  EXPECT_TRUE(decode_changes(parser, "[[]]", read));
  EXPECT_EQ(read, std::vector<Change>(1));
}

Issue example() {
  Issue issue;
  issue.id = "1";
  issue.key = "T-1";
  issue.summary = "a";
  issue.numbers = {{"customfield_1", 2.5}, {"customfield_2", 3}};
  issue.sprint_ids = {"4", "5"};
  issue.labels = {"x \"y\""};
  issue.components = {"c"};
  issue.fix_versions = {{"1", "1.0", true, from_epoch_ms(5)}, {"2", "2.0", false, std::nullopt}};
  issue.links = {{"Blocks", "is blocked by", false, "5", "T-5"}};
  issue.description = "## Acceptance criteria\n\n- one\n- two\n";
  return issue;
}

TEST(Encoding, ListsAreJson) {
  const EncodedIssue encoded = encode(example());
  EXPECT_EQ(encoded.numbers, R"({"customfield_1":2.5,"customfield_2":3})");
  EXPECT_EQ(encoded.sprints, R"(["4","5"])");
  EXPECT_EQ(encoded.labels, R"(["x \"y\""])");
  EXPECT_EQ(encoded.components, R"(["c"])");
  EXPECT_EQ(encoded.fix_versions, R"([["1.0",1,5],["2.0",0,null]])");
  EXPECT_EQ(encoded.affected_versions, "[]");
  EXPECT_EQ(encoded.links, R"([["Blocks","is blocked by",0,"5","T-5"]])");
  EXPECT_EQ(encoded.changes, "[]");
  EXPECT_EQ(encoded.criteria, 2);
}

TEST(Encoding, AFieldOfCriteriaCountsInsteadOfTheDescription) {
  Issue issue = example();
  issue.acceptance_criteria = "- one\n- two\n- three\n";
  EXPECT_EQ(encode(issue).criteria, 3);
}

TEST(Encoding, TheHashIsOfEverythingTheTrackerSays) {
  const std::int64_t hash = encode(example()).fields_hash;
  EXPECT_EQ(encode(example()).fields_hash, hash);
  const auto differs = [&](auto change) {
    Issue issue = example();
    change(issue);
    return encode(issue).fields_hash != hash;
  };
  EXPECT_TRUE(differs([](Issue& i) { i.key = "T-2"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.project_key = "U"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.type = "Bug"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.subtask = true; }));
  EXPECT_TRUE(differs([](Issue& i) { i.epic = true; }));
  EXPECT_TRUE(differs([](Issue& i) { i.flagged = true; }));
  EXPECT_TRUE(differs([](Issue& i) { i.status.id = "3"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.resolution = "Done"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.priority = "High"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.created += Milliseconds{1}; }));
  EXPECT_TRUE(differs([](Issue& i) { i.resolved = from_epoch_ms(1); }));
  EXPECT_TRUE(differs([](Issue& i) { i.due = from_epoch_ms(1); }));
  EXPECT_TRUE(differs([](Issue& i) { i.assignee.id = "u"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.reporter.id = "u"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.parent_id = "9"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.summary = "b"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.description += "x"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.environment = "prod"; }));
  EXPECT_TRUE(differs([](Issue& i) { i.numbers[0].value = 2; }));
  EXPECT_TRUE(differs([](Issue& i) { i.sprint_ids.pop_back(); }));
  EXPECT_TRUE(differs([](Issue& i) { i.labels.clear(); }));
  EXPECT_TRUE(differs([](Issue& i) { i.components.clear(); }));
  EXPECT_TRUE(differs([](Issue& i) { i.fix_versions.pop_back(); }));
  EXPECT_TRUE(differs([](Issue& i) { i.affected_versions.push_back({}); }));
  EXPECT_TRUE(differs([](Issue& i) { i.links.clear(); }));
  // These are united, or told by a field's name only, or belong to somebody else.
  EXPECT_FALSE(differs([](Issue& i) { i.comments.push_back({}); }));
  EXPECT_FALSE(differs([](Issue& i) { i.changes.push_back({}); }));
  EXPECT_FALSE(differs([](Issue& i) { i.updated += Milliseconds{1}; }));
  EXPECT_FALSE(differs([](Issue& i) { i.acceptance_criteria = "- x"; }));
  EXPECT_FALSE(differs([](Issue& i) { i.assignee.name = "Ann"; }));
  // Texts do not flow into each other.
  Issue one = example();
  one.project_key = "a:";
  Issue other = example();
  other.project_key = "a";
  other.type = ":";
  EXPECT_NE(encode(one).fields_hash, encode(other).fields_hash);
}

TEST(Encoding, HistoriesAreCountedByEntry) {
  Issue issue = example();
  Change change;
  for (const char* id : {"1", "1", "2"}) {
    change.history_id = id;
    issue.changes.push_back(change);
    ++change.position;
  }
  EXPECT_EQ(encode(issue).history_count, 2);
}

}  // namespace
}  // namespace stint::store
