// Fetching a model from a URL into the store.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/models/download.h"
#include "language/models/store.h"
#include "outbound/client.h"
#include "outbound/delivery.h"

namespace stint::language {

struct PullSource {
  std::string name{};
  // https; http only from this machine, or with a hash. Its query may hold a key: it is sent and kept
  // nowhere.
  std::string url{};
  // Further hosts that the download may be redirected to, with the names under them: "hf.co".
  std::vector<std::string> hosts{};
  std::string sha256{};                    // that the file has to have; empty: not known
  Verified verified = Verified::recorded;  // where that hash is from
  std::optional<std::uint64_t> bytes{};    // of the file with that hash, where known
  std::string licence{};
};

// The world outside, as the outbound room takes it.
struct PullNetwork {
  outbound::ClientOptions client;
  outbound::Clock clock;
  outbound::RandomStream random;
};

enum class PullPhase : std::uint8_t { fetching, hashing };

struct PullOptions {
  DownloadOptions download;
  std::function<void(PullPhase phase, const DownloadProgress&)> progress;
};

struct Pulled {
  StoredModel model;
  bool already = false;     // it was there, unchanged, from the same URL; nothing was fetched
  bool first_hash = false;  // nobody vouches for the hash: it was recorded just now
};

// Fetches, checks (size, GGUF header, SHA-256) and stores; see download() for how. A hash that was recorded
// when this URL was first fetched holds from then on. A file that is none, or has another hash, is removed.
// Errors: as download(); ErrorCode::usage for a URL or a name that is not taken; ErrorCode::conflict for
// another hash, and for a name that is taken.
[[nodiscard]] Result<Pulled> pull_model(const ModelStore& store, const PullSource& source,
                                        const PullNetwork& network, const PullOptions& options, Instant now,
                                        const std::stop_token& stop);

// What the file at a URL would be called. Empty when the URL gives no name.
[[nodiscard]] std::string model_name_of_url(std::string_view url);

}  // namespace stint::language
