// What the history cache, an update in place and the metrics cost inside one process.
//
//   stint_history_bench DATA-FOLDER [CHANGED]
//
// Loads the folder's history from its cache, beside the memory bandwidth that the same run reaches; works all
// figures out; then puts CHANGED issues (20) in again, as after an import of so many, and finds what there is
// to say: anew, and by keeping what did not change. Prints milliseconds, the least of several runs.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "bench/history_cache.h"
#include "history/builder.h"
#include "history/cache.h"
#include "history/issue_rows.h"
#include "history/load.h"
#include "history/update.h"
#include "metrics/analysis.h"
#include "metrics/reanalysis.h"
#include "store/store.h"
#include "views/metric_family.h"

namespace {

using namespace stint;
using Clock = std::chrono::steady_clock;

double least_ms(int runs, const std::function<void()>& work) {
  double least = 1e18;
  for (int run = 0; run < runs; ++run) {
    const auto start = Clock::now();
    work();
    least = std::min(least, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return least;
}

void row(std::string_view what, double ms, const std::string& note = {}) {
  fmt::print("{:<52} {:>10.1f} ms  {}\n", what, ms, note);
}

// The same issues under names that nobody knows yet.
void rename(history::Run& run, int round) {
  for (std::size_t i = 0; i < run.issues.size(); ++i) {
    history::Issue& issue = run.issues[i];
    const std::string key{run.text(issue.key)};
    issue.key = run.keep(fmt::format("{}9{:03}{:03}", key.substr(0, key.find('-') + 1), round, i));
    issue.id = run.keep(fmt::format("new-{}-{}", round, i));
  }
}

// Puts issues in again, and finds what there is to say.
Result<int> changes(const std::filesystem::path& folder, std::int64_t changed, history::Dataset& data) {
  STINT_ASSIGN(database, store::open_for_reading(folder));
  STINT_ASSIGN(definitions, store::Definitions::load(database));
  const history::EstimateFieldRule estimates{definitions, {}, {}};
  const history::Overrides overrides;
  STINT_ASSIGN(last, database.query_integer("SELECT max(ref) FROM issue"));
  std::vector<history::RefRange> ranges;
  for (std::int64_t i = 0; i < changed; ++i) {
    const std::int64_t ref = last * (i + 1) / (changed + 1);
    ranges.push_back({ref, ref});
  }
  metrics::Context context{data, data.newest_change.value_or(Instant{}), TimeZone{}, {}, {}};
  std::optional<metrics::Assessment> assessment;
  bool fine = true;
  const auto measure = [&](std::string_view what, Milliseconds later, bool are_new, bool keep) {
    std::array<double, 4> least{1e18, 0, 0, 0};
    for (int round = 0; round < 7; ++round) {
      std::array<Clock::time_point, 4> at{Clock::now()};
      history::DatasetBuilder builder{definitions, estimates};
      fine = fine && history::read_issues(database, overrides, ranges, builder).has_value();
      history::Run run = builder.take();
      if (are_new) rename(run, round);
      at[1] = Clock::now();
      const auto touched = history::update(data, std::move(run), definitions);
      fine = fine && touched.has_value();
      if (!fine) return;
      at[2] = Clock::now();
      context.as_of += later;
      if (keep && assessment) {
        assessment.emplace(metrics::reassess(std::move(*assessment), context, *touched));
      } else {
        assessment.emplace(metrics::assess(context));
      }
      at[3] = Clock::now();
      const auto ms = [&](std::size_t from, std::size_t to) {
        return std::chrono::duration<double, std::milli>(at.at(to) - at.at(from)).count();
      };
      if (ms(0, 3) < least[0]) least = {ms(0, 3), ms(0, 1), ms(1, 2), ms(2, 3)};
    }
    row(fmt::format("{} {}", changed, what), least[0],
        fmt::format("reading {:.1f}, putting in {:.1f}, findings {:.1f}", least[1], least[2], least[3]));
  };
  using namespace std::chrono_literals;
  measure("changed issues, all findings anew", 0ms, false, false);
  measure("changed issues, findings up to date", 0ms, false, true);
  measure("changed issues, and a minute later", 1min, false, true);
  measure("changed issues, and a day later", 24h, false, true);
  measure("new issues, and a minute later", 1min, true, true);
  if (!fine) return fail(ErrorCode::failure, "the update was refused");
  return 0;
}

// What `stint metrics` writes of each family, from figures that are there already.
void families(const metrics::Analysis& analysis) {
  const auto all = views::metric_families();
  const auto written = [&](const views::MetricFamily& family) {
    std::string text;
    {
      JsonWriter json{text};
      const auto object = json.object();
      family.write(json, analysis, views::Evidence{analysis.context.data, false});
    }
    return text.size();
  };
  std::vector<std::size_t> bytes(all.size());
  row("every family as JSON, side by side", least_ms(3, [&] {
        for_each_part(all.size(), 1, [&](std::size_t first, std::size_t last) {
          for (std::size_t i = first; i < last; ++i) bytes[i] = written(all[i]);
        });
      }));
  for (std::size_t i = 0; i < all.size(); ++i) {
    row(fmt::format("  {}", all[i].name), least_ms(3, [&] { static_cast<void>(written(all[i])); }),
        fmt::format("{:.1f} MB", static_cast<double>(bytes[i]) / 1e6));
  }
}

Result<int> run(const std::filesystem::path& folder, std::int64_t changed) {
  STINT_ASSIGN(first, history::load(folder, {}));
  const std::filesystem::path file = history::cache_file(folder);
  const auto bytes = static_cast<std::size_t>(std::filesystem::file_size(file));
  history::Dataset data = std::move(first.dataset);
  fmt::print("{} issues, {} events, cache of {:.0f} MB, {} threads\n", data.issues.size(), data.events.size(),
             static_cast<double>(bytes) / 1e6, core_count());
  STINT_TRY(bench::print_cache_rates(file));

  const auto context = [&] {
    return metrics::Context{data, data.newest_change.value_or(Instant{}), TimeZone{}, {}, {}};
  };
  const auto by_board = [&](const std::function<void(metrics::Index)>& work) {
    return least_ms(3, [&] {
      for_each_part(data.boards.size(), 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end; ++b) work(static_cast<metrics::Index>(b));
      });
    });
  };
  {
    const metrics::Context c = context();
    const metrics::Analysis all = metrics::analyse(c);
    row("  start and done", least_ms(3, [&] { static_cast<void>(metrics::flow_dates(c)); }));
    row("  issues by board", least_ms(3, [&] { static_cast<void>(metrics::BoardIssues{data}); }));
    row("  sprints",
        by_board([&](metrics::Index b) { static_cast<void>(metrics::board_sprints(c, data.boards[b])); }));
    row("  ageing", by_board([&](metrics::Index b) {
          static_cast<void>(metrics::ageing(c, b, all.board_issues.of(b), all.dates));
        }));
    row("  hygiene", by_board([&](metrics::Index b) { static_cast<void>(metrics::hygiene_of(all, b)); }));
    row("  completions", by_board([&](metrics::Index b) {
          static_cast<void>(metrics::completions(c, b, all.board_issues.of(b), all.dates));
        }));
    row("  trends", by_board([&](metrics::Index b) {
          static_cast<void>(metrics::cycle_trend(c, b, all.completions[b], all.dates));
        }));
    row("  defects, one after another", least_ms(3, [&] {
          for (metrics::Index p = 0; p < data.projects.size(); ++p)
            static_cast<void>(metrics::defects(c, p, all.project_issues.of(p), all.dates));
        }));
    row("  silos", least_ms(3, [&] { static_cast<void>(metrics::knowledge_silos(c)); }));
  }
  row("all figures for findings (analyse)",
      least_ms(3, [&] { static_cast<void>(metrics::analyse(context())); }));
  {
    const metrics::Analysis all = metrics::analyse(context());
    for (const metrics::Detector& detector : metrics::detectors()) {
      row(fmt::format("  {}, one after another", detector.kind), least_ms(3, [&] {
            std::vector<metrics::Finding> found;
            const std::size_t subjects =
                metrics::of_boards(detector.scope) ? data.boards.size() : data.projects.size();
            for (metrics::Index subject = 0; subject < subjects; ++subject)
              detector.detect(all, subject, found);
          }));
    }
  }
  families(metrics::analyse(context()));
  row("findings too",
      least_ms(3, [&] { static_cast<void>(metrics::find_all(metrics::analyse(context()))); }));

  return changes(folder, changed, data);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fputs("usage: stint_history_bench DATA-FOLDER [CHANGED]\n", stderr);
    return 2;
  }
  std::int64_t changed = 20;
  if (count > 2) {
    const std::string_view text{arguments[2]};
    std::from_chars(text.data(), text.data() + text.size(), changed);
  }
  const auto done = run(arguments[1], changed);
  if (done) return *done;
  fmt::print(stderr, "{}\n", done.error().to_string());
  return 1;
}
