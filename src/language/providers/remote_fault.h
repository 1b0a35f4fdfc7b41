// What the trouble with a remote answer means. The tables are in docs/remote-models.md.
#pragma once

#include <string>
#include <string_view>

#include "language/generation.h"
#include "language/providers/remote_quotation.h"
#include "lib/simdjson/json.h"
#include "outbound/failure.h"

namespace stint::language {

// What a service says of a request that it did not do; nothing of it is fit to be shown as it is.
struct Notice {
  int status = 0;  // of HTTP; for an error in the midst of a stream the one it would have had
  std::string message;
  std::string code;  // the most telling of its names: "context_length_exceeded", "overloaded_error", …
};

// A text that is no JSON is the message itself.
[[nodiscard]] Notice plain_notice(int status, std::string_view body);

[[nodiscard]] Fault fault_of(const Notice& notice, const Quotation& quote);
[[nodiscard]] Fault fault_of(const outbound::Failure& failure);

// The model does not take temperature or its like, or not all of them at once.
[[nodiscard]] bool is_about_sampling(const Notice& notice);

[[nodiscard]] Fault malformed(std::string message, std::string hint = {});

}  // namespace stint::language
