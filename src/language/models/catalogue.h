// Models that Stint knows where to get: small ones that run on an ordinary machine. A table; nothing is asked
// of the network.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lib/llama/architecture.h"
#include "lib/llama/memory.h"

namespace stint::language {

// From the model's published configuration; for working out the memory it takes.
struct CatalogueShape {
  std::uint32_t layers = 0;
  std::uint32_t width = 0;
  std::uint32_t feed_forward = 0;
  std::uint32_t heads = 0;
  std::uint32_t key_value_heads = 0;
  std::uint32_t head_length = 0;
  std::uint32_t vocabulary = 0;
};

// What is not known, or stands nowhere that could be cited, is absent.
struct CatalogueEntry {
  std::string_view name;
  std::string_view title;
  std::string_view url;
  std::optional<std::uint64_t> bytes;
  std::string_view sha256;  // empty: the file is unverified, and its hash is recorded when it comes first
  std::string_view hash_source;  // where the hash can be looked up
  std::string_view licence;      // SPDX where there is one, otherwise the licence's own name
  std::uint32_t context = 0;     // tokens it was trained on
  llama::Family family = llama::Family::decoder;
  CatalogueShape shape;
  std::string_view note;  // what to know before; empty mostly
};

[[nodiscard]] std::span<const CatalogueEntry> catalogue();
// Null when there is none of that name.
[[nodiscard]] const CatalogueEntry* find_in_catalogue(std::string_view name);

// Hosts that a catalogue's entry may be redirected to, with the names under them.
[[nodiscard]] std::span<const std::string_view> catalogue_hosts();

// What it takes in memory with default options; nothing when the size of its file is not known.
[[nodiscard]] std::optional<std::uint64_t> memory_estimate(const CatalogueEntry& entry);

}  // namespace stint::language
