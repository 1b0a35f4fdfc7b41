#include "exchange/sync/sync.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <ostream>

#include "app/interruption.h"
#include "app/trackers.h"
#include "app/verb.h"
#include "lib/nlohmann/json_document.h"
#include "lib/utf8proc/display.h"
#include "store/store.h"

namespace stint::app {
namespace {

using exchange::StoredConnection;
using exchange::SyncPhase;
using exchange::SyncReport;

constexpr std::int64_t kLeastSeconds = 10;
constexpr std::size_t kShownProblems = 10;

std::string_view name_of(store::ListingKind kind) {
  switch (kind) {
    case store::ListingKind::all:
      return "all";
    case store::ListingKind::changes:
      return "changes";
    case store::ListingKind::sweep:
      return "sweep";
    case store::ListingKind::none:
      break;
  }
  return "none";
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds) + 1;
  if (whole < 90) return fmt::format("{} s", whole);
  return whole < 5400 ? fmt::format("{} min", (whole + 30) / 60) : fmt::format("{} h", (whole + 1800) / 3600);
}

// How far a sync is, with its rate and what is left: on a terminal a line that draws itself over, otherwise a
// line now and then.
class SyncBar {
 public:
  SyncBar(const Session& session, std::string connection)
      : err_(session.err()),
        quiet_(session.given().quiet),
        terminal_(session.err_is_terminal()),
        connection_(std::move(connection)) {}

  void update(const exchange::SyncProgress& progress) {
    if (quiet_) return;
    const auto time = Clock::now();
    if (progress.phase != phase_) {
      phase_ = progress.phase;
      begun_ = time;
      first_ = count(progress);
      shown_ = {};
    }
    const auto every = terminal_ ? std::chrono::milliseconds{100} : std::chrono::seconds{10};
    if (time - shown_ < every) return;
    // Without a terminal, only what takes long is worth a line.
    if (!terminal_ && time - begun_ < every) return;
    shown_ = time;
    const std::string line = fmt::format("{}: {}", connection_, text(progress, time));
    if (terminal_) {
      err_ << '\r' << line << "\x1b[K" << std::flush;
      drawn_ = true;
    } else {
      err_ << line << '\n' << std::flush;
    }
  }

  void clear() {
    if (drawn_) err_ << "\r\x1b[K" << std::flush;
    drawn_ = false;
  }

 private:
  using Clock = std::chrono::steady_clock;

  static std::int64_t count(const exchange::SyncProgress& progress) {
    return progress.phase == SyncPhase::listing ? progress.listed : progress.read;
  }

  [[nodiscard]] std::string text(const exchange::SyncProgress& progress, Clock::time_point time) const {
    if (progress.phase == SyncPhase::asking) return "asking";
    const bool listing = progress.phase == SyncPhase::listing;
    const std::int64_t done = count(progress);
    const std::int64_t total = listing ? progress.to_list.value_or(0) : progress.to_read;
    std::string text = fmt::format("{} {}", listing ? "listed" : "read", done);
    if (total > 0) text += fmt::format(" of {}", total);
    const double seconds = std::chrono::duration<double>(time - begun_).count();
    const double rate = seconds > 0 ? static_cast<double>(done - first_) / seconds : 0;
    if (rate > 0) text += fmt::format(", {:.0f}/s", rate);
    if (rate > 0 && total > done)
      text += fmt::format(", {} left", duration_text(static_cast<double>(total - done) / rate));
    return text;
  }

  std::ostream& err_;
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
  std::string connection_;
  SyncPhase phase_ = SyncPhase::asking;
  std::int64_t first_ = 0;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point shown_;
};

// A connection's sync, or why it did not begin.
struct Synced {
  StoredConnection connection;
  Result<SyncReport> report;
};

bool is_complete(const Synced& synced) {
  return synced.report && synced.report->complete();
}

JsonDocument to_json(const Error& error) {
  return {{"code", error_kind(error.code).name},
          {"message", error.message},
          {"where", error.where},
          {"hint", error.hint}};
}

JsonDocument to_json(const Synced& synced) {
  JsonDocument json{{"connection", synced.connection.name}, {"url", synced.connection.url}};
  if (!synced.report) {
    json["complete"] = false;
    json["error"] = to_json(synced.report.error());
    return json;
  }
  const SyncReport& report = *synced.report;
  JsonDocument lists = JsonDocument::array();
  for (const store::ListingKind kind : report.lists) lists.push_back(name_of(kind));
  JsonDocument problems = JsonDocument::array();
  for (const store::SyncProblem& problem : report.problems)
    problems.push_back({{"what", problem.what}, {"issue", problem.issue}, {"message", problem.message}});
  json["account"] = report.account.name;
  json["tracker"] = report.account.version;
  json["lists"] = std::move(lists);
  json["resumed"] = report.resumed;
  json["listed"] = report.listed;
  json["read"] = report.read;
  json["added"] = report.counts.added;
  json["updated"] = report.counts.updated + report.counts.extended + report.counts.replaced;
  json["removed"] = report.counts.removed;
  json["unchanged"] = report.counts.unchanged + report.counts.older;
  json["left"] = report.left;
  json["problems"] = std::move(problems);
  json["complete"] = report.complete();
  json["error"] = report.ended_by ? to_json(*report.ended_by) : JsonDocument(nullptr);
  return json;
}

void add_count(std::string& text, std::int64_t count, std::string_view what) {
  if (count == 0) return;
  if (!text.empty()) text += ", ";
  text += fmt::format("{} {}", count, what);
}

void describe(const Session& session, const Synced& synced) {
  if (!synced.report) {
    session.err() << fmt::format("stint: {}: {}\n", printable(synced.connection.name),
                                 printable(synced.report.error().to_string()));
    return;
  }
  const SyncReport& report = *synced.report;
  const auto& counts = report.counts;
  std::string text;
  add_count(text, counts.added, "new");
  add_count(text, counts.updated + counts.extended + counts.replaced, "changed");
  add_count(text, counts.removed, "gone");
  if (text.empty()) text = "nothing new";
  if (!session.given().quiet)
    session.out() << fmt::format("{}: {}.\n", printable(synced.connection.name), text);
  for (std::size_t i = 0; i < std::min(report.problems.size(), kShownProblems); ++i) {
    session.err() << fmt::format("stint: could not read {}: {}\n", printable(report.problems[i].what),
                                 printable(report.problems[i].message));
  }
  if (report.problems.size() > kShownProblems)
    session.err() << fmt::format("stint: … and {} more\n", report.problems.size() - kShownProblems);
  if (report.ended_by) {
    session.err() << fmt::format("stint: {}: {}\n", printable(synced.connection.name),
                                 printable(report.ended_by->to_string()));
    if (report.left > 0)
      session.err() << fmt::format("stint: {} issues are left; the next sync goes on with them\n",
                                   report.left);
  }
}

// Of the first that failed; partly done is a failure.
int exit_status(const std::vector<Synced>& all) {
  for (const Synced& synced : all) {
    if (!synced.report) return error_kind(synced.report.error().code).exit_status;
    if (synced.report->ended_by) return error_kind(synced.report->ended_by->code).exit_status;
  }
  return std::ranges::all_of(all, is_complete) ? 0 : error_kind(ErrorCode::failure).exit_status;
}

class SyncVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.arguments("NAME", names_, "Connections; without, all of them", false)
        .flag("--full", full_, "Read everything again, whatever is here already")
        .option("--watch", watch_, "Again and again, so many seconds after the last has ended", "SECONDS");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (watch_ != 0 && watch_ < kLeastSeconds)
      return fail(ErrorCode::usage, fmt::format("--watch takes {} seconds or more", kLeastSeconds));
    STINT_ASSIGN(chosen, choose(session));
    const Interruption interruption;
    const std::stop_token stop = interruption.token();
    const outbound::Clock clock = outbound::system_clock();
    for (;;) {
      std::vector<Synced> all;
      for (const StoredConnection& connection : chosen) {
        if (stop.stop_requested()) break;
        all.push_back({connection, sync_one(session, connection, stop)});
        if (!session.given().json) describe(session, all.back());
      }
      if (session.given().json) STINT_TRY(write_json(session, all));
      session.out() << std::flush;
      if (watch_ == 0) return exit_status(all);
      if (!clock.wait(std::chrono::seconds{watch_}, stop)) return 0;
      full_ = false;
    }
  }

 private:
  Result<std::vector<StoredConnection>> choose(const Session& session) const {
    if (names_.empty()) {
      STINT_ASSIGN(all, connections(session));
      if (!all.empty()) return all;
      return fail(ErrorCode::not_found, "there is no connection to a tracker", {},
                  "make one: stint connect NAME --url URL, or set JIRA_URL and its like");
    }
    std::vector<StoredConnection> chosen;
    for (const std::string& name : names_) {
      STINT_ASSIGN(connection, find_connection(session, name));
      chosen.push_back(std::move(connection));
    }
    return chosen;
  }

  [[nodiscard]] Result<SyncReport> sync_one(const Session& session, const StoredConnection& connection,
                                            const std::stop_token& stop) const {
    SyncBar bar{session, connection.name};
    exchange::SyncOptions options;
    if (!session.given().project.empty()) options.only = {session.given().project};
    options.full = full_;
    options.stop = stop;
    options.progress = [&](const exchange::SyncProgress& progress) { bar.update(progress); };
    auto report = sync_connection(session, connection, std::move(options));
    bar.clear();
    return report;
  }

  static Outcome write_json(const Session& session, const std::vector<Synced>& all) {
    JsonDocument list = JsonDocument::array();
    for (const Synced& synced : all) list.push_back(to_json(synced));
    return session.write(to_text({{"schema", "stint.sync/1"}, {"connections", std::move(list)}}));
  }

  std::vector<std::string> names_;
  bool full_ = false;
  std::int64_t watch_ = 0;
};

}  // namespace

std::unique_ptr<Verb> make_sync_verb() {
  return std::make_unique<SyncVerb>();
}

}  // namespace stint::app
