// Backups of somebody else's making: nothing of them reaches the data folder, or anything outside of it.
#include <fstream>
#include <gmock/gmock.h>
#include <random>

#include "backup/folders.h"
#include "backup/tar.h"
#include "lib/sodium/sha256.h"

namespace stint::backup::test {
namespace {

using stint::test::read_file;
using stint::test::Scratch;
using ::testing::HasSubstr;

std::string listed(const std::vector<TarEntry>& entries, std::string_view schema = "stint.backup/1") {
  std::string files;
  for (const TarEntry& entry : entries) {
    files += (files.empty() ? "" : ",") + std::string{R"({"name":")"} + entry.name + R"(","bytes":)" +
             std::to_string(entry.content.size()) + R"(,"sha256":")" + sha256_of(entry.content) + "\"}";
  }
  return R"({"schema":")" + std::string{schema} +
         R"(","program":"1","made_at":"2026-11-20T08:00:00Z","files":[)" + files + "]}";
}

std::string archive_of(const std::vector<TarEntry>& entries, const std::string& manifest) {
  std::string text;
  for (const TarEntry& entry : entries) text += tar_entry(entry);
  return text + tar_entry({"manifest.json", manifest}) + tar_end();
}

class HostileBackup : public ::testing::Test {
 protected:
  HostileBackup() { make_folder(scratch_ / "data", 1); }

  // The error's text; the data folder is as it was, and nothing else has come to be.
  [[nodiscard]] std::string refused(const std::string& archive, ErrorCode code = ErrorCode::usage) const {
    const fs::path file = scratch_.write("b.tar.gz", archive);
    const auto before = contents(scratch_.path());
    RestoreOptions options;
    options.force = true;
    const auto restored = restore(file, scratch_ / "data", parts(), options);
    EXPECT_EQ(before, contents(scratch_.path()));
    EXPECT_FALSE(fs::exists(scratch_ / "data.restoring"));
    if (restored) {
      ADD_FAILURE() << "it was taken";
      return {};
    }
    EXPECT_EQ(code, restored.error().code) << restored.error().to_string();
    return restored.error().to_string();
  }

  Scratch scratch_;
};

TEST_F(HostileBackup, ItsOwnShapeIsTaken) {
  // So that what is refused below is refused for the reason it is about.
  const std::vector<TarEntry> good{{"list.json", "{\"mark\": 4}"}, {"reports/a.html", "x"}};
  const fs::path file = scratch_.write("b.tar", archive_of(good, listed(good)));
  const auto restored = restore(file, scratch_ / "fresh", parts(), {});
  ASSERT_TRUE(restored) << restored.error().to_string();
  EXPECT_EQ("{\"mark\": 4}", read_file(scratch_ / "fresh" / "list.json"));
}

TEST_F(HostileBackup, NamesThatLeadElsewhere) {
  for (const char* const name :
       {"../outside", "/tmp/outside", "reports/../../outside", "reports/a/../../../outside", "./list.json",
        "reports/", "reports/.hidden", "reports/a\nb", "reports//a", "models/x.sh", "unknown.txt",
        "list.json/x", "manifest.json/x", "reports/..", "..", "REPORTS/a", "reports/a\\b"}) {
    const std::vector<TarEntry> entries{{name, "x"}};
    EXPECT_THAT(refused(archive_of(entries, listed({{"list.json", "x"}}))),
                ::testing::AnyOf(HasSubstr("does not belong"), HasSubstr("no ordinary file")))
        << name;
  }
}

TEST_F(HostileBackup, WhatIsNoFile) {
  for (const char type : {'1', '2', '3', '4', '5', '6'}) {
    const std::vector<TarEntry> entries{{"list.json", "", type, "/etc/passwd"}};
    const std::string text = refused(archive_of(entries, listed(entries)));
    EXPECT_THAT(text, ::testing::AnyOf(HasSubstr("no ordinary file"), HasSubstr("damaged"))) << type << text;
  }
}

TEST_F(HostileBackup, WhatIsNotWhatItsListSays) {
  const std::vector<TarEntry> good{{"list.json", "{}"}, {"reports/a.html", "x"}};
  EXPECT_THAT(refused(archive_of({{"list.json", "{ }"}, {"reports/a.html", "x"}}, listed(good))),
              HasSubstr("list.json in it is not what was put there"));
  EXPECT_THAT(refused(archive_of({good[0]}, listed(good))), HasSubstr("lacks reports/a.html"));
  EXPECT_THAT(refused(archive_of(good, listed({good[0]}))), HasSubstr("does not list"));
  EXPECT_THAT(refused(archive_of({good[0], good[0]}, listed({good[0]}))), HasSubstr("twice"));
  EXPECT_THAT(refused(archive_of(good, listed({good[0], good[0], good[1]}))), HasSubstr("does not list"));
}

TEST_F(HostileBackup, ListsThatAreNone) {
  const std::vector<TarEntry> good{{"list.json", "{}"}};
  for (const char* const list :
       {"", "[]", "{", "{}", R"({"schema":"stint.report/1"})", R"({"schema":"stint.backup/1"})",
        R"({"schema":"stint.backup/1","made_at":"2026-11-20","files":[]})",
        R"({"schema":"stint.backup/1","made_at":"2026-11-20","files":[{"name":"list.json"}]})",
        R"({"schema":"stint.backup/1","made_at":"2026-11-20","files":[{"name":"list.json",)"
        R"("bytes":-1,"sha256":"00"}]})"}) {
    EXPECT_THAT(refused(archive_of(good, list)), HasSubstr("list of files is wrong")) << list;
  }
  EXPECT_THAT(refused(archive_of(good, listed(good, "stint.backup/2")), ErrorCode::conflict),
              HasSubstr("newer version"));
  EXPECT_THAT(refused(archive_of(good, std::string(5U << 20U, ' '))), HasSubstr("too long"));
}

TEST_F(HostileBackup, WhatWasCutOffAnywhere) {
  ASSERT_TRUE(back_up(scratch_ / "data", parts(), scratch_ / "whole.tar.gz", options()));
  const std::string whole = read_file(scratch_ / "whole.tar.gz");
  fs::remove(scratch_ / "whole.tar.gz");
  std::mt19937 random{5};
  for (int round = 0; round < 40; ++round)
    EXPECT_FALSE(refused(whole.substr(0, random() % (whole.size() - 8))).empty());
  const std::vector<TarEntry> good{{"list.json", "{}"}};
  EXPECT_THAT(refused(tar_entry(good[0]) + tar_end()), HasSubstr("its list of files is missing"));
}

// Some bits mean nothing (a checksum that nobody needs, padding): what is taken is what was put there.
TEST_F(HostileBackup, BitsThatFlipped) {
  ASSERT_TRUE(back_up(scratch_ / "data", parts(), scratch_ / "whole.tar.gz", options()));
  const std::string whole = read_file(scratch_ / "whole.tar.gz");
  ASSERT_TRUE(restore(scratch_ / "whole.tar.gz", scratch_ / "fresh", parts(), {}));
  const auto right = contents(scratch_ / "fresh");
  std::mt19937 random{6};
  int taken = 0;
  for (int round = 0; round < 60; ++round) {
    fs::remove_all(scratch_ / "fresh");
    std::string changed = whole;
    char& byte = changed[random() % changed.size()];
    byte = static_cast<char>(byte ^ (1 << (random() % 8)));
    if (!restore(scratch_.write("b.tar.gz", changed), scratch_ / "fresh", parts(), {})) {
      EXPECT_FALSE(fs::exists(scratch_ / "fresh"));
      continue;
    }
    ++taken;
    EXPECT_EQ(right, contents(scratch_ / "fresh"));
  }
  EXPECT_LT(taken, 15);
}

TEST_F(HostileBackup, WhatIsNoArchive) {
  std::mt19937 random{7};
  std::string noise(5000, '\0');
  for (char& byte : noise) byte = static_cast<char>(random());
  for (const std::string& text : {std::string{}, std::string{"hello"}, noise, std::string(100'000, '\0')})
    EXPECT_FALSE(refused(text).empty());
}

TEST_F(HostileBackup, SizesThatAreMadeUp) {
  const std::vector<TarEntry> huge{{"list.json", "{}", '0', {}, "77777777777"}};
  EXPECT_FALSE(refused(archive_of(huge, listed(huge))).empty());
}

TEST_F(HostileBackup, DatabasesThatAreNone) {
  const std::vector<TarEntry> entries{{"money.db", "SQLite format 3 it is not"}};
  EXPECT_THAT(refused(archive_of(entries, listed(entries)), ErrorCode::failure), HasSubstr("database"));
}

}  // namespace
}  // namespace stint::backup::test
