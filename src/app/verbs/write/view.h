// Plans as text and JSON.
#pragma once

#include <string>

#include "exchange/writes/plan.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {

// "PAY-12 on work: priority Medium → High", the requests exactly as they are sent, what to know.
[[nodiscard]] std::string plan_text(const writes::Plan& plan);
// What became of it.
[[nodiscard]] std::string outcome_text(const writes::Plan& plan);
[[nodiscard]] JsonDocument plan_json(const writes::Plan& plan);

// 0 when it was done as shown, else by what came in the way.
[[nodiscard]] int exit_status_of(const writes::Plan& plan);

}  // namespace stint::app
