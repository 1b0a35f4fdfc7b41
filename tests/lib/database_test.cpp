#include "lib/sqlite/database.h"

#include <gtest/gtest.h>
#include <string>
#include <thread>

#include "support/scratch.h"

namespace stint::sqlite {
namespace {

using test::Scratch;

TEST(Database, BindsAndReadsEveryType) {
  const Scratch scratch;
  auto database = Database::open(scratch / "a.db", OpenMode::read_write);
  ASSERT_TRUE(database);
  ASSERT_TRUE(database->execute("CREATE TABLE t (i, r, s, n)"));
  auto insert = database->prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)");
  ASSERT_TRUE(insert);
  const std::string text{"a\0b", 3};
  insert->bind(1, std::int64_t{-5});
  insert->bind(2, 2.5);
  insert->bind(3, std::string_view{text});
  insert->bind(4, std::optional<std::int64_t>{});
  ASSERT_TRUE(insert->run());
  EXPECT_EQ(database->last_insert_id(), 1);
  // Nothing stays bound, and an empty text is no NULL.
  insert->bind(3, std::string_view{});
  ASSERT_TRUE(insert->run());

  auto select = database->prepare("SELECT i, r, s, n FROM t ORDER BY rowid");
  ASSERT_TRUE(select);
  ASSERT_TRUE(select->step().value());
  EXPECT_EQ(select->integer(0), -5);
  EXPECT_EQ(select->real(1), 2.5);
  EXPECT_EQ(select->text(2), text);
  EXPECT_TRUE(select->is_null(3));
  EXPECT_EQ(select->optional_integer(3), std::nullopt);
  EXPECT_EQ(select->optional_integer(0), -5);
  ASSERT_TRUE(select->step().value());
  EXPECT_TRUE(select->is_null(0));
  EXPECT_FALSE(select->is_null(2));
  EXPECT_EQ(select->text(2), "");
  EXPECT_FALSE(select->step().value());
  EXPECT_EQ(database->query_integer("SELECT count(*) FROM t").value(), 2);
  EXPECT_EQ(database->query_integer("SELECT 1 WHERE 0").error().code, ErrorCode::not_found);
  EXPECT_FALSE(library_version().empty());
}

TEST(Database, TransactionsAreWholeOrNothing) {
  const Scratch scratch;
  auto database = Database::open(scratch / "a.db", OpenMode::read_write);
  ASSERT_TRUE(database->execute("CREATE TABLE t (i)"));
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(database->execute("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(database->query_integer("SELECT count(*) FROM t").value(), 0);
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(database->execute("INSERT INTO t VALUES (1)"));
    const Transaction moved = std::move(*transaction);
    static_cast<void>(moved);
  }
  EXPECT_EQ(database->query_integer("SELECT count(*) FROM t").value(), 0);
  {
    auto transaction = Transaction::begin(*database);
    ASSERT_TRUE(database->execute("INSERT INTO t VALUES (1)"));
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_EQ(database->query_integer("SELECT count(*) FROM t").value(), 1);
}

TEST(Database, ErrorsSayWhatToDo) {
  const Scratch scratch;
  const auto missing = Database::open(scratch / "no" / "a.db", OpenMode::read_write);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::failure);
  EXPECT_NE(missing.error().where.find("a.db"), std::string::npos);
  EXPECT_NE(missing.error().hint.find("--data"), std::string::npos);

  const auto damaged_file =
      scratch.write("b.db", "this is not a database, however long it may be, and it goes on and on");
  auto damaged = Database::open(damaged_file, OpenMode::read_write);
  ASSERT_TRUE(damaged);
  const Outcome read = damaged->execute("SELECT * FROM sqlite_master");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message.find("damaged"), std::string::npos);
  EXPECT_NE(read.error().where.find("b.db"), std::string::npos);

  auto database = Database::open(scratch / "c.db", OpenMode::read_write);
  EXPECT_FALSE(database->prepare("SELEC"));
  EXPECT_FALSE(database->execute("INSERT INTO nowhere VALUES (1)"));
}

TEST(Database, AFullDatabaseIsAFullDisk) {
  const Scratch scratch;
  auto database = Database::open(scratch / "a.db", OpenMode::read_write);
  ASSERT_TRUE(database->execute("CREATE TABLE t (s); PRAGMA max_page_count = 4"));
  const Outcome full = database->execute("INSERT INTO t VALUES (zeroblob(100000))");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().message, "the disk is full");
  EXPECT_EQ(database->query_integer("SELECT count(*) FROM t").value(), 0);
}

TEST(Database, AReaderCannotWrite) {
  const Scratch scratch;
  ASSERT_TRUE(Database::open(scratch / "a.db", OpenMode::read_write)->execute("CREATE TABLE t (i)"));
  auto reader = Database::open(scratch / "a.db", OpenMode::read_only);
  ASSERT_TRUE(reader);
  EXPECT_FALSE(reader->execute("INSERT INTO t VALUES (1)"));
  EXPECT_FALSE(Database::open(scratch / "none.db", OpenMode::read_only));
}

}  // namespace
}  // namespace stint::sqlite
