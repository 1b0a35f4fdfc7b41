// What a handler answers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "lib/beast/message.h"
#include "lib/nlohmann/json_document.h"

namespace stint::server {

struct Answer {
  unsigned status = 200;
  std::string media_type = "application/json";
  std::shared_ptr<const std::string> body;
  std::vector<http::Header> headers;
  // Holds something that a stranger might guess at by its compressed size: never compressed, never kept.
  bool secret = false;
  std::optional<http::Subscription> subscription;
  std::shared_ptr<http::BodyReader> pieces;  // in the place of `body`: sent as they come
};

[[nodiscard]] Answer json_answer(const JsonDocument& document, unsigned status = 200);
[[nodiscard]] Answer text_answer(std::string text, std::string media_type);
[[nodiscard]] Answer no_content();

// {"error": {"code", "message", "where", "hint"}}
[[nodiscard]] Answer error_answer(unsigned status, const Error& error);
[[nodiscard]] Answer error_answer(const Error& error);  // with the status of its code

// Refusals that HTTP has names for and errors have not.
[[nodiscard]] Answer refusal(unsigned status, std::string_view code, std::string_view message,
                             std::string_view hint = {});

}  // namespace stint::server
