// Hands values from producers to a consumer, holding at most `capacity` of them, so that the faster side
// waits for the slower and memory stays bounded. Safe for any number of threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace stint {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // Waits for room. False: the queue was closed, and the value was not taken.
  bool push(T value) {
    std::unique_lock lock{mutex_};
    room_.wait(lock, [&] { return closed_ || values_.size() < capacity_; });
    if (closed_) return false;
    values_.push_back(std::move(value));
    lock.unlock();
    filled_.notify_one();
    return true;
  }

  // Waits for a value. Nothing: the queue was closed and is empty.
  std::optional<T> pop() {
    std::unique_lock lock{mutex_};
    filled_.wait(lock, [&] { return closed_ || !values_.empty(); });
    if (values_.empty()) return std::nullopt;
    std::optional<T> value{std::move(values_.front())};
    values_.pop_front();
    lock.unlock();
    room_.notify_one();
    return value;
  }

  // No more values will be pushed; what is inside can still be popped.
  void close() {
    {
      const std::scoped_lock lock{mutex_};
      closed_ = true;
    }
    room_.notify_all();
    filled_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace stint
