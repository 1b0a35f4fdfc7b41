// A model in this process, through llama.cpp.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/instant.h"
#include "language/provider.h"
#include "lib/llama/options.h"

namespace stint::language {

struct LocalSettings {
  std::string model;              // for provenance: "llama-3.2-1b@1f2e3d4c5b6a"
  std::filesystem::path file;     // GGUF
  std::filesystem::path adapter;  // LoRA; empty: none. `model` tells its hash too
  float adapter_scale = 1.0F;
  llama::ContextOptions context;  // `sequences`: requests that are continued side by side
  // For models that are told the day; empty: 1970-01-01.
  std::function<Instant()> now = {};
};

// Loads the file when it is first asked something, and keeps it. What is wrong with the file is a fault of
// every answer (FaultKind::rejected); a prompt that does not fit the context with its answer is
// FaultKind::too_long, and nothing is cut.
[[nodiscard]] std::unique_ptr<Provider> make_local(LocalSettings settings);

}  // namespace stint::language
