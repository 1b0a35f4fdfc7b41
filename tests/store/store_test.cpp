#include "store/store.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>

#include "store/schema.h"
#include "store/settings.h"
#include "support/dump.h"
#include "support/scratch.h"

namespace stint::store {
namespace {

namespace fs = std::filesystem;
using test::read_file;
using test::Scratch;

Result<sqlite::Database> open(const fs::path& folder) {
  STINT_ASSIGN(lock, WriteLock::acquire(folder));
  return open_for_writing(folder, lock);
}

TEST(Store, AFreshFolderGetsADatabase) {
  const Scratch scratch;
  const fs::path folder = scratch / "deep" / "data";
  EXPECT_FALSE(store::exists(folder));
  {
    auto database = open(folder);
    ASSERT_TRUE(database) << database.error().to_string();
    EXPECT_EQ(database->query_integer("PRAGMA user_version").value(), schema_version());
    EXPECT_EQ(database->query_integer("PRAGMA foreign_keys").value(), 1);
    EXPECT_EQ(test::rows(*database, "PRAGMA journal_mode"), "wal\n");
    EXPECT_TRUE(checkpoint(*database));
  }
  EXPECT_TRUE(store::exists(folder));
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(database_file(folder)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(open_for_reading(folder));
  // Opening again changes nothing.
  const std::string before = read_file(database_file(folder));
  EXPECT_TRUE(open(folder));
  EXPECT_EQ(read_file(database_file(folder)), before);
}

// From the version before capacities were kept, with a tracker that had been read.
TEST(Store, AnOlderVersionIsBroughtUpToDate) {
  const Scratch scratch;
  ASSERT_TRUE(open(scratch.path()));
  {
    auto database = sqlite::Database::open(database_file(scratch.path()), sqlite::OpenMode::read_write);
    ASSERT_TRUE(database->execute(
        "DROP TABLE capacity; ALTER TABLE sync DROP COLUMN capacities_at; PRAGMA user_version = 3;"
        "INSERT INTO sync (connection, url, listing_kind, listing_number, listing_projects, listing_cursor, "
        "covers, "
        "catalogue_at) VALUES ('work', 'https://tracker.example', '', 0, '[]', '', '[]', 1700000000000)"));
  }
  EXPECT_NE(open_for_reading(scratch.path()).error().message.find("older version 3"), std::string::npos);
  auto database = open(scratch.path());
  ASSERT_TRUE(database) << database.error().to_string();
  EXPECT_EQ(database->query_integer("PRAGMA user_version").value(), schema_version());
  EXPECT_EQ(test::rows(*database, "SELECT count(*) FROM capacity"), "0\n");
  // All capacities are still to be asked for.
  EXPECT_EQ(test::rows(*database, "SELECT connection FROM sync WHERE capacities_at IS NULL"), "work\n");
}

TEST(Store, NothingToReadIsNotFound) {
  const Scratch scratch;
  const auto database = open_for_reading(scratch.path());
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, ErrorCode::not_found);
  EXPECT_NE(database.error().hint.find("stint import"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(scratch.path()));
}

TEST(Store, ANewerVersionIsAConflictAndStaysAsItIs) {
  const Scratch scratch;
  ASSERT_TRUE(open(scratch.path()));
  {
    auto database = sqlite::Database::open(database_file(scratch.path()), sqlite::OpenMode::read_write);
    ASSERT_TRUE(
        database->execute("PRAGMA user_version = 99; DROP TABLE setting; PRAGMA wal_checkpoint(TRUNCATE)"));
  }
  const std::string before = read_file(database_file(scratch.path()));
  const auto writing = open(scratch.path());
  ASSERT_FALSE(writing);
  EXPECT_EQ(writing.error().code, ErrorCode::conflict);
  EXPECT_NE(writing.error().message.find("99"), std::string::npos);
  EXPECT_NE(writing.error().where.find("stint.db"), std::string::npos);
  EXPECT_FALSE(writing.error().hint.empty());
  EXPECT_EQ(open_for_reading(scratch.path()).error().code, ErrorCode::conflict);
  EXPECT_EQ(read_file(database_file(scratch.path())), before);
}

TEST(Store, AnOlderVersionIsForTheNextImport) {
  const Scratch scratch;
  {
    auto database = sqlite::Database::open(database_file(scratch.path()), sqlite::OpenMode::read_write);
    ASSERT_TRUE(database->execute("PRAGMA application_id = 1400138094; CREATE TABLE x (i); DROP TABLE x"));
  }
  const auto reading = open_for_reading(scratch.path());
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().code, ErrorCode::conflict);
  EXPECT_NE(reading.error().hint.find("stint import"), std::string::npos);
  EXPECT_TRUE(open(scratch.path()));
  EXPECT_TRUE(open_for_reading(scratch.path()));
}

TEST(Store, AnotherProgramsDatabaseIsLeftAlone) {
  const Scratch scratch;
  {
    auto database = sqlite::Database::open(database_file(scratch.path()), sqlite::OpenMode::read_write);
    ASSERT_TRUE(database->execute("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')"));
  }
  fs::permissions(database_file(scratch.path()), fs::perms{0644});
  const std::string before = read_file(database_file(scratch.path()));
  const auto writing = open(scratch.path());
  ASSERT_FALSE(writing);
  EXPECT_EQ(writing.error().code, ErrorCode::usage);
  EXPECT_EQ(open_for_reading(scratch.path()).error().code, ErrorCode::usage);
  EXPECT_EQ(read_file(database_file(scratch.path())), before);
  EXPECT_EQ(fs::status(database_file(scratch.path())).permissions(), fs::perms{0644});
  EXPECT_FALSE(fs::exists(scratch / "stint.db-wal"));
}

TEST(Store, ADamagedFileIsSaidToBeDamaged) {
  const Scratch scratch;
  scratch.write("stint.db", std::string(5000, 'x'));
  const std::string before = read_file(database_file(scratch.path()));
  for (const bool writing : {false, true}) {
    const auto result = writing ? open(scratch.path()) : open_for_reading(scratch.path());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::failure);
    EXPECT_NE(result.error().message.find("damaged"), std::string::npos) << result.error().to_string();
    EXPECT_NE(result.error().where.find("stint.db"), std::string::npos) << result.error().to_string();
  }
  EXPECT_EQ(read_file(database_file(scratch.path())), before);
}

TEST(Store, OneWriterAtATime) {
  const Scratch scratch;
  {
    auto lock = WriteLock::acquire(scratch.path());
    ASSERT_TRUE(lock);
    const auto second = WriteLock::acquire(scratch.path());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    const WriteLock moved = std::move(*lock);
    EXPECT_FALSE(WriteLock::acquire(scratch.path()));
  }
  EXPECT_TRUE(WriteLock::acquire(scratch.path()));
}

TEST(Store, AFolderThatCannotBeIsAFailureWithItsName) {
  const Scratch scratch;
  scratch.write("file", "x");
  for (const fs::path& folder : {scratch / "file", scratch / "file" / "below"}) {
    const auto lock = WriteLock::acquire(folder);
    ASSERT_FALSE(lock);
    EXPECT_EQ(lock.error().code, ErrorCode::failure);
    EXPECT_NE(lock.error().where.find("file"), std::string::npos);
    EXPECT_NE(lock.error().hint.find("--data"), std::string::npos);
  }
}

TEST(Store, Settings) {
  const Scratch scratch;
  auto database = open(scratch.path());
  ASSERT_TRUE(database);
  EXPECT_EQ(get_setting(*database, kPointsField).value(), "");
  ASSERT_TRUE(set_setting(*database, kPointsField, "a"));
  ASSERT_TRUE(set_setting(*database, kPointsField, "b"));
  EXPECT_EQ(get_setting(*database, kPointsField).value(), "b");
}

}  // namespace
}  // namespace stint::store
