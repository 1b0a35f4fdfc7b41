#include "lib/llama/threads.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

#include "base/parallel.h"

namespace stint::llama {
namespace {

// Of the processors this process may use, those that are not a second half of another.
std::uint32_t physical_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return core_count();
  std::set<std::string> cores;
  std::uint32_t unknown = 0;
  for (int processor = 0; processor < CPU_SETSIZE; ++processor) {
    if (!CPU_ISSET(processor, &allowed)) continue;
    std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(processor) +
                       "/topology/thread_siblings_list");
    std::string siblings;
    if (std::getline(file, siblings)) {
      cores.insert(siblings);
    } else {
      ++unknown;
    }
  }
  return static_cast<std::uint32_t>(cores.size()) + unknown;
}

}  // namespace

std::uint32_t thread_count(const ContextOptions& options) {
  constexpr std::uint32_t kMost = 512;
  static const std::uint32_t cores = std::max(1U, physical_cores());
  return std::clamp(options.threads != 0 ? options.threads : cores, 1U, kMost);
}

Result<PoolPointer> make_pool(const ContextOptions& options) {
  ggml_threadpool_params parameters = ggml_threadpool_params_default(static_cast<int>(thread_count(options)));
  parameters.prio = options.low_priority ? GGML_SCHED_PRIO_LOW : GGML_SCHED_PRIO_NORMAL;
  PoolPointer pool(ggml_threadpool_new(&parameters));
  if (!pool) return fail(ErrorCode::failure, "no threads can be started for the model");
  return pool;
}

}  // namespace stint::llama
