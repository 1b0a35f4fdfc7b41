// Writes, requests and the rest of a plan as JSON, for the database and the audit log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/writes/plan.h"
#include "lib/nlohmann/json_document.h"

namespace stint::writes {

[[nodiscard]] JsonDocument to_json(const tracker::Write& write);
[[nodiscard]] JsonDocument to_json(const std::vector<tracker::WireRequest>& requests);
[[nodiscard]] JsonDocument to_json(const std::vector<tracker::FieldDiff>& diff);
[[nodiscard]] JsonDocument to_json(const tracker::Receipt& receipt);
[[nodiscard]] JsonDocument to_json(const Conflict& conflict);
[[nodiscard]] JsonDocument to_json(const Error& error);

// Errors: ErrorCode::failure for what the functions above have not written.
[[nodiscard]] Result<tracker::Write> write_of(std::string_view json);
[[nodiscard]] Result<std::vector<tracker::WireRequest>> requests_of(std::string_view json);
[[nodiscard]] Result<std::vector<tracker::FieldDiff>> diff_of(std::string_view json);
[[nodiscard]] Result<std::vector<std::string>> texts_of(std::string_view json);
[[nodiscard]] Result<tracker::Receipt> receipt_of(std::string_view json);
[[nodiscard]] Result<Conflict> conflict_of(std::string_view json);
[[nodiscard]] Result<Error> error_of(std::string_view json);

// "create", "edit", "comment", "transition", "assign", "link", "sprint", …
[[nodiscard]] std::string_view kind_of(const tracker::Write& write);

// On one line.
[[nodiscard]] std::string line_of(const JsonDocument& json);

}  // namespace stint::writes
