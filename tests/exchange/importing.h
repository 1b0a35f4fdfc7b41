// Imports of a test, over in one line.
#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "exchange/import.h"
#include "support/dump.h"
#include "support/jira.h"
#include "support/scratch.h"

namespace stint::exchange {

// A scratch folder with a data folder in it.
class Importing : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path data() const { return scratch_ / "data"; }
  std::filesystem::path write(std::string_view name, std::string_view text) const {
    return scratch_.write("in/" + std::string{name}, text);
  }
  // Everything written so far, or the given paths.
  ImportReport import(std::vector<std::filesystem::path> paths = {},
                      const ImportOptions& options = {}) const {
    if (paths.empty()) paths.push_back(scratch_ / "in");
    auto report = import_files(paths, data(), options);
    EXPECT_TRUE(report) << report.error().to_string();
    return report.value_or(ImportReport{});
  }
  [[nodiscard]] std::string rows(std::string_view sql) const { return test::rows(data(), sql); }
  [[nodiscard]] std::string dump() const { return test::dump(data()); }

  test::Scratch scratch_;
};

// The errors of a report, a line each.
inline std::string errors_of(const ImportReport& report) {
  std::string text;
  for (const Error& error : report.errors) text += error.to_string() + "\n";
  return text;
}

inline const ImportedFile& file_of(const ImportReport& report, std::string_view end) {
  static const ImportedFile kNone;
  for (const ImportedFile& file : report.files) {
    if (file.name.ends_with(end)) return file;
  }
  ADD_FAILURE() << "no file " << end << " in the report";
  return kNone;
}

}  // namespace stint::exchange
