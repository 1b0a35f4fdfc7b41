// Where words come from: a model in this process, or one behind an API. Adding one: a file in providers/, and
// a row in providers.cpp.
#pragma once

#include <expected>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "language/generation.h"

namespace stint::language {

struct ProviderInfo {
  std::string name;      // of the connection in the configuration, or "local"
  std::string model;     // for provenance: "llama-3.2-1b@1f2e3d4c5b6a" with the file's hash, "gpt-4.1-mini"
  bool local = false;    // nothing leaves this process
  bool grammar = false;  // keeps to GenerationRequest::grammar
  bool schema = false;   // keeps to GenerationRequest::schema, as far as it promises
};

using Answer = std::expected<Generation, Fault>;

class Provider {
 public:
  Provider() = default;
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;
  virtual ~Provider() = default;

  [[nodiscard]] virtual const ProviderInfo& info() const = 0;

  // One answer for each request, in their order. Blocks. Safe from several threads; who comes together waits
  // in turn. What the messages of the requests begin with alike is read once where the provider can.
  [[nodiscard]] virtual std::vector<Answer> generate(std::span<const GenerationRequest> requests,
                                                     const Listener& listener,
                                                     const std::stop_token& stop) = 0;
};

}  // namespace stint::language
