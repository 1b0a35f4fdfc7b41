// Backups of a data folder that the program itself has filled.
#include <gmock/gmock.h>
#include <set>

#include "access/audit_log.h"
#include "access/sessions.h"
#include "access/users.h"
#include "app/data_parts.h"
#include "app/program.h"
#include "backup/parts.h"
#include "exchange/writes/claim_lock.h"
#include "jobs/schema.h"
#include "language/engine/database.h"
#include "lib/sqlite/database.h"
#include "store/store.h"

namespace stint::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class BackupVerb : public Program {
 protected:
  // Something in every database, as servers and verbs leave it.
  void fill() const {
    import_demo();
    ASSERT_EQ(0, run({"user", "add", "anna", "--role", "admin"}).status);
    ASSERT_EQ(0, run({"key", "add", "robot", "--for", "anna"}).status);
    ASSERT_TRUE(jobs::open_database(data(), "jobs"));
    ASSERT_TRUE(language::open_database(data()));
    ASSERT_EQ(0, run({"insights", "--quiet"}).status);
  }
  [[nodiscard]] std::string file() const { return (scratch_ / "b.tar.gz").string(); }
};

TEST_F(BackupVerb, BringsTheSameFolderBack) {
  fill();
  const Ran before = run({"insights"});
  const Ran made = run({"backup", file()});
  ASSERT_EQ(0, made.status) << made.err;
  EXPECT_THAT(made.out, HasSubstr("stint.db"));
  EXPECT_THAT(made.out, HasSubstr("STINT_KEY_FILE"));
  const std::string other = (scratch_ / "other").string();
  const Ran restored = run({"restore", file(), "--data", other});
  ASSERT_EQ(0, restored.status) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr("sign in again"));
  EXPECT_EQ(before.out, run({"insights", "--data", other}).out);
  EXPECT_EQ(run({"key", "list"}).out, run({"key", "list", "--data", other}).out);
  EXPECT_EQ(run({"doctor", "--data", other}).status, 0);
}

TEST_F(BackupVerb, SaysInJsonWhatIsInIt) {
  fill();
  const JsonDocument made = run({"backup", file(), "--json"}).json();
  EXPECT_EQ("stint.backup/1", made.at("schema").get<std::string>());
  EXPECT_EQ(file(), made.at("file").get<std::string>());
  std::set<std::string> names;
  for (const JsonDocument& entry : made.at("files")) names.insert(entry.at("name"));
  EXPECT_THAT(names, ::testing::IsSupersetOf({"stint.db", "access.db", "jobs.db", "language.db"}));
}

// Whoever adds a file to the data folder says here whether it is worth keeping.
TEST_F(BackupVerb, KnowsEveryFileOfTheFolder) {
  fill();
  const auto parts = data_parts({});
  for (const fs::path& path : test::files_below(data())) {
    const std::string name = path.lexically_relative(data()).string();
    const bool made_anew = name == "history.cache" || name.ends_with(".lock") || name.ends_with("-wal") ||
                           name.ends_with("-shm");
    EXPECT_NE(made_anew, backup::part_of(parts, name) != nullptr) << name;
  }
}

TEST_F(BackupVerb, SignsEverybodyOutAndWritesItDown) {
  fill();
  const Instant now = *parse_iso_instant("2026-11-20T08:00:00Z");
  {
    auto directory = access::Directory::open(data());
    ASSERT_TRUE(directory);
    const auto anna = access::Users{**directory}.find("anna", now);
    ASSERT_TRUE(anna && *anna);
    ASSERT_TRUE(access::Sessions{**directory}.start((*anna)->id, {now, "anna", ""}, ""));
  }
  ASSERT_EQ(0, run({"backup", file()}).status);
  ASSERT_EQ(0, run({"restore", file(), "--force"}).status);
  auto directory = access::Directory::open(data());
  ASSERT_TRUE(directory);
  const auto sessions = (*directory)->read([](sqlite::Database& database) {
    return database.query_integer("SELECT count(*) FROM session");
  });
  EXPECT_EQ(0, sessions.value_or(-1));
  access::AuditLog log{**directory};
  const auto page = log.page({}, 1);
  ASSERT_TRUE(page);
  EXPECT_EQ("backup.restore", page->entries.at(0).action);
  EXPECT_FALSE(log.verify()->broken);
}

TEST_F(BackupVerb, RefusesAFolderThatIsInUseOrFull) {
  fill();
  ASSERT_EQ(0, run({"backup", file()}).status);
  const Ran full = run({"restore", file()});
  EXPECT_EQ(5, full.status);
  EXPECT_THAT(full.err, HasSubstr("--force"));
  {
    const auto server = jobs::lock_for(data(), "jobs");
    ASSERT_TRUE(server);
    EXPECT_EQ(0, run({"backup", file()}).status) << "a backup may be made at any time";
    const Ran used = run({"restore", file(), "--force"});
    EXPECT_EQ(5, used.status);
    EXPECT_THAT(used.err, HasSubstr("stint serve"));
  }
  {
    const auto import = store::WriteLock::acquire(data());
    ASSERT_TRUE(import);
    EXPECT_EQ(5, run({"restore", file(), "--force"}).status);
  }
  {
    const auto write = writes::ClaimLock::try_acquire(data(), 7);
    ASSERT_TRUE(write && *write);
    EXPECT_EQ(5, run({"restore", file(), "--force"}).status);
  }
  EXPECT_EQ(0, run({"restore", file(), "--force"}).status);
}

TEST_F(BackupVerb, RefusesWhatANewerVersionMade) {
  fill();
  {
    auto database = sqlite::Database::open(data() + "/access.db", sqlite::OpenMode::read_write);
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->execute("PRAGMA user_version = 999"));
  }
  ASSERT_EQ(0, run({"backup", file()}).status);
  const std::string other = (scratch_ / "other").string();
  const Ran restored = run({"restore", file(), "--data", other});
  EXPECT_EQ(5, restored.status) << restored.err;
  EXPECT_FALSE(fs::exists(other));
}

TEST_F(BackupVerb, HasNothingToKeepInAnEmptyFolder) {
  EXPECT_EQ(4, run({"backup", file()}).status);
  EXPECT_EQ(4, run({"restore", file()}).status);
}

}  // namespace
}  // namespace stint::app
