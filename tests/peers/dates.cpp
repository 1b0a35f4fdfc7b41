#include "peers/dates.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "history/builder.h"
#include "metrics/flow_dates.h"
#include "tracker/changes.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/issue.h"
#include "tracker/jira/values.h"
#include "tracker/json/splitter.h"

namespace stint::test {
namespace {

namespace fs = std::filesystem;
namespace jira = tracker::jira;

struct Reading {
  store::Definitions definitions;
  store::SiteId site = 0;
  std::vector<tracker::Issue> issues;
};

void read_value(json::Value value, Reading& reading) {
  if (jira::is_status(value)) {
    reading.definitions.put(reading.site, store::StatusRow{jira::read_status(value), true});
  } else if (jira::is_board(value)) {
    reading.definitions.put(reading.site, jira::read_board(value));
  } else if (value["fields"].is_object() && value["key"].is_string()) {
    auto record = jira::read_issue(value, {});
    ASSERT_TRUE(record) << record.error().to_string();
    reading.definitions.put(reading.site, store::StatusRow{record->issue.status, false});
    tracker::sort_changes(record->issue.changes);
    reading.issues.push_back(std::move(record->issue));
  }
}

void read_file(const fs::path& file, Reading& reading) {
  std::ifstream stream{file, std::ios::binary};
  const auto source = [&](std::span<char> room) -> Result<std::size_t> {
    stream.read(room.data(), static_cast<std::streamsize>(room.size()));
    return static_cast<std::size_t>(stream.gcount());
  };
  tracker::JsonSplitter splitter{source, {}};
  json::Parser parser;
  for (;;) {
    auto piece = splitter.next();
    ASSERT_TRUE(piece) << file << ": " << piece.error().to_string();
    const std::optional<tracker::JsonPiece>& found = *piece;
    if (!found) return;
    auto value = parser.parse_padded(found->text);
    ASSERT_TRUE(value) << file << ": " << value.error().to_string();
    read_value(*value, reading);
  }
}

std::string show_day(const std::optional<Instant>& instant) {
  return instant ? format_day(TimeZone{}.day_of(*instant)) : "-";
}

std::string flags_of(const metrics::FlowDates& dates) {
  if (dates.same_instant) return "same instant";
  if (dates.started_when_done) return "started when done";
  return dates.never_started ? "never started" : "";
}

}  // namespace

std::map<std::string, Days> days_of(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  Reading reading;
  reading.site = reading.definitions.site("");
  for (const fs::path& file : files) read_file(file, reading);

  const history::EstimateFieldRule estimates{reading.definitions, ""};
  std::vector<history::DatasetBuilder> builders;
  builders.emplace_back(reading.definitions, estimates);
  for (const tracker::Issue& issue : reading.issues) builders.front().add(reading.site, issue, 0);
  const history::Dataset data = history::DatasetBuilder::join(std::move(builders));

  std::map<std::string, Days> days;
  const metrics::Context context{data, data.newest_change.value_or(Instant{}), {}, {}};
  for (const history::Issue& issue : data.issues) {
    const metrics::FlowDates dates = metrics::flow_dates(context, issue);
    days[std::string{data.text(issue.key)}] = {show_day(dates.start), show_day(dates.done), flags_of(dates)};
  }
  return days;
}

std::vector<std::vector<std::string>> read_table(const fs::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream stream{file};
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    std::stringstream cells{line};
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
  }
  EXPECT_FALSE(rows.empty()) << file;
  return rows;
}

std::vector<PeerRow> read_peers(const fs::path& table) {
  std::vector<PeerRow> rows;
  for (const auto& cells : read_table(table)) {
    rows.push_back({cells.at(0),
                    {cells.at(1), cells.at(2), {}},
                    {cells.at(3), cells.at(4), {}},
                    cells.at(5) == "yes",
                    cells.size() > 6 ? cells[6] : std::string{}});
  }
  return rows;
}

}  // namespace stint::test
