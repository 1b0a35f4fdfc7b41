// Reads one piece of a Jira REST JSON export after the other, whatever endpoint it came from.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "exchange/batch.h"
#include "lib/simdjson/json.h"
#include "tracker/jira/issue.h"
#include "tracker/json/splitter.h"

namespace stint::exchange {

// What was recognised in a file.
struct FileContents {
  std::int64_t issues = 0;
  std::int64_t histories = 0;    // issues whose history came apart
  std::int64_t definitions = 0;  // sprints, boards, statuses, fields
  bool pages = false;            // search pages, perhaps empty
  bool export_end = false;       // says until when the export reaches
};

class JiraReader {
 public:
  explicit JiraReader(Collector& collector) : collector_(&collector) {}

  // What custom fields are called, known before the first issue is read.
  void learn(const tracker::jira::FieldNames& names) { field_names_.insert(names.begin(), names.end()); }

  // What is read next: `site` where pieces do not name their own, `name` for messages and for history pages
  // that name their issue only by their file.
  void begin_file(std::string name, std::string site);

  // An error says what is wrong with this piece; the next one can be read all the same.
  [[nodiscard]] Outcome read(const tracker::JsonPiece& piece);

  [[nodiscard]] const FileContents& contents() const { return contents_; }

 private:
  [[nodiscard]] Outcome read_value(json::Value value, std::uint64_t offset);
  [[nodiscard]] Outcome read_issue(json::Value value, std::uint64_t offset);
  [[nodiscard]] Outcome read_bulk_history(json::Value value);
  [[nodiscard]] Outcome read_history_page(json::Value page, json::Value entries);
  [[nodiscard]] bool read_definition(json::Value value);
  void add_field(tracker::Field field);
  void learn_fields(const std::string& site, const std::vector<tracker::Change>& changes);

  Collector* collector_;
  json::Parser parser_;
  tracker::jira::FieldNames field_names_;
  FileContents contents_;
  std::string name_;
  std::string site_;
};

}  // namespace stint::exchange
