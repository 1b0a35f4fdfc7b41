// Jira's REST JSON in the shapes it comes in, short enough to be read inside a test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::test {

// Replaces every ' by ", so that JSON can be written without backslashes.
[[nodiscard]] std::string with_quotes(std::string_view text);

// What an issue of a test says; times are "2026-01-02T03:04:05.000+0000" or a part of it that is a date.
struct JiraIssue {
  int number = 1;  // its key is "T-<number>", its id 10000 + number
  std::string updated = "2026-01-10T00:00:00.000+0000";
  std::string summary = "a summary";
  std::string fields{};  // more of them, with single quotes, ending in a comma: "'labels':['a'],"
  std::vector<std::string> histories{};  // with single quotes
  int total = -1;                        // of the changelog; -1: as many as there are
  bool changelog = true;
  std::string site = "https://one.example";
};

[[nodiscard]] std::string issue_json(const JiraIssue& issue);

// A history entry with one change of the status.
[[nodiscard]] std::string status_change(int id, std::string_view at, std::string_view from,
                                        std::string_view to);

// A search page around issues.
[[nodiscard]] std::string classic_page(const std::vector<std::string>& issues, std::string_view more = {});
[[nodiscard]] std::string token_page(const std::vector<std::string>& issues, std::string_view token);

}  // namespace stint::test
