// What a model is asked, and what it answers. Values, the same for every provider.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "language/grammar/expression.h"
#include "language/schema/schema.h"

namespace stint::language {

enum class Role : std::uint8_t { system, user, assistant };
[[nodiscard]] std::string_view role_name(Role role);

struct Message {
  Role role = Role::user;
  std::string text;
};

struct Sampling {
  double temperature = 0.7;  // 0: always the likeliest
  double top_p = 0.95;
  std::uint32_t top_k = 40;  // 0: all; not every provider knows it
  std::uint32_t seed = 0;    // not every provider keeps to it
};

// One text to be written. The messages end with the user's.
struct GenerationRequest {
  std::vector<Message> messages;
  Sampling sampling;
  std::uint32_t max_tokens = 512;
  // The answer is JSON of this shape. Providers constrain it in their own way; what comes is to be validated
  // all the same.
  std::shared_ptr<const Schema> schema;
  // The answer's exact language. Narrower than `schema` where both are given, and taken in its place by
  // providers that can (ProviderInfo::grammar); the others overlook it.
  std::shared_ptr<const grammar::Expression> grammar;
};

enum class Ending : std::uint8_t {
  complete,
  length,     // max_tokens
  cancelled,  // by the listener or the stop token
};
[[nodiscard]] std::string_view ending_name(Ending ending);

struct Usage {
  std::uint64_t read = 0;        // tokens of the prompt, those remembered included
  std::uint64_t remembered = 0;  // of those, taken from an earlier request
  std::uint64_t written = 0;
};

struct Generation {
  std::string text;
  Ending ending = Ending::complete;
  Usage usage;
  std::string model;    // ProviderInfo::model of the provider that wrote it
  bool cached = false;  // said before, and kept; `usage` is of then
};

// Why there is no answer.
enum class FaultKind : std::uint8_t {
  unavailable,     // nobody there, no answer in time, too many failures just now
  throttled,       // told to wait for longer than we do; or our own queue is full
  refused,         // the outbound policy does not allow to go there
  authentication,  // no key, or a wrong one
  rejected,        // the provider cannot or will not do this request
  too_long,        // prompt and answer do not fit the model's context
  blocked,         // by the provider's content rules
  malformed,       // an answer that makes no sense
  broken_off,      // the answer ended in the midst of it
  cancelled,
  over_budget,
};
[[nodiscard]] std::string_view fault_name(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::unavailable;
  Error error;         // without secrets and without the prompt
  bool shown = false;  // text was handed to the listener already, and must not come twice
};

enum class Flow : std::uint8_t { go_on, stop_this, stop_all };

// Called with each piece of text as it comes, whole characters only; `request` is its number.
using Listener = std::function<Flow(std::size_t request, std::string_view text)>;

}  // namespace stint::language
