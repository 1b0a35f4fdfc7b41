#include "exchange/import.h"

#include <chrono>
#include <fmt/format.h>
#include <ostream>

#include "app/verb.h"
#include "lib/nlohmann/json_document.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

using exchange::FileKind;
using exchange::ImportedFile;
using exchange::ImportReport;

constexpr std::size_t kListedFiles = 5;

std::string_view kind_name(FileKind kind) {
  switch (kind) {
    case FileKind::jira_json:
      return "jira json";
    case FileKind::jira_csv:
      return "jira csv";
    case FileKind::export_period:
      return "export period";
    case FileKind::skipped:
      return "skipped";
  }
  return "";
}

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// How far the import is: on a terminal a line that draws itself over, otherwise a plain line per tenth of a
// large input.
class ProgressBar {
 public:
  ProgressBar(std::ostream& err, bool quiet, bool terminal)
      : err_(err), quiet_(quiet), terminal_(terminal), begun_(std::chrono::steady_clock::now()) {}

  void update(const exchange::ImportProgress& progress) {
    if (quiet_) return;
    if (terminal_) {
      draw(progress);
    } else {
      write_line(progress);
    }
  }

  void clear() {
    if (drawn_) err_ << "\r\x1b[K" << std::flush;
  }

 private:
  static constexpr std::uint64_t kLargeInput = std::uint64_t{64} << 20;

  [[nodiscard]] std::string state(const exchange::ImportProgress& progress) const {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
    const double rate = seconds > 0 ? static_cast<double>(progress.bytes_done) / seconds / 1e6 : 0;
    return fmt::format("{} issues, {:.0f} MB/s", progress.issues, rate);
  }

  void draw(const exchange::ImportProgress& progress) {
    constexpr std::uint64_t kWidth = 30;
    std::string bar;
    if (progress.bytes_total > 0) {
      const auto done = std::min(progress.bytes_done, progress.bytes_total);
      const auto filled = static_cast<std::size_t>(done * kWidth / progress.bytes_total);
      bar = fmt::format("[{}{}] {:3} %  ", std::string(filled, '='), std::string(kWidth - filled, ' '),
                        done * 100 / progress.bytes_total);
    }
    err_ << '\r' << bar << state(progress) << ' ' << std::flush;
    drawn_ = true;
  }

  void write_line(const exchange::ImportProgress& progress) {
    if (progress.bytes_total < kLargeInput) return;
    const std::uint64_t tenth = progress.bytes_done * 10 / progress.bytes_total;
    if (tenth == tenths_ || tenth > 10) return;
    tenths_ = tenth;
    err_ << fmt::format("{} % read, {}\n", tenth * 10, state(progress)) << std::flush;
  }

  std::ostream& err_;
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  std::uint64_t tenths_ = 0;
  std::chrono::steady_clock::time_point begun_;
};

JsonDocument to_json(const exchange::Notable& notable) {
  return {{"count", notable.count}, {"examples", notable.examples}};
}

JsonDocument to_json(const ImportReport& report) {
  JsonDocument files = JsonDocument::array();
  for (const ImportedFile& file : report.files) {
    files.push_back({{"file", file.name},
                     {"kind", kind_name(file.kind)},
                     {"issues", file.issues},
                     {"histories", file.histories},
                     {"definitions", file.definitions},
                     {"note", file.note.empty() ? JsonDocument(nullptr) : JsonDocument(file.note)}});
  }
  JsonDocument errors = JsonDocument::array();
  for (const Error& error : report.errors) {
    errors.push_back({{"message", error.message}, {"where", error.where}, {"hint", error.hint}});
  }
  const exchange::WriteCounts& counts = report.counts;
  return {{"schema", "stint.import/1"},
          {"issues_read", report.issues_read},
          {"added", counts.added},
          {"updated", counts.updated},
          {"extended", counts.extended},
          {"unchanged", counts.unchanged},
          {"older", counts.older},
          {"conflicting", to_json(counts.conflicting)},
          {"changed", counts.changed_anything()},
          {"incomplete", to_json(report.incomplete)},
          {"without_history", report.without_history},
          {"waiting_histories", report.waiting_histories},
          {"error_count", report.error_count},
          {"errors", std::move(errors)},
          {"files", std::move(files)}};
}

// What was read from where; many files of a kind are one line.
void describe_files(const ImportReport& report, std::ostream& out) {
  std::int64_t read = 0;
  std::int64_t skipped = 0;
  for (const ImportedFile& file : report.files) {
    if (file.note.empty()) {
      ++read;
    } else if (++skipped <= static_cast<std::int64_t>(kListedFiles)) {
      out << fmt::format("  {} {}: {}\n", file.kind == FileKind::skipped ? "skipped" : "noted",
                         printable(file.name), file.note);
    }
  }
  if (skipped > static_cast<std::int64_t>(kListedFiles)) {
    out << fmt::format("  … and {} more\n", skipped - static_cast<std::int64_t>(kListedFiles));
  }
  out << fmt::format("Read {} from {}.\n", plural(report.issues_read, "issue", "issues"),
                     plural(read, "file", "files"));
}

void describe_counts(const exchange::WriteCounts& counts, std::ostream& out) {
  if (!counts.changed_anything()) {
    out << "Nothing changed: all of it was known already.\n";
  } else {
    std::string text;
    const auto add = [&](std::int64_t count, std::string_view what) {
      if (count == 0) return;
      if (!text.empty()) text += ", ";
      text += fmt::format("{} {}", count, what);
    };
    add(counts.added, "new");
    add(counts.updated, "updated");
    add(counts.extended, "with more history or comments");
    add(counts.unchanged, "unchanged");
    add(counts.older, "older than what is stored");
    add(counts.conflicting.count, "conflicting");
    if (text.empty()) text = "New definitions only";
    out << text << ".\n";
  }
  if (counts.conflicting.count > 0) {
    out << fmt::format(
        "{} the same update time as what is stored, but other content; the same one is kept in whatever "
        "order. "
        "Export {} again:\n",
        counts.conflicting.count == 1 ? "1 issue has"
                                      : fmt::format("{} issues have", counts.conflicting.count),
        counts.conflicting.count == 1 ? "it" : "them");
    for (const std::string& example : counts.conflicting.examples) out << "  " << printable(example) << '\n';
  }
}

void describe_gaps(const ImportReport& report, std::ostream& out) {
  if (report.incomplete.count > 0) {
    out << fmt::format("{} history incomplete (the tracker says there is more than the files hold): ",
                       report.incomplete.count == 1
                           ? "1 issue has its"
                           : fmt::format("{} issues have their", report.incomplete.count));
    for (std::size_t i = 0; i < report.incomplete.examples.size(); ++i) {
      out << (i > 0 ? ", " : "") << printable(report.incomplete.examples[i]);
    }
    if (report.incomplete.count > static_cast<std::int64_t>(report.incomplete.examples.size())) out << ", …";
    out << ". Fetch /rest/api/3/issue/KEY/changelog for each and import the pages too.\n";
  }
  if (report.waiting_histories > 0) {
    out << fmt::format("Histories kept until their issues are imported too: {}.\n", report.waiting_histories);
  }
  if (report.without_history > 0) {
    out << fmt::format(
        "{} came without history, so dates, sprint figures and blocked times stay undefined. The full export "
        "is one request "
        "(repeat with the nextPageToken it gives):\n"
        "  curl -u EMAIL:TOKEN -H 'Content-Type: application/json' "
        "https://SITE.atlassian.net/rest/api/3/search/jql -d "
        "'{{\"jql\":\"project = "
        "KEY\",\"fields\":[\"*all\"],\"expand\":\"changelog,names\",\"maxResults\":100}}' -o page-1.json\n",
        plural(report.without_history, "issue", "issues"));
  }
}

void describe_errors(const ImportReport& report, std::ostream& err) {
  for (const Error& error : report.errors) err << "stint: " << printable(error.to_string()) << '\n';
  if (report.error_count > static_cast<std::int64_t>(report.errors.size())) {
    err << fmt::format("stint: … and {} more of these\n",
                       report.error_count - static_cast<std::int64_t>(report.errors.size()));
  }
}

class ImportVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.arguments("PATH", paths_, "Files and folders; - for standard input", true);
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    ProgressBar bar{session.err(), session.given().quiet, session.err_is_terminal()};
    exchange::ImportOptions options;
    options.time_zone = session.zone();
    options.points_field = session.points_field();
    options.progress = [&](const exchange::ImportProgress& progress) { bar.update(progress); };
    const std::vector<std::filesystem::path> paths{paths_.begin(), paths_.end()};
    auto imported = exchange::import_files(paths, session.data_folder(), options);
    bar.clear();
    if (!imported) return fail(std::move(imported).error());
    const ImportReport& report = *imported;
    describe_errors(report, session.err());
    if (session.given().json) {
      STINT_TRY(session.write(to_text(to_json(report))));
    } else if (!session.given().quiet) {
      describe_files(report, session.out());
      describe_counts(report.counts, session.out());
      describe_gaps(report, session.out());
      if (report.points_field_unknown) {
        session.err() << "stint: no issue and no field list knows a field \"" << session.points_field()
                      << "\"\n";
      }
    }
    return exit_status(report);
  }

 private:
  // Partly done is a failure; nothing done has the status of what was wrong.
  static int exit_status(const ImportReport& report) {
    const bool nothing = report.issues_read == 0;
    if (report.error_count > 0) {
      return error_kind(nothing ? report.errors.front().code : ErrorCode::failure).exit_status;
    }
    bool any = false;
    for (const ImportedFile& file : report.files) any = any || file.kind != FileKind::skipped;
    return any ? 0 : error_kind(ErrorCode::failure).exit_status;
  }

  std::vector<std::string> paths_;
};

}  // namespace

std::unique_ptr<Verb> make_import_verb() {
  return std::make_unique<ImportVerb>();
}

}  // namespace stint::app
