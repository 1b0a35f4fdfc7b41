// Settings that people send as JSON, read with errors that say which member is wrong, and how.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lib/simdjson/json.h"

namespace stint::jobs {

// An object. Every error is ErrorCode::usage, with the member ("quiet_hours.from") in `where`. Texts are
// UTF-8 without control characters, at most 2,000 bytes long.
class JsonInput {
 public:
  // `members`: those that it may have. `what` is meant: "schedule".
  [[nodiscard]] Outcome open(std::string_view json, std::string_view what,
                             const std::vector<std::string_view>& members);

  // There, and not null.
  [[nodiscard]] bool has(std::string_view member) const;

  // Lower case letters, digits, "-", "_" and ".", beginning with a letter or digit, at most 64 of them.
  [[nodiscard]] Result<std::string> name(std::string_view member) const;
  [[nodiscard]] Result<std::string> text(std::string_view member) const;  // has to be there, and not empty
  [[nodiscard]] Result<std::string> text(std::string_view member, std::string otherwise) const;
  [[nodiscard]] Result<bool> boolean(std::string_view member, bool otherwise) const;
  [[nodiscard]] Result<std::int64_t> integer(std::string_view member, std::int64_t least, std::int64_t most,
                                             std::int64_t otherwise) const;
  // None when it is not there; at most 200.
  [[nodiscard]] Result<std::vector<std::string>> texts(std::string_view member) const;
  [[nodiscard]] Result<JsonInput> object(std::string_view member,
                                         const std::vector<std::string_view>& members) const;

  [[nodiscard]] std::unexpected<Error> wrong(std::string_view member, std::string message,
                                             std::string hint = {}) const;

 private:
  [[nodiscard]] Outcome check_members(const std::vector<std::string_view>& members) const;
  [[nodiscard]] Result<std::string> checked(std::string_view member, json::Value value) const;

  std::shared_ptr<json::Parser> parser_;  // has the document that value_ is part of
  json::Value value_;
  std::string path_;  // "quiet_hours."
};

}  // namespace stint::jobs
