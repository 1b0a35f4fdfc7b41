#include "history/load.h"

#include <algorithm>
#include <fmt/format.h>
#include <thread>

#include "base/parallel.h"
#include "history/builder.h"
#include "history/cache.h"
#include "history/issue_rows.h"
#include "history/names.h"
#include "history/select.h"
#include "history/update.h"
#include "store/journal.h"
#include "store/settings.h"
#include "store/store.h"

namespace stint::history {
namespace {

constexpr std::string_view kRange = "SELECT coalesce(min(ref), 0), coalesce(max(ref), -1) FROM issue";

// The project's key as the store writes it.
Result<std::string> find_project(const store::Definitions& definitions, const std::string& wanted) {
  std::string known;
  for (const auto& [key, _] : definitions.projects()) {
    if (equal_names(key.second, wanted)) return key.second;
    if (!known.empty()) known += ", ";
    known += key.second;
  }
  return fail(ErrorCode::not_found, "there is no project \"" + wanted + "\"", {},
              known.empty() ? "import something first: stint import PATH" : "projects here: " + known);
}

// One look at a store.
class Loading {
 public:
  Loading(const std::filesystem::path& data_folder, const LoadOptions& options, sqlite::Database& database,
          const store::Definitions& definitions, std::string_view points_field)
      : data_folder_(data_folder),
        options_(options),
        database_(database),
        definitions_(definitions),
        estimates_(definitions, points_field, options.overrides.boards) {}

  [[nodiscard]] Result<Loaded> go(std::string_view points_field) {
    STINT_ASSIGN(id, store::store_id(database_));
    STINT_ASSIGN(revision, store::revision(database_));
    const std::string choices =
        fmt::format("{}\n{}", points_field, options_.overrides.estimation_fingerprint());
    const Stamp now{id, revision, fingerprint(definitions_, choices)};
    Loaded loaded;
    bool worth_keeping = true;
    if (options_.use_cache) {
      STINT_ASSIGN(found, from_cache(now, loaded, worth_keeping));
      if (found) return finish(std::move(loaded), now, worth_keeping);
    }
    STINT_TRY(from_store(loaded));
    return finish(std::move(loaded), now, true);
  }

 private:
  // False: the cache is of no use.
  [[nodiscard]] Result<bool> from_cache(const Stamp& now, Loaded& loaded, bool& worth_keeping) {
    auto cached = read_cache(cache_file(data_folder_));
    if (!cached) return false;
    const Stamp& then = cached->stamp;
    if (then.store != now.store || then.fingerprint.structure != now.fingerprint.structure) return false;
    const std::size_t most = std::max<std::size_t>(1000, cached->dataset.issues.size() / 16);
    STINT_ASSIGN(changed, store::changed_since(database_, then.revision, most));
    if (!changed) return false;
    if (then.fingerprint.definitions != now.fingerprint.definitions) {
      refresh_definitions(cached->dataset, definitions_);
    }
    loaded.source = "cache";
    if (!changed->empty()) {
      DatasetBuilder builder{definitions_, estimates_};
      std::vector<RefRange> ranges;
      for (const std::int64_t ref : *changed) {
        if (ranges.empty() || ranges.back().last + 1 != ref) {
          ranges.push_back({ref, ref});
        } else {
          ranges.back().last = ref;
        }
      }
      STINT_TRY(read_issues(database_, options_.overrides, ranges, builder));
      if (!update(cached->dataset, builder.take(), definitions_)) return false;
      loaded.source = fmt::format("cache and {} changed issues", changed->size());
    }
    loaded.dataset = std::move(cached->dataset);
    // Catching up with a few is quicker than writing everything again, each time.
    worth_keeping = changed->size() > 200;
    return true;
  }

  [[nodiscard]] Outcome from_store(Loaded& loaded) {
    STINT_ASSIGN(range, database_.prepare(kRange));
    STINT_TRY(range.step());
    const std::int64_t first = range.integer(0);
    const std::int64_t count = range.integer(1) - first + 1;
    // A thread is worth its start from some thousand issues on.
    const auto threads = static_cast<std::size_t>(std::clamp<std::int64_t>(count / 2000, 1, core_count()));
    std::vector<DatasetBuilder> runs;
    for (std::size_t i = 0; i < threads; ++i) runs.emplace_back(definitions_, estimates_);
    std::vector<Outcome> outcomes(threads);
    {
      std::vector<std::jthread> workers;
      for (std::size_t i = 0; i < threads; ++i) {
        const auto part = [&](std::size_t n) {
          return first + count * static_cast<std::int64_t>(n) / static_cast<std::int64_t>(threads);
        };
        workers.emplace_back([&, i, range = RefRange{part(i), part(i + 1) - 1}] {
          // The first run becomes the joined one, so it has the room for all.
          runs[i].expect(static_cast<std::size_t>(i == 0 ? count : range.last - range.first + 1));
          outcomes[i] = read_run(range, runs[i]);
        });
      }
    }
    for (Outcome& outcome : outcomes) STINT_TRY(std::move(outcome));
    loaded.dataset = DatasetBuilder::join(std::move(runs));
    loaded.source = "store";
    return {};
  }

  [[nodiscard]] Outcome read_run(const RefRange& range, DatasetBuilder& builder) const {
    STINT_ASSIGN(database, store::open_for_reading(data_folder_));
    return read_issues(database, options_.overrides, {&range, 1}, builder);
  }

  [[nodiscard]] Result<Loaded> finish(Loaded loaded, const Stamp& now, bool worth_keeping) {
    Dataset& dataset = loaded.dataset;
    loaded.stamp = now;
    for (const auto& [_, site] : definitions_.sites()) {
      if (site.export_end && (!dataset.export_end || *site.export_end > *dataset.export_end)) {
        dataset.export_end = site.export_end;
      }
    }
    // A cache that cannot be written costs time, and nothing else.
    if (options_.use_cache && worth_keeping) {
      static_cast<void>(write_cache(cache_file(data_folder_), dataset, now));
    }
    loaded.unmatched = apply(options_.overrides, dataset);
    if (!options_.project.empty()) {
      STINT_ASSIGN(project, find_project(definitions_, options_.project));
      loaded.dataset = select_project(dataset, project, definitions_);
      // Its boards were made anew from the definitions.
      static_cast<void>(apply(options_.overrides, loaded.dataset));
    }
    return loaded;
  }

  const std::filesystem::path& data_folder_;
  const LoadOptions& options_;
  sqlite::Database& database_;
  const store::Definitions& definitions_;
  EstimateFieldRule estimates_;
};

}  // namespace

Result<Loaded> load(const std::filesystem::path& data_folder, const LoadOptions& options) {
  STINT_ASSIGN(database, store::open_for_reading(data_folder));
  // One state of the store for everything that is read through this connection.
  STINT_TRY(database.execute("BEGIN"));
  STINT_ASSIGN(definitions, store::Definitions::load(database));
  if (!options.project.empty()) STINT_TRY(find_project(definitions, options.project));
  std::string points_field = options.points_field;
  if (points_field.empty()) {
    STINT_ASSIGN(setting, store::get_setting(database, store::kPointsField));
    points_field = setting;
  }
  return Loading{data_folder, options, database, definitions, points_field}.go(points_field);
}

}  // namespace stint::history
