// The official examples of both trackers: every file is JSON, what Stint reads of it maps, and what it does
// not read is named. The lists of golden/ hold file names and counts only.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

#include "tracker/azure/comments.h"
#include "tracker/azure/definitions.h"
#include "tracker/azure/updates.h"
#include "tracker/azure/work_item.h"
#include "tracker/taiga/history.h"
#include "tracker/taiga/item.h"
#include "tracker/taiga/project.h"
#include "tracker/taiga/values.h"

namespace stint::tracker {
namespace {

namespace fs = std::filesystem;

// What was found in a file, by kind.
using Counts = std::map<std::string, int>;

void count(Counts& counts, const std::string& kind, int by = 1) {
  counts[kind] += by;
}

// Azure DevOps

void read_azure_object(json::Value value, Counts& counts) {
  static const azure::WorkItemTypes types;
  static const azure::FieldNames names;
  if (value["workItemId"].exists() && value["revisedDate"].exists()) {
    azure::HistoryReader history{{types, names, "", false, azure::field::kDescription}};
    const Outcome read = history.read(value);
    EXPECT_TRUE(read);
    // One alone is read as a list of one would be.
    return count(counts, "update");
  }
  if (value["fields"].is_object() && value["id"].as_int() && value["rev"].exists()) {
    if (value["fields"][azure::field::kCreatedDate].is_nothing()) return count(counts, "part of a work item");
    const auto item = azure::read_work_item(value, types);
    EXPECT_TRUE(item) << item.error().to_string();
    if (!item) return;
    EXPECT_FALSE(item->record.issue.project_key.empty());
    EXPECT_FALSE(item->record.issue.status.name.empty());
    EXPECT_NE(item->record.issue.created, Instant{});
    return count(counts, "work item");
  }
  if (value["structureType"].text() == "iteration")
    return count(counts, "iteration", static_cast<int>(azure::read_iterations(value).size()));
  if (value["daysOff"].is_array() && value["teamMember"].is_nothing()) {
    EXPECT_EQ(azure::read_days_off(value["daysOff"]).size(), value["daysOff"].size());
    return count(counts, "team days off", static_cast<int>(value["daysOff"].size()));
  }
  if (value["comments"].is_array()) {
    const auto page = azure::read_comments(value);
    EXPECT_TRUE(page) << page.error().to_string();
    return count(counts, "comment", page ? static_cast<int>(page->comments.size()) : 0);
  }
  if (value["requirementBacklog"].is_object() && value["backlogFields"].is_object()) {
    const azure::Backlog backlog = azure::read_backlog(value);
    EXPECT_FALSE(backlog.requirement_board.empty());
    EXPECT_FALSE(backlog.effort_field.empty());
    return count(counts, "backlog configuration");
  }
  if (value["resource"].is_object()) return read_azure_object(value["resource"], counts);
  if (value["referenceName"].text().ends_with("Category") && value["workItemTypes"].is_array())
    return count(counts, "type category");
  if (value["attributes"].is_object() && value["path"].is_string() && value["structureType"].is_nothing())
    return count(counts, "team iteration");
  if (value["workItems"].is_array() && value["queryType"].text() == "flat")
    return count(counts, "query result", static_cast<int>(value["workItems"].size()));
}

void read_azure_list(json::Value body, Counts& counts) {
  const json::Value list = body[body["values"].is_array() ? "values" : "value"];
  const json::Value first = list.at(0);
  if (first["workItemId"].exists() && first["revisedDate"].exists()) {
    const azure::WorkItemTypes types;
    const azure::FieldNames names;
    azure::HistoryReader history{{types, names, "", false, azure::field::kDescription}};
    const Outcome read = history.read(list);
    EXPECT_TRUE(read) << read.error().to_string();
    EXPECT_EQ(history.updates(), list.size());
    for (const Change& change : history.changes())
      EXPECT_LT(change.at, parse_iso_instant("2100-01-01").value());
    count(counts, "update", static_cast<int>(history.updates()));
    return count(counts, "change", static_cast<int>(history.changes().size()));
  }
  if (first["text"].exists() && first["revision"].exists()) {
    const auto page = azure::read_comments(body);
    EXPECT_TRUE(page) << page.error().to_string();
    return count(counts, "comment", page ? static_cast<int>(page->comments.size()) : 0);
  }
  if (first["teamMember"].is_object()) {
    std::vector<Person> people;
    const auto members = azure::read_capacities(body, people);
    EXPECT_EQ(people.size(), members.size());
    for (const MemberCapacity& member : members) EXPECT_GT(member.hours_per_day, 0) << member.person;
    return count(counts, "capacity", static_cast<int>(members.size()));
  }
  if (first["stateMappings"].is_object())
    return count(counts, "board column", static_cast<int>(azure::read_columns(body).size()));
  if (first["supportedOperations"].is_array())
    return count(counts, "field", static_cast<int>(azure::read_fields(body).size()));
  if (first["transitions"].is_object()) {
    azure::WorkItemTypes types;
    types.read(body);
    return count(counts, "work item type", static_cast<int>(types.all().size()));
  }
  if (first["category"].is_string() && first["color"].is_string()) {
    const json::Items items = list.items();
    for (const json::Value state : items) {
      EXPECT_NE(azure::meaning_of_category(state["category"].text()).category, StatusCategory::unknown);
      count(counts, "state");
    }
    return;
  }
  if (first["attributes"]["startDate"].exists() || first["attributes"]["timeFrame"].exists())
    return count(counts, "team iteration", static_cast<int>(azure::read_team_iterations(body).size()));
  const json::Items items = list.items();
  for (const json::Value item : items) read_azure_object(item, counts);
}

Counts read_azure(json::Value root) {
  Counts counts;
  const json::Members responses = root["responses"].members();
  for (const auto& [status, response] : responses) {
    const json::Value body = response["body"];
    if (body["value"].is_array() || body["values"].is_array()) {
      read_azure_list(body, counts);
    } else if (body.is_array()) {
      const json::Items items = body.items();
      for (const json::Value item : items) read_azure_object(item, counts);
    } else {
      read_azure_object(body, counts);
    }
  }
  return counts;
}

// Taiga

std::optional<taiga::Kind> kind_of(json::Value value) {
  if (!value["subject"].exists() || !value["ref"].exists() || !value["version"].exists()) return std::nullopt;
  if (value["epics_order"].exists()) return taiga::Kind::epic;
  if (value["taskboard_order"].exists()) return taiga::Kind::task;
  if (value["severity"].exists()) return taiga::Kind::issue;
  if (value["backlog_order"].exists()) return taiga::Kind::story;
  return std::nullopt;
}

void read_taiga_object(json::Value value, Counts& counts) {
  static const taiga::ProjectTables none = [] {
    taiga::ProjectTables tables;
    tables.slug = "somewhere";
    return tables;
  }();
  if (const auto kind = kind_of(value)) {
    const auto record = taiga::read_item(*kind, value, none);
    EXPECT_TRUE(record) << record.error().to_string();
    if (!record) return;
    EXPECT_NE(record->issue.key.find('#'), std::string::npos);
    // Of a project whose default status was deleted there is none.
    EXPECT_EQ(record->issue.status.name.empty(), value["status"].is_nothing());
    return count(counts, std::string{taiga::kind_info(*kind).type});
  }
  if (value["us_statuses"].is_array() && value["members"].is_array()) {
    const auto project = taiga::read_project(value);
    EXPECT_TRUE(project) << project.error().to_string();
    return count(counts, "project");
  }
  if (value["estimated_start"].exists() && value["id"].exists()) {
    EXPECT_TRUE(taiga::read_milestone(value, {}).start);
    return count(counts, "sprint");
  }
  if (value["values_diff"].exists()) {
    taiga::History history;
    const Outcome read = taiga::read_entry(taiga::Kind::story, value, none, history);
    EXPECT_TRUE(read) << read.error().to_string();
    return count(counts, "history entry");
  }
  if (value["is_closed"].exists() && value["order"].exists() && value["name"].exists())
    return count(counts, "status");
  if (value["auth_token"].is_string()) return count(counts, "token");
  if (value["timezone"].exists() && value["username"].exists()) {
    EXPECT_FALSE(taiga::read_person(value).name.empty());
    return count(counts, "user");
  }
  for (const taiga::KindInfo& kind : taiga::kinds()) {
    if (value[kind.prefix].as_int() && value["project"].as_int() && !value["ref"].exists())
      return count(counts, "reference");
  }
  if (value["extra"].exists() && value["type"].is_string() && value["order"].exists()) {
    const taiga::Attribute attribute = taiga::read_attribute(value);
    EXPECT_GT(attribute.id, 0);
    EXPECT_FALSE(attribute.name.empty());
    return count(counts, "attribute");
  }
  if (value["attributes_values"].is_object()) {
    Issue issue;
    taiga::read_attributes(taiga::Kind::story, value, none, issue);
    return count(counts, "attribute values");
  }
}

Counts read_taiga(json::Value root) {
  Counts counts;
  if (root.is_array()) {
    const json::Items items = root.items();
    for (const json::Value item : items) read_taiga_object(item, counts);
  } else {
    read_taiga_object(root, counts);
  }
  return counts;
}

// Both

std::string line_of(const std::string& file, const Counts& counts) {
  std::string line = file + ":";
  if (counts.empty()) return line + " not read";
  const char* separator = " ";
  for (const auto& [kind, number] : counts) {
    line += separator + std::to_string(number) + " " + kind;
    separator = ", ";
  }
  return line;
}

void check_examples(const fs::path& folder, const std::string& golden, std::size_t files,
                    Counts (*read)(json::Value)) {
  if (!fs::is_directory(folder)) GTEST_SKIP() << "no folder " << folder << ": give it with STINT_DATA";
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream stream{entry.path(), std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    SCOPED_TRACE(name);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
      lines.push_back(name + ": empty");
      continue;
    }
    json::Parser parser;
    const auto root = parser.parse(text);
    if (!root) {
      lines.push_back(name + ": no JSON");
      continue;
    }
    lines.push_back(line_of(name, read(*root)));
  }
  EXPECT_GE(lines.size(), files);
  std::ranges::sort(lines);
  std::string found;
  for (const std::string& line : lines) found += line + "\n";
  std::ifstream stream{fs::path{STINT_GOLDEN} / golden};
  std::stringstream expected;
  expected << stream.rdbuf();
  const fs::path actual = fs::temp_directory_path() / ("stint-" + golden);
  if (expected.str() != found) std::ofstream{actual} << found;
  EXPECT_EQ(expected.str(), found) << "what was found is in " << actual;
}

TEST(OfficialExamples, OfAzureDevOpsMap) {
  check_examples(STINT_AZURE_EXAMPLES, "azure_examples.txt", 150, read_azure);
}

TEST(OfficialExamples, OfTaigaMap) {
  check_examples(STINT_TAIGA_EXAMPLES, "taiga_examples.txt", 300, read_taiga);
}

}  // namespace
}  // namespace stint::tracker
