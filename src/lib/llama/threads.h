// The threads that compute. For this folder's files only.
#pragma once

#include <cstdint>
#include <ggml-cpu.h>
#include <memory>
#include <pthread.h>
#include <sched.h>

#include "base/result.h"
#include "lib/llama/options.h"

namespace stint::llama {

struct PoolFree {
  void operator()(ggml_threadpool* pool) const { ggml_threadpool_free(pool); }
};
using PoolPointer = std::unique_ptr<ggml_threadpool, PoolFree>;

// Of `options`, or the machine's cores: threads that share one core's units gain nothing. At least 1.
[[nodiscard]] std::uint32_t thread_count(const ContextOptions& options);

[[nodiscard]] Result<PoolPointer> make_pool(const ContextOptions& options);

// The thread that asks for computing takes part in it, at the pool's priority; this gives it back its own.
class KeepPriority {
 public:
  KeepPriority() { known_ = ::pthread_getschedparam(::pthread_self(), &policy_, &parameters_) == 0; }
  ~KeepPriority() {
    if (known_) ::pthread_setschedparam(::pthread_self(), policy_, &parameters_);
  }
  KeepPriority(const KeepPriority&) = delete;
  KeepPriority& operator=(const KeepPriority&) = delete;

 private:
  bool known_ = false;
  int policy_ = SCHED_OTHER;
  sched_param parameters_{};
};

}  // namespace stint::llama
