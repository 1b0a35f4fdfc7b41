// Data folders of two databases and some files, and how the ones that were restored are held against them.
#pragma once

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

#include "backup/backup.h"
#include "backup/restore.h"
#include "lib/sodium/sha256.h"
#include "lib/sqlite/database.h"
#include "support/scratch.h"

namespace stint::backup::test {

namespace fs = std::filesystem;

inline const Instant kMade = *parse_iso_instant("2026-11-20T08:00:00Z");

// What the parts of a folder are, as a program would say it.
inline std::vector<Part> parts() {
  return {{.name = "money.db", .kind = PartKind::database},
          {.name = "notes.db", .kind = PartKind::database},
          {.name = "list.json", .kind = PartKind::file},
          {.name = "models/models.json", .kind = PartKind::file},
          {.name = "reports", .kind = PartKind::folder},
          {.name = "models", .kind = PartKind::folder, .ending = ".gguf", .large = true}};
}

inline sqlite::Database open(const fs::path& file) {
  auto database = sqlite::Database::open(file, sqlite::OpenMode::read_write);
  EXPECT_TRUE(database) << database.error().to_string();
  return std::move(*database);
}

inline void execute(const fs::path& file, const std::string& sql) {
  auto database = open(file);
  const Outcome done = database.execute(sql.c_str());
  EXPECT_TRUE(done) << done.error().to_string();
}

inline std::int64_t number(const fs::path& file, const std::string& sql) {
  auto database = open(file);
  const auto found = database.query_integer(sql);
  EXPECT_TRUE(found) << found.error().to_string();
  return found.value_or(-1);
}

// `mark` tells one folder from another.
inline void make_folder(const fs::path& folder, int mark) {
  const std::string text = std::to_string(mark);
  fs::create_directories(folder / "reports");
  fs::create_directories(folder / "models");
  for (const char* const name : {"money.db", "notes.db"}) {
    execute(folder / name,
            "PRAGMA journal_mode = WAL; CREATE TABLE mark (value); INSERT INTO mark VALUES (" + text + ")");
  }
  const auto write = [&](const std::string& name, const std::string& content) {
    std::ofstream{folder / name} << content;
  };
  write("list.json", "{\"mark\": " + text + "}");
  write("models/models.json", "models of " + text);
  write("models/small.gguf", "weights of " + text);
  write("reports/2026-11-20.html", "<p>" + text + "</p>");
  write("history.cache", "made anew");
  write("write.lock", "");
}

// The mark that everything in the folder bears; -1 where there is none, -2 where it is of several.
inline int mark_of(const fs::path& folder) {
  if (!fs::exists(folder)) return -1;
  const auto first = static_cast<int>(number(folder / "money.db", "SELECT value FROM mark"));
  const std::string text = std::to_string(first);
  const bool same = number(folder / "notes.db", "SELECT value FROM mark") == first &&
                    stint::test::read_file(folder / "list.json") == "{\"mark\": " + text + "}" &&
                    stint::test::read_file(folder / "reports/2026-11-20.html") == "<p>" + text + "</p>";
  return same ? first : -2;
}

// Names and hashes of all files below.
inline std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::path& file : stint::test::files_below(folder))
    files[file.lexically_relative(folder).string()] = sha256_of(stint::test::read_file(file));
  return files;
}

inline BackupOptions options() {
  BackupOptions made;
  made.program = "9.9";
  made.now = kMade;
  return made;
}

}  // namespace stint::backup::test
