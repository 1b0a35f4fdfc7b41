// The one door through which all words of models come: a chain of providers with a cache before it, budgets
// around it, and a record of every call.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/instant.h"
#include "language/engine/budget.h"
#include "language/engine/records.h"
#include "language/price.h"
#include "language/provider.h"
#include "outbound/gate.h"

namespace stint::language {

struct ChainLink {
  std::shared_ptr<Provider> provider;
  std::optional<Price> price;  // none: it costs nothing
};

struct EngineOptions {
  bool cache = true;
  std::int64_t cache_bytes = AnswerCache::kDefaultBytes;
  bool record_prompts = false;
  Budget budget;
  // Calls of generate() that run on this machine at once; others wait in turn, fairly by user.
  std::size_t side_by_side = 1;
  std::size_t waiting = 64;  // more are turned away

  [[nodiscard]] outbound::QueueOptions queue() const {
    return {.running = side_by_side, .running_per_key = side_by_side, .waiting = waiting};
  }
};

// Safe from several threads.
class Engine {
 public:
  // Asks the first of the chain; what fails there, without text having been shown, goes on to the next.
  // The folder's database is opened when it is needed first. Without a folder, or where it cannot be used
  // (`trouble()`), nothing is cached or recorded, and budgets count from the start of the process.
  Engine(std::vector<ChainLink> chain, const EngineOptions& options, const std::filesystem::path& data_folder,
         std::function<Instant()> now);

  // One answer for each request, in their order. With an empty chain every answer is a fault.
  [[nodiscard]] std::vector<Answer> generate(const Caller& caller,
                                             std::span<const GenerationRequest> requests,
                                             const Listener& listener = {}, const std::stop_token& stop = {});

  [[nodiscard]] const std::vector<ChainLink>& chain() const { return chain_; }
  [[nodiscard]] std::optional<Error> trouble() { return records_.trouble(); }

 private:
  struct Turn;

  void ask(const ChainLink& link, Turn& turn);
  void take_from_cache(const ChainLink& link, Turn& turn);
  void record(const ChainLink& link, const Turn& turn, const std::vector<std::size_t>& asked, bool cached,
              Milliseconds took);

  const std::vector<ChainLink> chain_;
  const EngineOptions options_;
  const std::function<Instant()> now_;
  outbound::Gate gate_;
  Records records_;
};

}  // namespace stint::language
