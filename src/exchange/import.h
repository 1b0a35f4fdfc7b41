// From export files to the store. Reading and encoding happen on the calling thread, writing on another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/writer.h"
#include "lib/tz/time_zone.h"

namespace stint::exchange {

struct ImportProgress {
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  // 0: not known (standard input)
  std::int64_t issues = 0;
};

struct ImportOptions {
  TimeZone time_zone;  // of dates in CSV exports, which name none
  // Field id or name that holds the estimate where no board says so; kept in the store. Empty: by name.
  std::string points_field;
  std::size_t max_item_bytes = std::size_t{256} << 20;  // a larger single item is refused
  std::function<void(const ImportProgress&)>
      progress;  // called on the calling thread, about once per megabyte
};

enum class FileKind : std::uint8_t { jira_json, jira_csv, export_period, skipped };

struct ImportedFile {
  std::string name;
  FileKind kind = FileKind::skipped;
  std::int64_t issues = 0;
  std::int64_t histories = 0;
  std::int64_t definitions = 0;
  std::string note;  // why it was skipped
};

struct ImportReport {
  std::vector<ImportedFile> files;
  WriteCounts counts;
  std::int64_t issues_read = 0;
  std::uint64_t bytes = 0;
  // What could not be read, with file and position; everything else is in. All are counted, the first kept.
  std::int64_t error_count = 0;
  std::vector<Error> errors;
  // Issues whose tracker says there is more history than the files brought.
  Notable incomplete;
  std::int64_t waiting_histories = 0;  // history of issues that are not here (yet)
  std::int64_t without_history = 0;    // issues that came without any history
  // The estimate field asked for is held by no issue and known by no field list.
  bool points_field_unknown = false;

  [[nodiscard]] bool complete() const { return error_count == 0; }
};

// Imports all files at or below `paths` ("-": standard input) into the data folder. An error means that
// nothing could be done (no such path, folder not writable, database newer); what is wrong inside the files
// is in the report. Whatever way the process ends, the store holds whole issues only, and importing again
// completes it.
[[nodiscard]] Result<ImportReport> import_files(const std::vector<std::filesystem::path>& paths,
                                                const std::filesystem::path& data_folder,
                                                const ImportOptions& options);

}  // namespace stint::exchange
