#include "outbound/refusal.h"

namespace stint::outbound {

Error Refusal::error() const {
  return {ErrorCode::failure, "the outbound policy refused " + what, "", hint};
}

std::string_view name_of(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::unreadable:
      return "unreadable";
    case RefusalReason::scheme:
      return "scheme";
    case RefusalReason::credentials:
      return "credentials";
    case RefusalReason::spelling:
      return "spelling";
    case RefusalReason::host_name:
      return "host_name";
    case RefusalReason::metadata_host:
      return "metadata_host";
    case RefusalReason::not_listed:
      return "not_listed";
    case RefusalReason::address:
      return "address";
    case RefusalReason::proxy:
      return "proxy";
    case RefusalReason::redirect_method:
      break;
  }
  return "redirect_method";
}

}  // namespace stint::outbound
