// What a backup holds: by our own reading, and by tar's and sha256sum's.
#include <atomic>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <thread>

#include "backup/folders.h"
#include "support/child.h"

namespace stint::backup::test {
namespace {

using stint::test::read_file;
using stint::test::run_child;
using stint::test::Scratch;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> names(const Manifest& manifest) {
  std::vector<std::string> all;
  for (const StoredFile& file : manifest.files) all.push_back(file.name);
  return all;
}

TEST(Backup, HoldsThePartsAndNothingElse) {
  const Scratch scratch;
  make_folder(scratch / "data", 1);
  std::ofstream{scratch / "data" / "reports" / ".hidden"} << "x";
  std::ofstream{scratch / "data" / "models" / "half.part"} << "x";
  fs::create_symlink("/etc/passwd", scratch / "data" / "reports" / "link.html");
  const auto made = back_up(scratch / "data", parts(), scratch / "b.tar.gz", options());
  ASSERT_TRUE(made) << made.error().to_string();
  EXPECT_THAT(names(*made), ElementsAre("money.db", "notes.db", "list.json", "models/models.json",
                                        "reports/2026-11-20.html"));
  auto all = options();
  all.large = true;
  const auto with_models = back_up(scratch / "data", parts(), scratch / "b.tar.gz", all);
  ASSERT_TRUE(with_models);
  EXPECT_EQ("models/small.gguf", with_models->files.back().name);
}

TEST(Backup, IsATarOfWhatItsListSays) {
  const Scratch scratch;
  make_folder(scratch / "data", 7);
  const auto made = back_up(scratch / "data", parts(), scratch / "b.tar.gz", options());
  ASSERT_TRUE(made) << made.error().to_string();
  fs::create_directory(scratch / "out");
  const auto unpacked =
      run_child({"/bin/tar", "-xzf", (scratch / "b.tar.gz").string(), "-C", (scratch / "out").string()});
  ASSERT_EQ(0, unpacked.status) << unpacked.err;
  EXPECT_EQ(made->files.size() + 1, stint::test::files_below(scratch / "out").size());
  for (const StoredFile& file : made->files) {
    const fs::path path = scratch / "out" / file.name;
    EXPECT_EQ(fs::file_size(path), file.bytes);
    EXPECT_THAT(run_child({"/usr/bin/sha256sum", path.string()}).out,
                ::testing::StartsWith(file.sha256 + " "));
  }
  EXPECT_THAT(read_file(scratch / "out" / "manifest.json"),
              HasSubstr("\"made_at\": \"2026-11-20T08:00:00+00:00\""));
  EXPECT_EQ(7, number(scratch / "out" / "money.db", "SELECT value FROM mark"));
}

TEST(Backup, IsForItsOwnerAloneAndLeavesNothingBeside) {
  const Scratch scratch;
  make_folder(scratch / "data", 1);
  ASSERT_TRUE(back_up(scratch / "data", parts(), scratch / "b.tar.gz", options()));
  struct stat status{};
  ASSERT_EQ(0, ::stat((scratch / "b.tar.gz").c_str(), &status));
  EXPECT_EQ(0600U, status.st_mode & 0777U);
  EXPECT_EQ(2, std::distance(fs::directory_iterator{scratch.path()}, {})) << "data and the backup";
}

// The writer moves money between two accounts: every committed state has the same sum, and the accounts tell
// which state it is.
TEST(Backup, IsACommittedStateWhileAWriterWrites) {
  const Scratch scratch;
  make_folder(scratch / "data", 1);
  const fs::path file = scratch / "data" / "money.db";
  execute(file,
          "CREATE TABLE account (name TEXT PRIMARY KEY, amount INTEGER); "
          "INSERT INTO account VALUES ('a', 1000000), ('b', 0); "
          "CREATE TABLE filler (text TEXT); "
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
          "INSERT INTO filler SELECT hex(randomblob(200)) FROM n");
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> moved = 0;
  std::thread writer{[&] {
    auto database = open(file);
    while (!stop) {
      auto transaction = sqlite::Transaction::begin(database);
      ASSERT_TRUE(transaction);
      ASSERT_TRUE(
          database.execute("UPDATE account SET amount = amount - 1 WHERE name = 'a'; "
                           "UPDATE filler SET text = hex(randomblob(200)) WHERE rowid % 7 = 0; "
                           "UPDATE account SET amount = amount + 1 WHERE name = 'b'"));
      ASSERT_TRUE(transaction->commit());
      ++moved;
    }
  }};
  for (int round = 0; round < 5; ++round) {
    const std::int64_t least = moved;
    while (moved == least) std::this_thread::yield();
    const auto made = back_up(scratch / "data", parts(), scratch / "b.tar.gz", options());
    ASSERT_TRUE(made) << made.error().to_string();
    const std::int64_t most = moved + 1;
    const fs::path restored = scratch / ("restored" + std::to_string(round));
    ASSERT_TRUE(restore(scratch / "b.tar.gz", restored, parts(), {}));
    const fs::path copy = restored / "money.db";
    EXPECT_EQ(1, number(copy, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"));
    EXPECT_EQ(1000000, number(copy, "SELECT sum(amount) FROM account"));
    const std::int64_t state = number(copy, "SELECT amount FROM account WHERE name = 'b'");
    EXPECT_GE(state, least);
    EXPECT_LE(state, most);
  }
  stop = true;
  writer.join();
}

TEST(Backup, RefusesWhatWouldHarm) {
  const Scratch scratch;
  EXPECT_EQ(ErrorCode::not_found,
            back_up(scratch / "none", parts(), scratch / "b.tar.gz", options()).error().code);
  make_folder(scratch / "data", 1);
  const auto inside = back_up(scratch / "data", parts(), scratch / "data" / "b.tar.gz", options());
  ASSERT_FALSE(inside);
  EXPECT_EQ(ErrorCode::usage, inside.error().code);
  scratch.write("precious.txt", "a letter");
  const auto over = back_up(scratch / "data", parts(), scratch / "precious.txt", options());
  ASSERT_FALSE(over);
  EXPECT_EQ("a letter", read_file(scratch / "precious.txt"));
}

TEST(Backup, OfADamagedDatabaseIsRefusedAndTheOlderBackupStays) {
  const Scratch scratch;
  make_folder(scratch / "data", 1);
  execute(scratch / "data" / "notes.db",
          "CREATE TABLE text (t TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
          "i < 500) "
          "INSERT INTO text SELECT hex(randomblob(100)) FROM n; PRAGMA wal_checkpoint(TRUNCATE)");
  ASSERT_TRUE(back_up(scratch / "data", parts(), scratch / "b.tar.gz", options()));
  const std::string before = read_file(scratch / "b.tar.gz");
  {
    // A page in the middle of the table.
    std::fstream file{scratch / "data" / "notes.db", std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(5 * 4096);
    file << std::string(4096, '\x55');
  }
  const auto made = back_up(scratch / "data", parts(), scratch / "b.tar.gz", options());
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().where, HasSubstr("notes.db"));
  EXPECT_THAT(made.error().message, HasSubstr("damaged"));
  EXPECT_EQ(before, read_file(scratch / "b.tar.gz"));
  EXPECT_FALSE(fs::exists(scratch / "b.tar.gz.new"));
}

}  // namespace
}  // namespace stint::backup::test
