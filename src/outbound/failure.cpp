#include "outbound/failure.h"

#include <fmt/format.h>

namespace stint::outbound {
namespace {

struct Row {
  curl::FaultKind fault;
  FailureKind kind;
  ErrorCode code;
  std::string_view hint;
};

constexpr Row kRows[] = {
    {curl::FaultKind::malformed, FailureKind::malformed, ErrorCode::usage, ""},
    {curl::FaultKind::address_refused, FailureKind::refused, ErrorCode::failure, ""},
    {curl::FaultKind::no_connection, FailureKind::unreachable, ErrorCode::failure,
     "see whether the server runs, and whether a proxy is needed"},
    {curl::FaultKind::tls, FailureKind::tls, ErrorCode::failure,
     "give the file with the certificates of its authority if it has one of its own"},
    {curl::FaultKind::connect_time, FailureKind::timed_out, ErrorCode::throttled, ""},
    {curl::FaultKind::idle_time, FailureKind::timed_out, ErrorCode::throttled, ""},
    {curl::FaultKind::total_time, FailureKind::timed_out, ErrorCode::throttled, ""},
    {curl::FaultKind::too_large, FailureKind::too_large, ErrorCode::failure, ""},
    {curl::FaultKind::broken_off, FailureKind::broken_off, ErrorCode::failure, ""},
    {curl::FaultKind::cancelled, FailureKind::cancelled, ErrorCode::failure, ""},
};

}  // namespace

Failure refused(Refusal refusal) {
  Failure failure{FailureKind::refused, refusal.error(), {}, false, 0};
  failure.refusal = std::move(refusal);
  return failure;
}

Failure failure_of(const curl::TransferFault& fault, std::string_view shown_url) {
  for (const Row& row : kRows) {
    if (row.fault != fault.kind) continue;
    return {row.kind,
            {row.code, fmt::format("{}: {}", shown_url, fault.message), "", std::string{row.hint}},
            {},
            fault.may_have_arrived,
            0};
  }
  return {};
}

Error error_of_status(int status, std::string_view shown_url) {
  const std::string message = fmt::format("{} answered {}", shown_url, status);
  switch (status) {
    case 401:
    case 403:
      return {ErrorCode::authentication, message, "",
              "look at the connection's credentials and what they permit"};
    case 404:
    case 410:
      return {ErrorCode::not_found, message, "", ""};
    case 408:
    case 429:
      return {ErrorCode::throttled, message, "", "try again later"};
    case 409:
    case 412:
      return {ErrorCode::conflict, message, "", ""};
    default:
      return {ErrorCode::failure, message, "", ""};
  }
}

}  // namespace stint::outbound
