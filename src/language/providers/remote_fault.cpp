#include "language/providers/remote_fault.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>

namespace stint::language {
namespace {

std::string lowered(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return copy;
}

bool contains_any(std::string_view text, std::span<const std::string_view> parts) {
  return std::ranges::any_of(parts, [&](std::string_view part) { return text.contains(part); });
}

// How servers say that a prompt is too long; there is no common code for it.
constexpr std::string_view kTooLong[] = {
    "context length",     "context size",      "context window",           "context limit",
    "prompt is too long", "input is too long", "maximum number of tokens", "context_length_exceeded",
    "exceed_context",     "context_exceeded",  "request_too_large",        "string_above_max_length",
};
constexpr std::string_view kBlocked[] = {"content_filter", "content_policy", "responsibleaipolicy",
                                         "content management policy"};
constexpr std::string_view kNoCredit[] = {"insufficient_quota", "billing", "credit balance",
                                          "exceeded your current quota"};
constexpr std::string_view kKey[] = {"api key not valid", "api_key_invalid", "invalid_api_key",
                                     "authentication_error"};
constexpr std::string_view kSampling[] = {"temperature", "top_p", "top_k", "topk", "topp", "seed"};

struct Row {
  int status;
  FaultKind kind;
  ErrorCode code;
  std::string_view hint;
};
constexpr std::string_view kKeyHint = "look at the connection's key and what it permits";
constexpr std::string_view kLaterHint = "try again later";
constexpr std::string_view kLengthHint =
    "shorten the prompt, ask for fewer tokens, or take a model with a larger context";
constexpr std::string_view kModelHint =
    "see that the service has this model and that the base URL is the right one; mostly it ends with /v1";

constexpr Row kRows[] = {
    {401, FaultKind::authentication, ErrorCode::authentication, kKeyHint},
    {402, FaultKind::rejected, ErrorCode::failure, "the account has no credit left; look at it"},
    {403, FaultKind::authentication, ErrorCode::authentication, kKeyHint},
    {404, FaultKind::rejected, ErrorCode::not_found, kModelHint},
    {405, FaultKind::rejected, ErrorCode::not_found, kModelHint},
    {408, FaultKind::unavailable, ErrorCode::throttled, kLaterHint},
    {413, FaultKind::too_long, ErrorCode::failure, kLengthHint},
    {429, FaultKind::throttled, ErrorCode::throttled, kLaterHint},
    {501, FaultKind::rejected, ErrorCode::failure, kModelHint},
};

// By what is said, where the status alone says less.
Row row_of(const Notice& notice) {
  const std::string said = lowered(notice.code + "\n" + notice.message);
  const int status = notice.status;
  // A server may answer 500 to a prompt that is too long, but says so.
  if ((status == 400 || status == 413 || status == 422 || status == 500) && contains_any(said, kTooLong)) {
    return {status, FaultKind::too_long, ErrorCode::failure, kLengthHint};
  }
  if (status == 429 && contains_any(said, kNoCredit)) {
    return {status, FaultKind::rejected, ErrorCode::failure, "the account has no credit left; look at it"};
  }
  if (status == 400) {
    if (contains_any(said, kBlocked)) {
      return {status, FaultKind::blocked, ErrorCode::failure, "the service's content rules do not allow it"};
    }
    if (contains_any(said, kKey))
      return {status, FaultKind::authentication, ErrorCode::authentication, kKeyHint};
    if (contains_any(said, kNoCredit)) {
      return {status, FaultKind::rejected, ErrorCode::failure, "the account has no credit left; look at it"};
    }
  }
  for (const Row& row : kRows) {
    if (row.status == status) return row;
  }
  if (status >= 500) return {status, FaultKind::unavailable, ErrorCode::failure, kLaterHint};
  if (status < 400) {
    return {status, FaultKind::malformed, ErrorCode::failure, "see that the base URL is the right one"};
  }
  return {status, FaultKind::rejected, ErrorCode::failure, ""};
}

FaultKind kind_of(const outbound::Failure& failure) {
  using enum outbound::FailureKind;
  switch (failure.kind) {
    case outbound::FailureKind::refused:
    case redirects:
      return FaultKind::refused;
    case outbound::FailureKind::malformed:
      return FaultKind::rejected;
    case too_large:
      return FaultKind::malformed;
    case timed_out:
    case broken_off:
      return failure.shown_bytes > 0 ? FaultKind::broken_off : FaultKind::unavailable;
    case cancelled:
      return FaultKind::cancelled;
    case queue_full:
      return FaultKind::throttled;
    case unreachable:
    case tls:
    case circuit_open:
      break;
  }
  return FaultKind::unavailable;
}

}  // namespace

Notice plain_notice(int status, std::string_view body) {
  return {status, std::string{body}, ""};
}

Fault fault_of(const Notice& notice, const Quotation& quote) {
  const Row row = row_of(notice);
  std::string message = fmt::format("the service answered {}", notice.status);
  const std::string said = quote(notice.message);
  if (!said.empty()) message += fmt::format(": \"{}\"", said);
  return {row.kind, {row.code, std::move(message), "", std::string{row.hint}}, false};
}

Fault fault_of(const outbound::Failure& failure) {
  return {kind_of(failure), failure.error, false};
}

bool is_about_sampling(const Notice& notice) {
  if (notice.status != 400 && notice.status != 422) return false;
  return contains_any(lowered(notice.message), kSampling);
}

Fault malformed(std::string message, std::string hint) {
  return {FaultKind::malformed, {ErrorCode::failure, std::move(message), "", std::move(hint)}, false};
}

}  // namespace stint::language
