#include "workspace/workspace.h"

#include <utility>

#include "store/store.h"
#include "store/sync_table.h"
#include "workspace/kept_comparison.h"

namespace stint::workspace {
namespace {

Snapshot nothing(const Choices& choices) {
  Snapshot snapshot;
  snapshot.figures = std::make_shared<const Figures>(history::Dataset{}, AsOf{{}, "no data"}, choices);
  return snapshot;
}

}  // namespace

Workspace::Workspace(std::filesystem::path data_folder, Choices choices, std::function<Instant()> now)
    : data_folder_(std::move(data_folder)),
      choices_(std::move(choices)),
      now_(std::move(now)),
      current_(std::make_shared<const Snapshot>(nothing(choices_))) {}

std::shared_ptr<const Snapshot> Workspace::current() const {
  const std::lock_guard lock{mutex_};
  return current_;
}

void Workspace::put(std::shared_ptr<const Snapshot> snapshot) {
  const std::lock_guard lock{mutex_};
  current_ = std::move(snapshot);
}

Result<bool> Workspace::has_changed() {
  if (!watched_) {
    if (!store::exists(data_folder_)) return false;
    STINT_ASSIGN(database, store::open_for_reading(data_folder_));
    watched_ = std::move(database);
  }
  STINT_ASSIGN(version, watched_->query_integer("PRAGMA data_version"));
  return std::exchange(seen_, version) != version;
}

// A store that cannot be asked is told by load().
std::optional<Instant> Workspace::synced() {
  const auto syncs = store::read_syncs(*watched_);
  std::optional<Instant> latest;
  if (!syncs) return latest;
  for (const store::SyncRow& sync : *syncs) {
    if (sync.synced_at && (!latest || *sync.synced_at > *latest)) latest = sync.synced_at;
  }
  return latest;
}

Result<history::Loaded> Workspace::load(std::string_view project) const {
  history::LoadOptions options;
  options.project = project;
  options.points_field = choices_.points_field;
  options.overrides = choices_.overrides;
  return history::load(data_folder_, options);
}

Result<bool> Workspace::refresh() {
  const std::lock_guard lock{refreshing_};
  STINT_ASSIGN(changed, has_changed());
  if (!changed) return false;
  auto loaded = load({});
  if (!loaded) {
    seen_ = -1;  // to be tried again
    return fail(std::move(loaded).error());
  }
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->number = current()->number + 1;
  snapshot->made_at = now_();
  AsOf at = as_of(loaded->dataset, choices_.as_of, synced());
  snapshot->figures = std::make_shared<const Figures>(std::move(loaded->dataset), std::move(at), choices_);
  snapshot->unmatched = std::move(loaded->unmatched);
  insight::StandingOptions options;
  options.compared_with = snapshot->figures->as_of().at - std::chrono::days{1};
  options.controls = choices_.controls;
  const metrics::Assessment& assessment = snapshot->figures->assessment();
  snapshot->standing = insight::stand(snapshot->figures->dataset(), assessment.findings,
                                      comparison(loaded->stamp, assessment, options.compared_with), options);
  put(std::move(snapshot));
  return true;
}

metrics::Comparison Workspace::comparison(const history::Stamp& stamp, const metrics::Assessment& assessment,
                                          Instant compared_with) const {
  const metrics::Context& context = assessment.analysis.context;
  const std::string key = comparison_key(stamp, choices_, context.as_of, compared_with, assessment.findings);
  if (auto kept = read_comparison(data_folder_, key, assessment.findings)) return std::move(*kept);
  metrics::Comparison made = metrics::compare_with(context, assessment, compared_with, true);
  // What cannot be kept costs time at the next start, and nothing else.
  static_cast<void>(keep_comparison(data_folder_, key, assessment.findings, made));
  return made;
}

Outcome Workspace::word(const Speak& speak) {
  const std::shared_ptr<const Snapshot> from = current();
  auto worded = std::make_shared<Snapshot>(*from);
  STINT_TRY(speak(worded->figures->dataset(), worded->standing));
  worded->number = from->number + 1;
  worded->made_at = now_();
  const std::lock_guard lock{mutex_};
  if (current_ == from) current_ = std::move(worded);
  return {};
}

Result<std::shared_ptr<const Figures>> Workspace::figures(std::string_view project) {
  const std::shared_ptr<const Snapshot> snapshot = current();
  if (project.empty()) return snapshot->figures;
  const std::lock_guard lock{dividing_};
  if (parts_of_ != snapshot->number) {
    parts_.clear();
    parts_of_ = snapshot->number;
  }
  if (const auto found = parts_.find(project); found != parts_.end()) return found->second;
  STINT_ASSIGN(loaded, load(project));
  auto part =
      std::make_shared<const Figures>(std::move(loaded.dataset), snapshot->figures->as_of(), choices_);
  parts_.emplace(std::string{project}, part);
  return part;
}

}  // namespace stint::workspace
