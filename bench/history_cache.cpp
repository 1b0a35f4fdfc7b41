#include "bench/history_cache.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <numeric>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "base/parallel.h"
#include "history/cache.h"

namespace stint::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kRuns = 5;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// The least of some runs; `prepare` and what `work` returns do not count.
template <class Prepare, class Work>
double least_ms(const Prepare& prepare, const Work& work) {
  double least = 1e18;
  for (int run = 0; run < kRuns; ++run) {
    prepare();
    const auto start = Clock::now();
    [[maybe_unused]] const auto kept = work();
    least = std::min(least, ms_since(start));
  }
  return least;
}

// Reads every byte once, on all cores: what a checksum cannot beat.
double memory_ms(std::size_t bytes) {
  const std::vector<std::uint64_t> memory(bytes / sizeof(std::uint64_t), 1);
  std::atomic<std::uint64_t> sum{0};
  return least_ms(
      [] {},
      [&] {
        for_each_part(memory.size(), std::size_t{1} << 19U, [&](std::size_t first, std::size_t last) {
          sum += std::accumulate(memory.begin() + static_cast<std::ptrdiff_t>(first),
                                 memory.begin() + static_cast<std::ptrdiff_t>(last), std::uint64_t{0});
        });
        return sum.load();
      });
}

// The file leaves the system's memory, so that the next reader waits for the disk.
void forget(const fs::path& file) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return;
  if (::fdatasync(opened) == 0) static_cast<void>(::posix_fadvise(opened, 0, 0, POSIX_FADV_DONTNEED));
  ::close(opened);
}

// Front to back, in large pieces. The bytes read.
std::size_t read_all(const fs::path& file, std::vector<char>& piece) {
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return 0;
  std::size_t all = 0;
  for (ssize_t got = 0; (got = ::read(opened, piece.data(), piece.size())) > 0;)
    all += static_cast<std::size_t>(got);
  ::close(opened);
  return all;
}

}  // namespace

Outcome print_cache_rates(const fs::path& cache) {
  const auto bytes = static_cast<std::size_t>(fs::file_size(cache));
  fs::path copy = cache;
  copy += ".copy";
  std::error_code code;
  fs::copy_file(cache, copy, fs::copy_options::overwrite_existing, code);
  if (code) return fail(ErrorCode::failure, "cannot be copied: " + code.message(), cache.string());
  std::vector<char> piece(std::size_t{8} << 20U);
  const auto load = [&] { return history::read_cache(copy); };
  const auto read = [&] { return read_all(copy, piece); };
  const double warm = least_ms([&] { read(); }, load);
  const double cold = least_ms([&] { forget(copy); }, load);
  const double disk = least_ms([&] { forget(copy); }, read);
  const double memory = memory_ms(bytes);
  fs::remove(copy, code);
  const auto row = [&](std::string_view what, double ms, const std::string& note = {}) {
    fmt::print("{:<52} {:>10.1f} ms  {:.1f} GB/s{}\n", what, ms, static_cast<double>(bytes) / 1e6 / ms, note);
  };
  row("history cache from the disk, mapped and checked", cold,
      fmt::format(": {:.0f} % of reading the file", disk / cold * 100));
  row("  reading the file from the disk", disk);
  row("history cache from memory, mapped and checked", warm,
      fmt::format(": {:.0f} % of reading as many bytes", memory / warm * 100));
  row("  reading as many bytes of memory, all cores", memory);
  return {};
}

}  // namespace stint::bench
