// Writes batches on a thread of its own.
#pragma once

#include <thread>
#include <utility>

#include "base/bounded_queue.h"
#include "base/result.h"
#include "exchange/batch.h"
#include "exchange/writer.h"

namespace stint::exchange {

class WriterThread {
 public:
  // `writer` is the thread's until finish().
  explicit WriterThread(BatchWriter& writer)
      : queue_(kQueuedBatches), thread_([this, &writer] {
          while (auto batch = queue_.pop()) {
            // After an error what still comes is dropped.
            if (!outcome_) continue;
            outcome_ = writer.write(*batch);
            if (!outcome_) queue_.close();
          }
        }) {}
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;
  ~WriterThread() { static_cast<void>(finish()); }

  // From any thread. False: writing has failed, going on makes no sense.
  [[nodiscard]] bool write(Batch batch) { return batch.empty() || queue_.push(std::move(batch)); }

  // Waits until all is written.
  [[nodiscard]] Outcome finish() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
    return outcome_;
  }

 private:
  static constexpr std::size_t kQueuedBatches = 4;

  BoundedQueue<Batch> queue_;
  Outcome outcome_;  // the thread's until it is joined
  std::thread thread_;
};

}  // namespace stint::exchange
