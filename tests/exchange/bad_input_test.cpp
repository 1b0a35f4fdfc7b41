// Input that is broken, or a world that is: a clear message, and whatever is good is in.
#include <gtest/gtest.h>
#include <unistd.h>

#include "demo/demo.h"
#include "exchange/importing.h"
#include "store/store.h"
#include "support/child.h"

namespace stint::exchange {
namespace {

using test::classic_page;
using test::issue_json;
using test::with_quotes;

constexpr std::string_view kKeys = "SELECT key FROM issue ORDER BY id";

TEST_F(Importing, TruncatedJsonKeepsWhatCameBefore) {
  const std::string page =
      classic_page({issue_json({.number = 1}), issue_json({.number = 2}), issue_json({.number = 3})});
  const std::size_t third = page.rfind("{\"id\"");
  const auto file = write("page.json", page.substr(0, page.size() - 200));
  const ImportReport report = import();
  EXPECT_EQ(errors_of(report),
            file.string() + ", byte " + std::to_string(page.find("{\"id\":\"10003")) +
                ": the input is truncated: it ends inside an item; export it again; what came before that "
                "place is imported\n");
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\n");
  EXPECT_NE(third, std::string::npos);
  // The whole file completes it.
  write("page.json", page);
  EXPECT_EQ(import().counts.added, 1);
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\nT-3\n");
}

TEST_F(Importing, TruncatedAnywhereNeverHurts) {
  const std::string page =
      classic_page({issue_json({.number = 1}), issue_json({.number = 2})}, ",'names':{'a':'b'}");
  for (std::size_t size = 1; size < page.size(); size += 37) {
    const test::Scratch scratch;
    const auto report =
        import_files({scratch.write("page.json", page.substr(0, size))}, scratch / "data", {});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->error_count, 1) << size;
    EXPECT_EQ(report->counts.added, report->issues_read);
    EXPECT_EQ(report->issues_read,
              (size >= page.find(",{\"id\":\"10002") ? 1 : 0) + (size >= page.find("],\"names") ? 1 : 0))
        << size;
  }
}

TEST_F(Importing, OneBadIssueDoesNotCostTheOthers) {
  const auto file =
      write("page.json", classic_page({issue_json({.number = 1}), R"({"id":"5","key":"T-5","fields":{}})",
                                       issue_json({.number = 2}), R"({"id":})",
                                       R"({"fields":{"created":"2026-01-01"}})", issue_json({.number = 3})}));
  const ImportReport report = import();
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\nT-3\n");
  EXPECT_EQ(report.error_count, 3);
  const std::string errors = errors_of(report);
  EXPECT_NE(errors.find("issue T-5 has no readable \"created\" date"), std::string::npos) << errors;
  EXPECT_NE(errors.find("not valid JSON: a value is expected"), std::string::npos) << errors;
  EXPECT_NE(errors.find("an issue without id and key"), std::string::npos) << errors;
  for (const Error& error : report.errors) {
    EXPECT_TRUE(error.where.starts_with(file.string() + ", byte ")) << error.where;
    EXPECT_FALSE(error.hint.empty());
  }
}

TEST_F(Importing, OneBadIssueInAListOfValuesDoesNotCostTheOthers) {
  write("values.json", R"({"values":[)" + issue_json({.number = 1}) +
                           R"(,{"id":"5","key":"T-5","fields":{}},)" + issue_json({.number = 2}) + "]}");
  const ImportReport report = import();
  EXPECT_EQ(rows(kKeys), "T-1\nT-2\n");
  EXPECT_EQ(report.error_count, 1);
}

TEST_F(Importing, BadUtf8IsSaidToTheByte) {
  const std::string bad = "bad \xff text";
  const std::string text = "[" + issue_json({.number = 1}) + "," + issue_json({.number = 2, .summary = bad}) +
                           "," + issue_json({.number = 3}) + "]";
  const auto file = write("list.json", text);
  const ImportReport report = import();
  EXPECT_EQ(rows(kKeys), "T-1\nT-3\n");
  EXPECT_EQ(report.error_count, 1);
  EXPECT_NE(errors_of(report).find(file.string() + ", byte " + std::to_string(text.find('\xff')) +
                                   ": not valid JSON: byte 0xff is not valid UTF-8"),
            std::string::npos)
      << errors_of(report);
}

TEST_F(Importing, AnItemOverTheLimitIsRefused) {
  ImportOptions options;
  options.max_item_bytes = 2000;
  const std::string text = "[" + issue_json({.number = 1}) + "," +
                           issue_json({.number = 2, .summary = std::string(3000, 'x')}) + "]";
  write("list.json", text);
  const ImportReport report = import({}, options);
  EXPECT_EQ(rows(kKeys), "T-1\n");
  EXPECT_NE(errors_of(report).find("byte " + std::to_string(text.find("{\"id\":\"10002")) +
                                   ": one item is larger than 2000 bytes"),
            std::string::npos)
      << errors_of(report);
}

TEST_F(Importing, ManyErrorsAreCountedAndTheFirstKept) {
  std::string list = "[";
  for (int i = 0; i < 250; ++i) list += R"({"id":"5","key":"T-5","fields":{}},)";
  write("list.json", list + issue_json({.number = 1}) + "]");
  const ImportReport report = import();
  EXPECT_EQ(report.error_count, 250);
  EXPECT_EQ(report.errors.size(), 100U);
  EXPECT_EQ(rows(kKeys), "T-1\n");
}

TEST_F(Importing, ACsvWithoutKeyColumnNamesItsColumns) {
  const auto file = write("export.csv", "Summary,Status\na,Done\n");
  const ImportReport report = import();
  EXPECT_EQ(file_of(report, "export.csv").kind, FileKind::skipped);
  EXPECT_TRUE(errors_of(report).starts_with(file.string() + ", line 1: no column \"Issue key\""))
      << errors_of(report);
  EXPECT_NE(errors_of(report).find("Summary, Status"), std::string::npos);
  EXPECT_EQ(report.errors[0].code, ErrorCode::usage);
}

TEST_F(Importing, ACsvRowThatCannotBeReadIsLeftOut) {
  const auto file =
      write("export.csv",
            "Issue key,Issue id,Summary,Created\nT-1,10001,a,2026-01-01 10:00\nT-2,10002,b,someday\n"
            "T-3,10003,\xff,2026-01-01 10:00\n,,d,2026-01-01 10:00\nT-5,10005,e,2026-01-02 10:00\n");
  const ImportReport report = import();
  EXPECT_EQ(rows(kKeys), "T-1\nT-5\n");
  EXPECT_EQ(report.error_count, 3);
  const std::string errors = errors_of(report);
  EXPECT_NE(errors.find(file.string() + ", line 3: Created: \"someday\" is no date"), std::string::npos)
      << errors;
  EXPECT_NE(errors.find(file.string() + ", line 4: Summary: not valid UTF-8"), std::string::npos) << errors;
  EXPECT_NE(errors.find(file.string() + ", line 5: neither an issue key nor an issue id"), std::string::npos)
      << errors;
}

TEST_F(Importing, ACsvThatEndsInsideQuotesKeepsWhatCameBefore) {
  write("export.csv", "Issue key,Issue id,Summary\nT-1,10001,a\nT-2,10002,\"open\n");
  const ImportReport report = import();
  EXPECT_EQ(rows(kKeys), "T-1\n");
  EXPECT_EQ(report.error_count, 1) << errors_of(report);
}

TEST_F(Importing, PathsThatAreNotThere) {
  const auto report = import_files({scratch_ / "none.json"}, data(), {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::not_found);
  EXPECT_NE(report.error().where.find("none.json"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(Importing, AnUnwritableDataFolder) {
  const auto file = write("T-1.json", issue_json({.number = 1}));
  const auto report = import_files({file}, file / "data", {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::failure);
  EXPECT_NE(report.error().where.find("T-1.json/data"), std::string::npos);
  EXPECT_NE(report.error().hint.find("--data"), std::string::npos);
}

TEST_F(Importing, AFolderOfSomebodyElse) {
  // Permissions do not hold root back, so the program is run as somebody else where we are root.
  write("T-1.json", issue_json({.number = 1}));
  std::filesystem::create_directories(data());
  std::filesystem::permissions(data(), std::filesystem::perms{0555});
  std::filesystem::permissions(scratch_.path(), std::filesystem::perms{0755});
  std::vector<std::string> command{STINT_BINARY, "--data", data().string(), "import",
                                   (scratch_ / "in").string()};
  if (::getuid() == 0) {
    const std::vector<std::string> as_nobody{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    if (test::run_child({as_nobody[0], as_nobody[1], as_nobody[2], as_nobody[3], STINT_BINARY, "--version"})
            .status != 0) {
      GTEST_SKIP() << "the program cannot be run as nobody here";
    }
    command.insert(command.begin(), as_nobody.begin(), as_nobody.end());
  }
  const auto result = test::run_child(command);
  EXPECT_EQ(result.status, 1) << result.err;
  EXPECT_NE(result.err.find(data().string()), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("--data"), std::string::npos) << result.err;
  std::filesystem::permissions(data(), std::filesystem::perms{0755});
}

TEST_F(Importing, ANewerDatabaseIsAConflict) {
  write("T-1.json", issue_json({.number = 1}));
  import();
  sqlite::Database::open(data() / "stint.db", sqlite::OpenMode::read_write)
      ->execute("PRAGMA user_version = 99")
      .value();
  const auto report = import_files({scratch_ / "in"}, data(), {});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::conflict);
}

TEST_F(Importing, AnotherWriterIsAConflict) {
  write("T-1.json", issue_json({.number = 1}));
  import();
  // Another program that holds SQLite's own lock, or another import.
  auto holder = sqlite::Database::open(data() / "stint.db", sqlite::OpenMode::read_write);
  const auto result = test::run_child({"flock", (data() / "write.lock").string(), STINT_BINARY, "--data",
                                       data().string(), "import", (scratch_ / "in").string()});
  if (result.status == 127) GTEST_SKIP() << "no flock here";
  EXPECT_EQ(result.status, 5) << result.err;
  EXPECT_NE(result.err.find("another stint process"), std::string::npos) << result.err;
}

TEST_F(Importing, ADiskThatFillsUpLeavesWholeIssues) {
  ASSERT_TRUE(demo::write_demo(scratch_ / "in", {.seed = 2, .issues = 2100}));
  const std::vector<std::string> command{STINT_BINARY, "--data", data().string(), "import",
                                         (scratch_ / "in").string()};
  const auto full = scratch_ / "full";
  ASSERT_TRUE(import_files({scratch_ / "in"}, full, {}));
  const auto expected = test::dump_issues(full);
  for (const std::uint64_t limit : {std::uint64_t{200'000}, std::uint64_t{3'500'000}}) {
    std::filesystem::remove_all(data());
    const auto result = test::run_child(command, {.largest_file = limit});
    EXPECT_EQ(result.status, 1) << limit << result.out << result.err;
    EXPECT_NE(result.err.find("stint.db"), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("free space"), std::string::npos) << result.err;
    if (!std::filesystem::exists(data() / "stint.db")) continue;
    if (auto database = store::open_for_reading(data())) {
      EXPECT_EQ(test::rows(*database, "PRAGMA integrity_check"), "ok\n");
      for (const auto& [id, row] : test::dump_issues(data())) EXPECT_EQ(row, expected.at(id));
    }
    // With room again, it completes.
    EXPECT_EQ(test::run_child(command).status, 0);
    EXPECT_EQ(test::dump(data()), test::dump(full));
  }
}

TEST_F(Importing, AFullDiskIsSaidToBeFull) {
  ASSERT_TRUE(demo::write_demo(scratch_ / "in", {.seed = 2, .issues = 2100}));
  std::filesystem::create_directories(data());
  const std::string script =
      "mount -t tmpfs -o size=3m none \"$2\" || exit 99; \"$1\" --data \"$2\" import \"$3\"; echo \"status "
      "$?\"; "
      "\"$1\" --data \"$2\" --quiet issues --csv | wc -l";
  const auto result = test::run_child(
      {"unshare", "-m", "sh", "-c", script, "sh", STINT_BINARY, data().string(), (scratch_ / "in").string()});
  if (result.status != 0) GTEST_SKIP() << "no file system can be mounted here";
  EXPECT_NE(result.err.find("the disk is full"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("free some space"), std::string::npos) << result.err;
  EXPECT_NE(result.out.find("status 1\n"), std::string::npos) << result.out;
}

}  // namespace
}  // namespace stint::exchange
