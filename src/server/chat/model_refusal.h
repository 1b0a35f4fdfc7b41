// How /v1 says that something was not done: in OpenAI's shape.
#pragma once

#include "base/instant.h"
#include "language/generation.h"
#include "server/answer.h"

namespace stint::server {

// For a fault of a model. What is wrong with our own key or with the service is no fault of the caller's.
[[nodiscard]] Answer model_refusal(const language::Fault& fault, Instant now);

// An answer that error_answer() or refusal() made, the same in OpenAI's shape.
[[nodiscard]] Answer in_openai_shape(Answer answer);

}  // namespace stint::server
