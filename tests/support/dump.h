// What a store holds, as text that two stores with the same content share whatever order it came in.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "lib/sqlite/database.h"

namespace stint::test {

// Every row of every table, without row numbers, sites by their URL.
[[nodiscard]] std::string dump(sqlite::Database& database);
[[nodiscard]] std::string dump(const std::filesystem::path& data_folder);

// One issue each, by id: its row, history and comments.
[[nodiscard]] std::map<std::string, std::string> dump_issues(const std::filesystem::path& data_folder);

// First columns of the rows of `sql`, a line each; fails the test on an error.
[[nodiscard]] std::string rows(sqlite::Database& database, std::string_view sql);
[[nodiscard]] std::string rows(const std::filesystem::path& data_folder, std::string_view sql);

}  // namespace stint::test
