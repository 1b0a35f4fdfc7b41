// What the history cache, an update in place and the metrics cost inside one process.
//
//   stint_history_bench DATA-FOLDER [CHANGED]
//
// Loads the folder's history from its cache, beside the memory bandwidth that the same run reaches; works all
// figures out; then puts CHANGED issues (20) in again, as after an import of so many, and finds what there is
// to say. Prints milliseconds, the least of several runs.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "history/builder.h"
#include "history/cache.h"
#include "history/issue_rows.h"
#include "history/load.h"
#include "history/update.h"
#include "metrics/analysis.h"
#include "metrics/finding.h"
#include "store/store.h"

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

// Reads every byte once, on all cores: what a checksum cannot beat.
double read_ms(std::size_t bytes) {
  const std::vector<std::uint64_t> memory(bytes / sizeof(std::uint64_t), 1);
  std::atomic<std::uint64_t> sum{0};
  return least_ms(5, [&] {
    for_each_part(memory.size(), std::size_t{1} << 19U, [&](std::size_t first, std::size_t last) {
      sum += std::accumulate(memory.begin() + static_cast<std::ptrdiff_t>(first),
                             memory.begin() + static_cast<std::ptrdiff_t>(last), std::uint64_t{0});
    });
  });
}

Result<int> run(const std::filesystem::path& folder, std::int64_t changed) {
  STINT_ASSIGN(first, history::load(folder, {}));
  const std::filesystem::path file = history::cache_file(folder);
  const auto bytes = static_cast<std::size_t>(std::filesystem::file_size(file));
  history::Dataset data = std::move(first.dataset);
  fmt::print("{} issues, {} events, cache of {:.0f} MB, {} threads\n", data.issues.size(), data.events.size(),
             static_cast<double>(bytes) / 1e6, core_count());
  const double load = least_ms(5, [&] { static_cast<void>(history::read_cache(file).has_value()); });
  const double memory = read_ms(bytes);
  const auto rate = [&](double ms) { return static_cast<double>(bytes) / 1e6 / ms; };
  row("history cache, mapped and checked", load, fmt::format("{:.1f} GB/s", rate(load)));
  row("reading as many bytes of memory", memory,
      fmt::format("{:.1f} GB/s; the cache reaches {:.0f} % of it", rate(memory), memory / load * 100));

  const auto context = [&] {
    return metrics::Context{data, data.newest_change.value_or(Instant{}), TimeZone{}, {}, {}};
  };
  {
    const metrics::Context c = context();
    const auto dates = metrics::flow_dates(c);
    const auto ledgers = metrics::sprint_ledgers(c);
    const auto ages = metrics::ageing(c, dates);
    row("  start and done", least_ms(3, [&] { static_cast<void>(metrics::flow_dates(c)); }));
    row("  sprints", least_ms(3, [&] { static_cast<void>(metrics::sprint_ledgers(c)); }));
    row("  ageing", least_ms(3, [&] { static_cast<void>(metrics::ageing(c, dates)); }));
    row("  hygiene", least_ms(3, [&] { static_cast<void>(metrics::hygiene(c, dates, ages, ledgers)); }));
    row("  defects", least_ms(3, [&] { static_cast<void>(metrics::defects(c, dates)); }));
    row("  completions", least_ms(3, [&] { static_cast<void>(metrics::completions(c, dates)); }));
  }
  row("all figures for findings (analyse)",
      least_ms(3, [&] { static_cast<void>(metrics::analyse(context())); }));
  for (const metrics::Detector& detector : metrics::detectors()) {
    const metrics::Analysis analysis = metrics::analyse(context());
    row(fmt::format("  {}", detector.kind), least_ms(3, [&] {
          std::vector<metrics::Finding> found;
          detector.detect(analysis, found);
        }));
  }
  row("findings too",
      least_ms(3, [&] { static_cast<void>(metrics::find_all(metrics::analyse(context()))); }));

  STINT_ASSIGN(database, store::open_for_reading(folder));
  STINT_ASSIGN(definitions, store::Definitions::load(database));
  const history::EstimateFieldRule estimates{definitions, {}, {}};
  const history::Overrides overrides;
  STINT_ASSIGN(last, database.query_integer("SELECT max(ref) FROM issue"));
  bool fine = true;
  double reading = 0;
  double updating = 0;
  const double all = least_ms(5, [&] {
    const auto start = Clock::now();
    history::DatasetBuilder builder{definitions, estimates};
    std::vector<history::RefRange> ranges;
    for (std::int64_t i = 0; i < changed; ++i) {
      const std::int64_t ref = last * (i + 1) / (changed + 1);
      ranges.push_back({ref, ref});
    }
    fine = fine && history::read_issues(database, overrides, ranges, builder).has_value();
    const auto read = Clock::now();
    fine = fine && history::update(data, builder.take(), definitions);
    const auto updated = Clock::now();
    static_cast<void>(metrics::find_all(metrics::analyse(context())));
    reading = std::chrono::duration<double, std::milli>(read - start).count();
    updating = std::chrono::duration<double, std::milli>(updated - read).count();
  });
  if (!fine) return fail(ErrorCode::failure, "the update was refused");
  row(fmt::format("{} changed issues: read, put in, all findings", changed), all,
      fmt::format("reading {:.1f}, putting in {:.1f}", reading, updating));
  return 0;
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
