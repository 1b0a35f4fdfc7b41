// Start and done of issues, read from Jira files, and the tables of days to compare them with.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stint::test {

// Days in UTC, "-" for none.
struct Days {
  std::string start;
  std::string done;
  std::string flags;  // what rule 1 has to say of them: "never started", "started when done", "same instant"

  bool operator==(const Days&) const = default;
};

// Of every issue in the JSON files at or below `paths`, by key, as of the newest change among them. Fails the
// test for what cannot be read.
[[nodiscard]] std::map<std::string, Days> days_of(const std::vector<std::filesystem::path>& paths);

struct PeerRow {
  std::string key;
  Days jirametrics;
  Days jira_agile_metrics;
  bool common = false;
  std::string note;
};

[[nodiscard]] std::vector<PeerRow> read_peers(const std::filesystem::path& table);

// The cells of a table of tab-separated columns, without its header.
[[nodiscard]] std::vector<std::vector<std::string>> read_table(const std::filesystem::path& file);

}  // namespace stint::test
