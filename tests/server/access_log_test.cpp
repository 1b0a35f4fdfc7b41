#include "server/access_log.h"

#include <filesystem>
#include <gmock/gmock.h>
#include <sstream>
#include <sys/stat.h>
#include <thread>

#include "lib/nlohmann/json_document.h"
#include "support/scratch.h"

namespace stint::server {
namespace {

namespace fs = std::filesystem;
using stint::test::read_file;
using stint::test::Scratch;

const Instant kNow = *parse_iso_instant("2026-11-20T09:15:30.250Z");

AccessRecord record(std::string_view path = "/api/v1/insights") {
  return {.peer = "10.1.2.3",
          .method = "GET",
          .path = path,
          .caller = "anna",
          .status = 200,
          .bytes = 18230,
          .seconds = 0.00042};
}

TEST(AccessLog, ALineIsOneObject) {
  EXPECT_EQ(
      R"({"time":"2026-11-20T09:15:30.250+00:00","peer":"10.1.2.3","method":"GET","path":"/api/v1/insights",)"
      R"("caller":"anna","status":200,"bytes":18230,"ms":0.4})"
      "\n",
      access_line(record(), kNow));
}

TEST(AccessLog, NothingBreaksALine) {
  for (const std::string& path :
       {std::string{"/a\nb\"}"}, std::string{"/\xff\xfe"}, std::string(20'000, 'x')}) {
    AccessRecord hostile = record(path);
    hostile.method = "GET\r\nX";
    hostile.caller = "";
    const std::string line = access_line(hostile, kNow);
    EXPECT_EQ(line.size() - 1, line.find('\n'));
    EXPECT_LT(line.size(), 800U);
    const JsonDocument read = JsonDocument::parse(line, nullptr, false);
    ASSERT_TRUE(read.is_object());
    EXPECT_TRUE(read.at("caller").is_null());
  }
}

TEST(AccessLog, AddsToWhatIsThereForTheGroupToRead) {
  const Scratch scratch;
  const fs::path file = scratch / "access.log";
  ::umask(022);
  for (int i = 0; i < 2; ++i) {
    auto log = AccessLog::open(file);
    ASSERT_TRUE(log);
    (*log)->add(record(), kNow);
  }
  EXPECT_EQ(access_line(record(), kNow) + access_line(record(), kNow), read_file(file));
  EXPECT_EQ(fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read,
            fs::status(file).permissions());
}

TEST(AccessLog, KeepsSoManyFilesOfSuchASize) {
  const Scratch scratch;
  const fs::path file = scratch / "access.log";
  const std::size_t line = access_line(record("/0000"), kNow).size();
  auto log = AccessLog::open(file, {.file_bytes = 3 * line, .files = 3});
  ASSERT_TRUE(log);
  for (int i = 0; i < 20; ++i) {
    const std::string path = "/" + std::to_string(1000 + i);
    (*log)->add(record(path), kNow);
  }
  const auto paths = [&](const fs::path& of) {
    std::string all;
    std::istringstream lines{read_file(of)};
    for (std::string text; std::getline(lines, text);)
      all += JsonDocument::parse(text).at("path").get<std::string>();
    return all;
  };
  // 20 lines in threes: 18 and 19 are in the newest, and the two threes before them are kept.
  EXPECT_EQ("/1018/1019", paths(file));
  EXPECT_EQ("/1015/1016/1017", paths(scratch / "access.log.1"));
  EXPECT_EQ("/1012/1013/1014", paths(scratch / "access.log.2"));
  EXPECT_FALSE(fs::exists(scratch / "access.log.3"));
}

TEST(AccessLog, GoesOnInANewFileWhenItsOwnIsMovedAwayOrRemoved) {
  const Scratch scratch;
  const fs::path file = scratch / "access.log";
  auto log = AccessLog::open(file);
  ASSERT_TRUE(log);
  (*log)->add(record("/1"), kNow);
  fs::rename(file, scratch / "moved");
  (*log)->add(record("/2"), kNow);
  EXPECT_EQ(access_line(record("/1"), kNow), read_file(scratch / "moved"));
  EXPECT_EQ(access_line(record("/2"), kNow), read_file(file));
  fs::remove(file);
  (*log)->add(record("/3"), kNow);
  EXPECT_EQ(access_line(record("/3"), kNow), read_file(file));
}

TEST(AccessLog, LinesOfSeveralThreadsStayWhole) {
  const Scratch scratch;
  const fs::path file = scratch / "access.log";
  auto log = AccessLog::open(file);
  ASSERT_TRUE(log);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 500; ++i) (*log)->add(record(), kNow);
      });
    }
  }
  std::istringstream lines{read_file(file)};
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    EXPECT_EQ(access_line(record(), kNow), line + "\n");
  EXPECT_EQ(2000, count);
}

TEST(AccessLog, SaysWhenItCannotBeWritten) {
  const Scratch scratch;
  const auto none = AccessLog::open(scratch / "no" / "access.log");
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().hint, ::testing::HasSubstr("server.access_log"));
  fs::create_symlink("/etc/passwd", scratch / "link.log");
  EXPECT_FALSE(AccessLog::open(scratch / "link.log"));
  EXPECT_FALSE(AccessLog::open(scratch.path()));
}

}  // namespace
}  // namespace stint::server
