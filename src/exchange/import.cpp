#include "exchange/import.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "exchange/csv_reader.h"
#include "exchange/parser_thread.h"
#include "exchange/source.h"
#include "exchange/writer_thread.h"
#include "store/settings.h"
#include "store/store.h"
#include "tracker/json/splitter.h"

namespace stint::exchange {
namespace {

constexpr std::size_t kKeptErrors = 100;
constexpr std::uint64_t kProgressBytes = std::uint64_t{1} << 20;

constexpr std::string_view kIncomplete =
    "SELECT key FROM issue WHERE has_history AND history_total > history_count ORDER BY key";
constexpr std::string_view kWithoutHistory = "SELECT count(*) FROM issue WHERE NOT has_history";
constexpr std::string_view kWaiting = "SELECT count(DISTINCT issue) FROM pending_changelog";

// Reads files one after the other. JSON is only cut into pieces here; a second thread parses them, a third
// writes.
class Import {
 public:
  // `known`: what custom fields are called, from before and from the files themselves.
  Import(const ImportOptions& options, WriterThread& writer, const tracker::jira::FieldNames& known)
      : options_(options), writer_(writer), parser_(writer, known) {}

  void read_all(std::vector<Source>& sources, const std::string& only_site) {
    for (const Source& source : sources) progress_.bytes_total += source.bytes;
    for (Source& source : sources) {
      if (source.site.empty()) source.site = only_site;
      if (!read(source)) break;
    }
    static_cast<void>(writer_.write(rows_.take()));
    for (auto& [number, result] : parser_.finish()) describe(number, std::move(result));
    progress_.issues = 0;
    for (const ImportedFile& file : report_.files) progress_.issues += file.issues;
    report_.issues_read = progress_.issues;
    for (std::vector<Error>& errors : errors_) {
      report_.error_count += static_cast<std::int64_t>(errors.size());
      for (Error& error : errors) {
        if (report_.errors.size() < kKeptErrors) report_.errors.push_back(std::move(error));
      }
    }
    if (options_.progress) options_.progress(progress_);
  }

  ImportReport take_report() {
    report_.bytes = progress_.bytes_done;
    return std::move(report_);
  }

 private:
  // Of the file that is being read.
  void note(Error error) { errors_.back().push_back(std::move(error)); }

  void advance(std::uint64_t bytes) {
    const std::uint64_t before = progress_.bytes_done / kProgressBytes;
    progress_.bytes_done += bytes;
    progress_.issues = parser_.issues() + row_issues_;
    if (options_.progress && progress_.bytes_done / kProgressBytes != before) options_.progress(progress_);
  }

  bool read(Source& source) {
    errors_.emplace_back();
    ImportedFile& file = report_.files.emplace_back();
    file.name = source.name();
    bool go_on = true;
    if (auto reader = SourceReader::open(source); !reader) {
      note(std::move(reader).error());
      file.note = "cannot be read";
    } else {
      if (source.stream) {
        auto head = reader->peek(std::size_t{64} << 10);
        if (head) look_at(*head, source);
      }
      switch (source.format) {
        case Format::json:
          go_on = read_json(*reader, source, file);
          break;
        case Format::csv:
          go_on = read_csv(*reader, source, file);
          break;
        case Format::empty:
          file.note = "empty";
          break;
        case Format::other:
          file.note = "not tracker data: neither JSON nor CSV";
          break;
      }
    }
    return go_on;
  }

  tracker::ByteSource counted(SourceReader& reader) {
    return [this, &reader](std::span<char> room) {
      auto got = reader.read(room);
      if (got) advance(*got);
      return got;
    };
  }

  bool read_json(SourceReader& reader, const Source& source, const ImportedFile& file) {
    tracker::JsonSplitter::Options options;
    options.max_piece_bytes = options_.max_item_bytes;
    tracker::JsonSplitter splitter{counted(reader), std::move(options)};
    const std::size_t number = report_.files.size() - 1;
    PieceBatch batch{number, file.name, source.site};
    for (;;) {
      auto piece = splitter.next();
      if (!piece) {
        Error error = std::move(piece).error();
        error.where = error.where.empty() ? file.name : file.name + ", " + error.where;
        if (error.hint.empty()) error.hint = "export it again; what came before that place is imported";
        note(std::move(error));
        break;
      }
      if (!*piece) break;
      batch.add(**piece);
      if (!batch.is_full()) continue;
      if (!parser_.parse(std::exchange(batch, PieceBatch{number, file.name, source.site}))) return false;
    }
    // Also when it is empty: the file is to be described.
    return parser_.parse(std::move(batch));
  }

  // What the parser found in a file.
  void describe(std::size_t number, ParserThread::FileResult result) {
    ImportedFile& file = report_.files[number];
    const FileContents& contents = result.contents;
    std::vector<Error>& errors = errors_[number];
    // Errors of the pieces come before the one that ended the file.
    errors.insert(errors.begin(), std::make_move_iterator(result.errors.begin()),
                  std::make_move_iterator(result.errors.end()));
    file.issues = contents.issues;
    file.histories = contents.histories;
    file.definitions = contents.definitions;
    if (contents.issues + contents.histories + contents.definitions > 0 || contents.pages) {
      file.kind = FileKind::jira_json;
    } else if (contents.export_end) {
      file.kind = FileKind::export_period;
      file.note = "no issues in it; the end of the export's period is taken from it";
    } else {
      file.note = errors.empty() ? "not tracker data" : "could not be read";
    }
  }

  bool read_csv(SourceReader& reader, const Source& source, ImportedFile& file) {
    CsvContents contents;
    const CsvInput input{counted(reader), file.name, source.site, options_.time_zone};
    const Outcome read = read_jira_csv(
        input, rows_, contents, [this](Error error) { note(std::move(error)); },
        [this] { return !rows_.is_full() || writer_.write(rows_.take()); });
    if (!read) note(read.error());
    file.issues = contents.issues;
    row_issues_ += contents.issues;
    if (contents.recognised) {
      file.kind = FileKind::jira_csv;
    } else {
      file.note = read ? "not tracker data" : "not a Jira export";
    }
    return !contents.stopped;
  }

  const ImportOptions& options_;
  WriterThread& writer_;
  ParserThread parser_;
  Collector rows_;  // of CSV files
  std::int64_t row_issues_ = 0;
  ImportReport report_;
  std::vector<std::vector<Error>> errors_;  // by file
  ImportProgress progress_;
};

// The one site that sources, or else the store, name; empty when there is none or several.
std::string only_site(const std::vector<Source>& sources, const store::Definitions& definitions) {
  std::set<std::string> sites;
  for (const Source& source : sources) {
    if (!source.site.empty()) sites.insert(source.site);
  }
  if (sites.empty()) {
    for (const auto& [url, _] : definitions.sites()) sites.insert(url);
  }
  return sites.size() == 1 ? *sites.begin() : std::string{};
}

Outcome count_what_is_missing(sqlite::Database& database, ImportReport& report) {
  STINT_ASSIGN(incomplete, database.prepare(kIncomplete));
  for (;;) {
    STINT_ASSIGN(more, incomplete.step());
    if (!more) break;
    report.incomplete.add(std::string{incomplete.text(0)});
  }
  STINT_ASSIGN(without, database.query_integer(kWithoutHistory));
  STINT_ASSIGN(waiting, database.query_integer(kWaiting));
  report.without_history = without;
  report.waiting_histories = waiting;
  return {};
}

Result<bool> is_known_field(sqlite::Database& database, const std::string& name) {
  STINT_ASSIGN(
      statement,
      database.prepare("SELECT EXISTS (SELECT 1 FROM field WHERE id = ?1 OR lower(name) = lower(?1)) OR "
                       "EXISTS (SELECT 1 FROM issue, json_each(issue.numbers) AS n WHERE n.key = ?1)"));
  statement.bind(1, name);
  STINT_ASSIGN(row, statement.step());
  return row && statement.integer(0) != 0;
}

}  // namespace

Result<ImportReport> import_files(const std::vector<std::filesystem::path>& paths,
                                  const std::filesystem::path& data_folder, const ImportOptions& options) {
  STINT_ASSIGN(sources, find_sources(paths));
  STINT_ASSIGN(lock, store::WriteLock::acquire(data_folder));
  STINT_ASSIGN(database, store::open_for_writing(data_folder, lock));
  STINT_ASSIGN(writer, BatchWriter::create(database));
  const std::string site = only_site(sources, writer.definitions());
  tracker::jira::FieldNames field_names;
  for (const auto& [key, field] : writer.definitions().fields()) field_names.emplace(field.id, field.name);
  for (const Source& source : sources)
    field_names.insert(source.field_names.begin(), source.field_names.end());
  ImportReport report;
  {
    WriterThread thread{writer};
    Import import{options, thread, field_names};
    import.read_all(sources, site);
    STINT_TRY(thread.finish());
    report = import.take_report();
  }
  STINT_TRY(writer.join_loose_histories());
  report.counts = writer.counts();
  if (!options.points_field.empty()) {
    STINT_ASSIGN(known, is_known_field(database, options.points_field));
    report.points_field_unknown = !known;
    STINT_TRY(store::set_setting(database, store::kPointsField, options.points_field));
  }
  STINT_TRY(count_what_is_missing(database, report));
  STINT_TRY(store::checkpoint(database));
  return report;
}

}  // namespace stint::exchange
