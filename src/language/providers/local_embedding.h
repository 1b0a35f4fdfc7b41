// An encoder in this process, through llama.cpp.
#pragma once

#include <memory>

#include "language/embedding.h"
#include "language/providers/local.h"

namespace stint::language {

// Loads the file when it is first asked something, and keeps it. What is wrong with the file is a fault of
// every answer (FaultKind::rejected); a text that is too long is FaultKind::too_long, and nothing is cut. A
// stop token takes effect between two batches of texts.
[[nodiscard]] std::unique_ptr<EmbeddingProvider> make_local_embedding(LocalSettings settings);

}  // namespace stint::language
