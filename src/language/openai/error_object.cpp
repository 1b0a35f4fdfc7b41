#include "language/openai/error_object.h"

#include <fmt/format.h>

namespace stint::language::openai {
namespace {

std::string_view type_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::authentication:
      return "authentication_error";
    case ErrorCode::not_found:
      return "not_found_error";
    case ErrorCode::throttled:
      return "rate_limit_error";
    case ErrorCode::usage:
    case ErrorCode::conflict:
    case ErrorCode::declined:
    case ErrorCode::threshold:
      return "invalid_request_error";
    case ErrorCode::failure:
      break;
  }
  return "server_error";
}

JsonDocument text_or_null(const std::string& text) {
  return text.empty() ? JsonDocument(nullptr) : JsonDocument(text);
}

// A text, or a number as one.
std::string plain(json::Value value) {
  if (const auto number = value.as_int()) return std::to_string(*number);
  return std::string{value.text()};
}

}  // namespace

ErrorObject error_object_of(const Error& error) {
  const std::string message =
      error.hint.empty() ? error.message : fmt::format("{}; {}", error.message, error.hint);
  return {message, std::string{type_of(error.code)}, error.where, std::string{error_kind(error.code).name}};
}

JsonDocument to_json(const ErrorObject& error) {
  return {{"error",
           {{"message", error.message},
            {"type", error.type},
            {"param", text_or_null(error.param)},
            {"code", text_or_null(error.code)}}}};
}

std::optional<ErrorObject> find_error(json::Value root) {
  const json::Value error = root["error"];
  if (error.is_object()) {
    return ErrorObject{std::string{error["message"].text()}, plain(error["type"]), plain(error["param"]),
                       plain(error["code"])};
  }
  if (error.is_string()) return ErrorObject{std::string{error.text()}, "", "", ""};
  if (!error.is_nothing()) return ErrorObject{};
  for (const std::string_view name : {"detail", "message"}) {
    if (root[name].is_string()) return ErrorObject{std::string{root[name].text()}, "", "", ""};
  }
  return std::nullopt;
}

}  // namespace stint::language::openai
