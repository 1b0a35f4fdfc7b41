// Engines that are kept from one request to the next, because a model in this process takes long to load.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/instant.h"
#include "base/result.h"

namespace stint::app {

// Of models in this process one is kept, for as long as it is asked for every few minutes: they take memory.
// Whoever is still using another one keeps that alive. Safe from several threads.
template <class Engine>
class EngineShelf {
 public:
  struct Wanted {
    std::string identity;  // of the models in it
    bool local = false;    // one of them is in this process
    Instant now{};
  };

  // The engine of that identity; `make` makes it where it is not kept.
  template <class Make>
  [[nodiscard]] Result<std::shared_ptr<Engine>> find(const Wanted& wanted, Make make) {
    const std::lock_guard lock{mutex_};
    std::erase_if(kept_, [&](const auto& entry) {
      const Kept& kept = entry.second;
      const bool other = wanted.local && entry.first != wanted.identity;
      return kept.local && (other || wanted.now - kept.used > kIdle);
    });
    auto found = kept_.find(wanted.identity);
    if (found == kept_.end()) {
      Result<std::unique_ptr<Engine>> made = make();
      if (!made) return fail(std::move(made).error());
      found = kept_.emplace(wanted.identity, Kept{std::move(*made), wanted.local, wanted.now}).first;
    }
    found->second.used = wanted.now;
    return found->second.engine;
  }

 private:
  static constexpr std::chrono::minutes kIdle{5};

  struct Kept {
    std::shared_ptr<Engine> engine;
    bool local = false;
    Instant used{};
  };
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace stint::app
