#include "outbound/redirect.h"

namespace stint::outbound {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::expected<NextHop, Refusal> next_hop(const Policy& policy, const curl::Url& from, std::string_view method,
                                         int status, std::string_view location) {
  auto target = policy.admit_reference(from, location);
  if (!target) {
    target.error().what = "a redirect from " + from.origin() + " to " + target.error().what;
    return std::unexpected(std::move(target).error());
  }
  NextHop hop{std::move(*target), std::string{method}, false, true};
  hop.same_origin = hop.target.url.origin() == from.origin();
  const bool reads = method == "GET" || method == "HEAD";
  if (status == 303) {
    hop.method = method == "HEAD" ? "HEAD" : "GET";
    hop.with_body = false;
  } else if ((status == 301 || status == 302) && !reads) {
    return std::unexpected(Refusal{
        RefusalReason::redirect_method, "a redirect of a " + std::string{method} + " from " + from.origin(),
        "set the connection's URL to " + hop.target.url.origin() + " if that is where it has moved"});
  }
  return hop;
}

}  // namespace stint::outbound
