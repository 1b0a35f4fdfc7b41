#include "language/engine/request_key.h"

#include <fmt/format.h>

#include "language/grammar/fingerprint.h"
#include "lib/sodium/sha256.h"

namespace stint::language {
namespace {

// With its length, so that no two lists of texts read the same.
void add(Sha256& hash, std::string_view name, std::string_view text) {
  hash.add(fmt::format("{} {}\n", name, text.size()));
  hash.add(text);
}

}  // namespace

std::string request_key(std::string_view model, const GenerationRequest& request) {
  Sha256 hash;
  add(hash, "stint.answer", "1");
  add(hash, "model", model);
  for (const Message& message : request.messages) add(hash, role_name(message.role), message.text);
  const Sampling& sampling = request.sampling;
  add(hash, "sampling",
      fmt::format("{} {} {} {} {}", sampling.temperature, sampling.top_p, sampling.top_k, sampling.seed,
                  request.max_tokens));
  if (request.schema) add(hash, "schema", request.schema->text());
  if (request.grammar) add(hash, "grammar", fmt::format("{:016x}", grammar::fingerprint(*request.grammar)));
  return hash.hex();
}

}  // namespace stint::language
