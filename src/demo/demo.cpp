#include "demo/demo.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "demo/board_builder.h"
#include "demo/jira_issue.h"
#include "demo/jira_site.h"
#include "demo/json_writer.h"
#include "demo/output.h"
#include "demo/truth.h"

namespace stint::demo {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kIssuesPerFile = 1000;
constexpr std::size_t kBuffer = std::size_t{1} << 20U;
constexpr int kMinSprints = 3;
constexpr int kMaxSprints = 200;
constexpr int kSprintsForVelocity = 5;
constexpr std::int64_t kMaxIssues = 100'000'000;
constexpr Instant kEarliest = from_epoch_ms(946'684'800'000);  // 2000-01-01
constexpr Instant kLatest = from_epoch_ms(4'102'444'800'000);  // 2100-01-01

// Search pages of issues, one file after the other.
class Pages {
 public:
  Pages(fs::path dir, std::int64_t total) : dir_(std::move(dir)), total_(total) {}

  Outcome add(IssueWriter& writer, std::int32_t index, std::int64_t& changes) {
    if (!file_) STINT_TRY(open());
    buffer_ += written_ % kIssuesPerFile == 0 ? "\n" : ",\n";
    changes += writer.write(buffer_, index);
    ++written_;
    if (buffer_.size() >= kBuffer) STINT_TRY(flush());
    return written_ % kIssuesPerFile == 0 || written_ == total_ ? close() : Outcome{};
  }

  [[nodiscard]] std::int64_t files() const { return files_; }
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

 private:
  Outcome open() {
    STINT_ASSIGN(file, OutputFile::create(dir_ / fmt::format("page-{:05}.json", files_ + 1)));
    file_.emplace(std::move(file));
    JsonWriter json(buffer_);
    json.begin_object()
        .field("expand", "schema,names")
        .field("startAt", written_)
        .field("maxResults", kIssuesPerFile);
    json.field("total", total_).key("issues");
    buffer_ += '[';
    return {};
  }
  Outcome flush() {
    STINT_TRY(file_->append(buffer_));
    buffer_.clear();
    return {};
  }
  Outcome close() {
    buffer_ += "\n]}\n";
    STINT_TRY(flush());
    STINT_TRY(file_->commit());
    bytes_ += file_->bytes();
    ++files_;
    file_.reset();
    return {};
  }

  fs::path dir_;
  std::int64_t total_;
  std::optional<OutputFile> file_;
  std::string buffer_;
  std::int64_t written_ = 0;
  std::int64_t files_ = 0;
  std::int64_t bytes_ = 0;
};

Outcome write_counted(DemoSummary& summary, const fs::path& path, const std::string& text) {
  STINT_TRY(write_file(path, text));
  ++summary.files;
  summary.bytes += static_cast<std::int64_t>(text.size());
  return {};
}

}  // namespace

std::int64_t minimum_issues(int sprints) {
  return 12 * static_cast<std::int64_t>(sprints) + 36;
}

Result<Instant> parse_end(std::string_view text) {
  const auto instant = parse_iso_instant(text);
  if (!instant) {
    return fail(ErrorCode::usage, fmt::format("'{}' is not a date", text), {},
                "write it like 2026-11-20 or 2026-11-20T17:00Z");
  }
  const bool date_alone = text.find(':') == std::string_view::npos;
  return date_alone ? *instant + std::chrono::hours{17} : *instant;
}

Outcome check_options(const DemoOptions& options) {
  if (options.sprints < kMinSprints || options.sprints > kMaxSprints) {
    return fail(ErrorCode::usage, fmt::format("a demo has {} to {} sprints, not {}", kMinSprints, kMaxSprints,
                                              options.sprints));
  }
  const std::int64_t minimum = minimum_issues(options.sprints);
  if (options.issues < minimum || options.issues > kMaxIssues) {
    return fail(ErrorCode::usage,
                fmt::format("{} sprints need {} to {} issues, not {}", options.sprints, minimum, kMaxIssues,
                            options.issues),
                {},
                options.issues < minimum ? "ask for more issues or fewer sprints" : "ask for fewer issues");
  }
  const bool velocity =
      std::find(options.plants.begin(), options.plants.end(), Plant::velocity_drop) != options.plants.end();
  if (velocity && options.sprints < kSprintsForVelocity) {
    return fail(ErrorCode::usage,
                fmt::format("velocity_drop needs {} sprints, not {}", kSprintsForVelocity, options.sprints),
                {}, "ask for more sprints, or plant something else");
  }
  if (options.end < kEarliest || options.end > kLatest) {
    return fail(ErrorCode::usage,
                fmt::format("the end {} lies outside 2000 to 2100", format_iso(options.end)));
  }
  return {};
}

Result<DemoSummary> write_demo(const fs::path& dir, const DemoOptions& options) {
  STINT_TRY(check_options(options));
  STINT_TRY(prepare_folder(dir));
  DemoSummary summary;
  STINT_TRY(write_counted(summary, dir / "statuses.json", statuses_file()));
  STINT_TRY(write_counted(summary, dir / "fields.json", fields_file()));
  const OrganisationPlan plan(options);
  TruthWriter truth;
  STINT_ASSIGN(ledgers, OutputFile::create(dir / "ledgers"));
  Pages pages(dir / "issues", options.issues);
  std::int64_t next_history_id = 100'001;
  Instant earliest = options.end;
  for (std::int64_t index = 0; index < plan.boards(); ++index) {
    STINT_ASSIGN(built, build_board(options, plan, index));
    const Board& board = built.board;
    STINT_TRY(write_counted(summary, dir / "boards" / fmt::format("board-{}-configuration.json", board.id),
                            board_file(board)));
    STINT_TRY(write_counted(summary, dir / "sprints" / fmt::format("board-{}.json", board.id),
                            sprints_file(board)));
    IssueWriter writer(board, next_history_id);
    for (std::size_t i = 0; i < board.issues.size(); ++i)
      STINT_TRY(pages.add(writer, static_cast<std::int32_t>(i), summary.changes));
    STINT_TRY(ledgers.append(truth.add(built)));
    earliest = std::min(earliest, board.issues.front().created);
    ++summary.boards;
    summary.issues += static_cast<std::int64_t>(board.issues.size());
    summary.sprints += static_cast<std::int64_t>(board.sprints.size());
  }
  STINT_TRY(write_counted(summary, dir / "meta.json", meta_file(earliest, options.end)));
  STINT_ASSIGN(truth_file, OutputFile::create(dir / "truth.json"));
  STINT_TRY(truth_file.append(truth.head(options, summary.boards)));
  STINT_TRY(ledgers.pour_into(truth_file));
  STINT_TRY(truth_file.append(TruthWriter::tail()));
  STINT_TRY(truth_file.commit());
  summary.files += pages.files() + 1;
  summary.bytes += pages.bytes() + truth_file.bytes();
  return summary;
}

}  // namespace stint::demo
