#include "app/serving/background.h"

#include <fmt/format.h>

#include "app/models.h"
#include "app/serving/tidy.h"
#include "app/trackers.h"
#include "base/files.h"
#include "lib/curl/url.h"
#include "lib/xxhash/hash.h"
#include "metrics/about_people.h"
#include "metrics/severity.h"
#include "outbound/delivery.h"
#include "store/store.h"
#include "store/sync_table.h"
#include "tracker/connector.h"
#include "views/insights.h"

namespace stint::app {
namespace {

jobs::AlertSeverity severity_of(metrics::Severity severity) {
  switch (severity) {
    case metrics::Severity::info:
      return jobs::AlertSeverity::info;
    case metrics::Severity::warning:
      return jobs::AlertSeverity::warning;
    case metrics::Severity::error:
      return jobs::AlertSeverity::error;
  }
  return jobs::AlertSeverity::info;
}

// As metrics::compare() does it, with what is remembered in the place of an earlier day: nothing is missed
// while the program does not run.
jobs::AlertChange change_of(const metrics::Finding& finding, const StoodMap& before) {
  const auto stood = before.find(finding.id);
  if (stood == before.end()) return jobs::AlertChange::fresh;
  metrics::Finding then;
  then.severity = metrics::parse_severity(stood->second.severity).value_or(finding.severity);
  then.cost = stood->second.cost;
  switch (metrics::compare(finding, &then)) {
    case metrics::ChangeKind::worse:
      return jobs::AlertChange::worse;
    case metrics::ChangeKind::better:
      return jobs::AlertChange::better;
    case metrics::ChangeKind::fresh:
    case metrics::ChangeKind::same:
      break;
  }
  return jobs::AlertChange::same;
}

constexpr std::string_view kStoodFile = "standing.json";

// Nothing where nothing was remembered yet, or nothing that can be read.
std::optional<StoodMap> read_stood(const std::filesystem::path& file) {
  const auto text = files::read_text(file);
  if (!text) return std::nullopt;
  const JsonDocument document = JsonDocument::parse(*text, nullptr, false);
  if (!document.is_object() || !document.contains("insights") || !document["insights"].is_object())
    return std::nullopt;
  StoodMap stood;
  for (const auto& [id, entry] : document["insights"].items()) {
    if (!entry.is_object()) continue;
    stood.emplace(id, Stood{entry.value("severity", std::string{}), entry.value("cost", 0.0)});
  }
  return stood;
}

std::string stood_text(const workspace::Snapshot& snapshot) {
  JsonDocument insights = JsonDocument::object();
  for (const insight::Told& told : snapshot.standing.told) {
    const metrics::Finding& finding = told.insight.finding;
    if (finding.current)
      insights[finding.id] = {{"severity", metrics::severity_name(finding.severity)}, {"cost", finding.cost}};
  }
  return to_text({{"schema", "stint.standing/1"}, {"insights", std::move(insights)}});
}

// What makes another message of an insight: not its words, which a model may choose anew.
std::string content_of(const metrics::Finding& finding) {
  std::string text = finding.id;
  (text += '|') += metrics::severity_name(finding.severity);
  for (const metrics::Index issue : finding.evidence) text += fmt::format("|{}", issue);
  return fmt::format("{:016x}", content_hash(text));
}

}  // namespace

std::vector<jobs::AlertItem> alert_items(const workspace::Snapshot& snapshot, const StoodMap& before,
                                         const std::string& link, bool people) {
  std::vector<jobs::AlertItem> items;
  for (const insight::Told& told : snapshot.standing.told) {
    const metrics::Finding& finding = told.insight.finding;
    if (!finding.current || (!people && metrics::is_about_people(finding))) continue;
    items.push_back({.insight_id = finding.id,
                     .kind = finding.kind,
                     .severity = severity_of(finding.severity),
                     .change = change_of(finding, before),
                     .projects = views::projects_of(snapshot.figures->dataset(), finding),
                     .title = told.insight.title,
                     .message = told.insight.message,
                     .link = link + "/insights/" + curl::url_encoded(finding.id),
                     .content_hash = content_of(finding)});
  }
  return items;
}

Background::Background(const Session& session, workspace::Workspace& workspace, std::string link,
                       std::function<void()> changed)
    : session_(session), workspace_(workspace), link_(std::move(link)), changed_(std::move(changed)) {}

std::vector<jobs::JobKind> Background::kinds() {
  const auto step = [this](Result<JsonDocument> (Background::*work)(jobs::JobContext&)) {
    return [this, work](jobs::JobContext& context) { return (this->*work)(context); };
  };
  std::vector<jobs::JobKind> kinds;
  kinds.push_back({"refresh", "Reads the trackers, works out the figures, words the insights, sends alerts",
                   jobs::chain({{"sync", step(&Background::sync)},
                                {"figures", step(&Background::figures)},
                                {"words", step(&Background::words)},
                                {"alerts", step(&Background::alerts)}})});
  kinds.push_back({"tidy", "Removes what is older than the configuration keeps",
                   jobs::chain({{"tidy", [this](jobs::JobContext& /*context*/) {
                                   return tidy(session_.data_folder(), session_.retention(),
                                               outbound::system_clock().now());
                                 }}})});
  return kinds;
}

void Background::note_problem(const std::string& connection, std::string problem) {
  const std::lock_guard lock{mutex_};
  problems_[connection] = std::move(problem);
}

// A tracker that fails keeps nobody from the figures of what is there.
Result<JsonDocument> Background::sync(jobs::JobContext& context) {
  STINT_ASSIGN(all, app::connections(session_));
  const bool with_catalogue = catalogue_changed_.exchange(false);
  JsonDocument result = JsonDocument::array();
  for (const exchange::StoredConnection& connection : all) {
    exchange::SyncOptions options;
    options.stop = context.stop();
    if (with_catalogue) options.catalogue_every = {};
    options.progress = [&](const exchange::SyncProgress& progress) {
      context.progress(progress.read, progress.to_read, connection.name);
    };
    const auto report = sync_connection(session_, connection, std::move(options));
    std::string problem;
    if (!report) {
      problem = report.error().to_string();
    } else if (report->ended_by) {
      problem = report->ended_by->to_string();
    }
    result.push_back({{"connection", connection.name},
                      {"read", report ? report->read : 0},
                      {"problem", problem.empty() ? JsonDocument(nullptr) : JsonDocument(problem)}});
    note_problem(connection.name, std::move(problem));
    if (context.stop().stop_requested()) return fail(ErrorCode::declined, "asked to stop");
  }
  return result;
}

Result<JsonDocument> Background::figures(jobs::JobContext& /*context*/) {
  STINT_ASSIGN(changed, workspace_.refresh());
  if (changed) changed_();
  return JsonDocument{{"changed", changed}, {"insights", workspace_.current()->standing.told.size()}};
}

Result<JsonDocument> Background::words(jobs::JobContext& context) {
  STINT_ASSIGN(engine, make_engine(session_, language::Task::insights));
  if (engine->chain().empty()) return JsonDocument{{"by", "builtin"}};
  JsonDocument result = JsonDocument::object();
  STINT_TRY(workspace_.word([&](const history::Dataset& data, insight::Standing& standing) -> Outcome {
    insight::SpeechOptions options;
    options.controls = workspace_.choices().controls;
    options.prompts = prompt_folder(session_);
    STINT_ASSIGN(speech, insight::speak(data, standing, *engine, options, context.stop()));
    result = {{"by_model", speech.by_model}, {"by_builtin", speech.by_narrator}};
    return {};
  }));
  changed_();
  return result;
}

Result<std::size_t> Background::tell_alerts() {
  if (alerts_ == nullptr) return std::size_t{0};
  const std::lock_guard lock{telling_};
  const std::filesystem::path file = session_.data_folder() / kStoodFile;
  const auto snapshot = workspace_.current();
  std::size_t noted = 0;
  if (const auto before = read_stood(file)) {
    STINT_ASSIGN(count,
                 alerts_->after_refresh(alert_items(*snapshot, *before, link_, session_.server().people)));
    noted = count;
  }
  // Only now: what was not noted is new the next time, too.
  STINT_TRY(files::replace_text(file, stood_text(*snapshot), files::Readers::owner));
  return noted;
}

Result<JsonDocument> Background::alerts(jobs::JobContext& /*context*/) {
  STINT_ASSIGN(noted, tell_alerts());
  return JsonDocument{{"noted", noted}};
}

JsonDocument Background::connections() {
  JsonDocument list = JsonDocument::array();
  const auto all = app::connections(session_);
  if (!all) return list;
  std::vector<store::SyncRow> rows;
  if (store::exists(session_.data_folder())) {
    auto database = store::open_for_reading(session_.data_folder());
    if (database) rows = store::read_syncs(*database).value_or(std::vector<store::SyncRow>{});
  }
  const std::lock_guard lock{mutex_};
  for (const exchange::StoredConnection& connection : *all) {
    const auto row = std::ranges::find(rows, connection.name, &store::SyncRow::connection);
    const bool synced = row != rows.end() && row->synced_at;
    const auto problem = problems_.find(connection.name);
    const bool failed = problem != problems_.end() && !problem->second.empty();
    list.push_back(
        {{"name", connection.name},
         {"product", connection.product ? JsonDocument(tracker::product_info(*connection.product).title)
                                        : JsonDocument(nullptr)},
         {"url", connection.url},
         {"state", failed   ? "failed"
                   : synced ? "ok"
                            : "never"},
         {"last_sync", synced ? JsonDocument(format_iso(*row->synced_at)) : JsonDocument(nullptr)},
         {"problem", failed ? JsonDocument(problem->second) : JsonDocument(nullptr)}});
  }
  return list;
}

}  // namespace stint::app
