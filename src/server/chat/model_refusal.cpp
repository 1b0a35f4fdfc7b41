#include "server/chat/model_refusal.h"

#include <array>
#include <chrono>
#include <fmt/format.h>

#include "language/openai/error_object.h"

namespace stint::server {
namespace {

using language::FaultKind;

struct Row {
  FaultKind kind;
  unsigned status;
  std::string_view code;
};

constexpr std::array kRows{
    Row{FaultKind::unavailable, 503, "model_unavailable"},
    Row{FaultKind::throttled, 429, "rate_limit_exceeded"},
    Row{FaultKind::refused, 503, "model_unavailable"},
    Row{FaultKind::authentication, 502, "model_authentication"},
    Row{FaultKind::rejected, 400, "model_rejected"},
    Row{FaultKind::too_long, 400, "context_length_exceeded"},
    Row{FaultKind::blocked, 400, "content_filter"},
    Row{FaultKind::malformed, 502, "model_answer"},
    Row{FaultKind::broken_off, 502, "model_answer"},
    Row{FaultKind::cancelled, 503, "cancelled"},
    Row{FaultKind::over_budget, 429, "insufficient_quota"},
};

const Row& row_of(FaultKind kind) {
  for (const Row& row : kRows) {
    if (row.kind == kind) return row;
  }
  return kRows[0];
}

std::string_view type_of(unsigned status, std::string_view code) {
  if (code == "insufficient_quota") return code;
  switch (status) {
    case 401:
      return "authentication_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 429:
      return "rate_limit_error";
    default:
      return status < 500 ? "invalid_request_error" : "server_error";
  }
}

std::string seconds_to_midnight(Instant now) {
  const auto next = std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1};
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(next - now).count());
}

}  // namespace

Answer model_refusal(const language::Fault& fault, Instant now) {
  const Row& row = row_of(fault.kind);
  std::string message = fault.error.message;
  if (!fault.error.where.empty()) message = fmt::format("{}: {}", fault.error.where, message);
  Answer answer = refusal(row.status, row.code, message, fault.error.hint);
  if (fault.kind == FaultKind::over_budget) {
    answer.headers.emplace_back("Retry-After", seconds_to_midnight(now));
    // Clients of OpenAI's ask again at once otherwise.
    answer.headers.emplace_back("X-Should-Retry", "false");
  } else if (row.status == 429 || row.status == 503) {
    answer.headers.emplace_back("Retry-After", "1");
  }
  return answer;
}

Answer in_openai_shape(Answer answer) {
  const JsonDocument document =
      answer.body ? JsonDocument::parse(*answer.body, nullptr, false) : JsonDocument(nullptr);
  if (!document.is_object() || !document.contains("error")) return answer;
  const JsonDocument& said = document["error"];
  const auto member = [&](const char* name) { return said.value(name, std::string{}); };
  language::openai::ErrorObject error;
  error.message = member("message");
  if (const std::string hint = member("hint"); !hint.empty()) error.message += "; " + hint;
  error.code = member("code");
  error.type = type_of(answer.status, error.code);
  error.param = member("where");
  answer.body = json_answer(language::openai::to_json(error)).body;
  return answer;
}

}  // namespace stint::server
