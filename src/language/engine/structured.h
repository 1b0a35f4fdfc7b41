// JSON from models, or nothing: what does not validate is mended once by the model itself, then given up.
#pragma once

#include <expected>
#include <span>
#include <stop_token>
#include <vector>

#include "language/engine/engine.h"
#include "language/schema/grammar.h"
#include "lib/nlohmann/json_document.h"

namespace stint::language {

struct StructuredAnswer {
  JsonDocument value;  // fits the request's schema
  Generation generation;
  bool repaired = false;
};
using Structured = std::expected<StructuredAnswer, Fault>;

// Every request has a schema. One answer for each, in their order; FaultKind::malformed for what does not
// validate the second time either.
[[nodiscard]] std::vector<Structured> generate_json(Engine& engine, const Caller& caller,
                                                    std::span<const GenerationRequest> requests,
                                                    const std::stop_token& stop = {});

// Any JSON object, for a request without a schema. Providers that can are held to one whose values are at
// most kObjectDepth deep; the others have to be asked for it in the messages.
[[nodiscard]] Structured generate_object(Engine& engine, const Caller& caller, GenerationRequest request,
                                         const std::stop_token& stop = {});

}  // namespace stint::language
