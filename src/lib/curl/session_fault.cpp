// What went wrong with an exchange, in our terms.
#include <fmt/format.h>

#include "lib/curl/session.h"

namespace stint::curl {
namespace {

FaultKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return FaultKind::no_connection;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_INITFAILED:
      return FaultKind::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return FaultKind::connect_time;
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return FaultKind::malformed;
    default:
      return FaultKind::broken_off;
  }
}

}  // namespace

TransferFault Session::fault(CURLcode code) const {
  TransferFault fault;
  fault.may_have_arrived = has_sent();
  fault.head = exchange_.head;
  fault.body_bytes = exchange_.body_bytes;
  const Limits& limits = exchange_.request->limits;
  switch (exchange_.ended) {
    case Ended::no:
    case Ended::enough:
      fault.kind = kind_of(code);
      fault.message = curl_easy_strerror(code);
      if (fault.kind == FaultKind::tls && message_[0] != '\0') fault.message = message_.c_str();
      // What a proxy answers to CONNECT.
      if (fault.kind == FaultKind::broken_off && !fault.may_have_arrived) {
        fault.kind = FaultKind::no_connection;
        if (message_[0] != '\0') fault.message = message_.c_str();
      }
      if (fault.kind == FaultKind::connect_time) {
        fault.message = fmt::format("no connection within {} ms", limits.connect.count());
      }
      break;
    case Ended::cancelled:
      fault.kind = FaultKind::cancelled;
      fault.message = "cancelled";
      break;
    case Ended::too_large:
      fault.kind = FaultKind::too_large;
      fault.message = exchange_.in_body
                          ? fmt::format("the answer has more than {} bytes", limits.body_bytes)
                          : fmt::format("the answer's head has more than {} bytes", limits.head_bytes);
      break;
    case Ended::address_refused:
      fault.kind = FaultKind::address_refused;
      fault.message = "the address is refused";
      fault.address = exchange_.refused_address;
      break;
    case Ended::idle_time:
      fault.kind = FaultKind::idle_time;
      fault.message = fmt::format("nothing came for {} ms", limits.idle.count());
      break;
    case Ended::total_time:
      fault.kind = FaultKind::total_time;
      fault.message = fmt::format("not done within {} ms", limits.total.count());
      break;
  }
  return fault;
}

}  // namespace stint::curl
