#include "exchange/sync/issue_reader.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <thread>
#include <utility>

#include "base/bounded_queue.h"

namespace stint::exchange {
namespace {

// More than a batch of some hundred needs to be halved down to one issue.
constexpr int kHopeless = 12;

bool ends_all(const Error& error) {
  return error.code == ErrorCode::throttled || error.code == ErrorCode::authentication;
}

// The attempts at one batch. `failures` counts those on end, of all batches.
class Halving {
 public:
  Halving(tracker::Connector& connector, const std::stop_token& stop, std::atomic<int>& failures,
          ReadBatch& result)
      : connector_(connector), stop_(stop), failures_(failures), result_(result) {}

  void read(std::span<const std::string> ids) {
    if (ids.empty() || result_.error) return;
    if (stop_.stop_requested()) {
      result_.error = Error{ErrorCode::failure, "stopped", "", ""};
      return;
    }
    auto reading = connector_.read(ids);
    if (reading) {
      failures_ = 0;
      blamed_ = 0;
      add(std::move(*reading));
      return;
    }
    if (ends_all(reading.error()) || ++failures_ >= kHopeless || stop_.stop_requested()) {
      result_.error = std::move(reading).error();
      // It was not these issues' fault.
      std::vector<tracker::Unreadable>& unreadable = result_.reading.unreadable;
      unreadable.resize(unreadable.size() - blamed_);
      return;
    }
    if (ids.size() == 1) {
      ++blamed_;
      result_.reading.unreadable.push_back({"the issue " + ids[0], ids[0], std::move(reading).error()});
      return;
    }
    const std::size_t half = ids.size() / 2;
    read(ids.first(half));
    read(ids.subspan(half));
  }

 private:
  void add(tracker::Reading reading) {
    const auto append = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    append(result_.reading.issues, reading.issues);
    append(result_.reading.gone, reading.gone);
    append(result_.reading.unreadable, reading.unreadable);
  }

  tracker::Connector& connector_;
  const std::stop_token& stop_;
  std::atomic<int>& failures_;
  ReadBatch& result_;
  std::size_t blamed_ = 0;  // issues since the last success
};

ReadBatch read_batch(tracker::Connector& connector, std::vector<std::string> ids, const std::stop_token& stop,
                     std::atomic<int>& failures) {
  ReadBatch result;
  result.ids = std::move(ids);
  Halving{connector, stop, failures, result}.read(result.ids);
  return result;
}

Outcome read_in_turn(tracker::Connector& connector, const ReadPlan& plan) {
  std::atomic<int> failures = 0;
  for (;;) {
    STINT_ASSIGN(ids, plan.next(plan.batch));
    if (ids.empty()) return {};
    ReadBatch read = read_batch(connector, std::move(ids), plan.stop, failures);
    const bool ended = read.error.has_value();
    STINT_TRY(plan.take(std::move(read)));
    if (ended) return {};
  }
}

Outcome read_side_by_side(tracker::Connector& connector, const ReadPlan& plan) {
  std::atomic<int> failures = 0;
  BoundedQueue<std::vector<std::string>> wanted{plan.concurrency};
  BoundedQueue<ReadBatch> read{plan.concurrency};
  std::vector<std::jthread> readers;
  for (unsigned i = 0; i < plan.concurrency; ++i) {
    readers.emplace_back([&] {
      while (auto ids = wanted.pop()) {
        if (!read.push(read_batch(connector, std::move(*ids), plan.stop, failures))) return;
      }
    });
  }
  Outcome outcome;
  unsigned under_way = 0;
  bool more = true;
  const auto begin_one = [&]() -> Outcome {
    STINT_ASSIGN(ids, plan.next(plan.batch));
    more = !ids.empty();
    if (!more) return {};
    ++under_way;
    static_cast<void>(wanted.push(std::move(ids)));
    return {};
  };
  while (outcome && more && under_way < plan.concurrency) outcome = begin_one();
  while (outcome && under_way > 0) {
    auto batch = read.pop();
    --under_way;
    if (!batch) break;
    if (batch->error) more = false;
    // The next one is asked for before this one is written.
    if (more) outcome = begin_one();
    if (outcome) outcome = plan.take(std::move(*batch));
  }
  wanted.close();
  read.close();
  return outcome;
}

}  // namespace

Outcome read_all(tracker::Connector& connector, const ReadPlan& plan) {
  return plan.concurrency > 1 ? read_side_by_side(connector, plan) : read_in_turn(connector, plan);
}

}  // namespace stint::exchange
