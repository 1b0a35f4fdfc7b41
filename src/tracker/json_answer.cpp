#include "tracker/json_answer.h"

#include <fmt/format.h>
#include <utility>

namespace stint::tracker {
namespace {

constexpr int kAttempts = 3;

bool asks_only(const RestRequest& request) {
  return request.method == "GET" || request.repeatable;
}

// Without its query, which may hold what is nobody's business.
std::string shown(const Rest& rest, const RestRequest& request) {
  return rest.base_url() + request.path.substr(0, request.path.find('?'));
}

}  // namespace

JsonReply send_for_json(Rest& rest, const RestRequest& request,
                        const std::function<std::optional<Error>(const RestAnswer&)>& refused) {
  for (int attempt = 1;; ++attempt) {
    auto answer = rest.send(request);
    if (!answer) return std::unexpected(std::move(answer).error());
    if (refused) {
      if (auto error = refused(*answer))
        return std::unexpected(
            RestFault{std::move(*error), answer->status, false, {}, std::move(answer->headers)});
    }
    JsonAnswer read{answer->status, std::move(answer->headers), json::Parser{}, {}};
    if (answer->body.empty() && !asks_only(request)) return read;
    auto root = read.parser.parse(answer->body);
    if (root) {
      read.root = *root;
      return read;
    }
    if (asks_only(request) && attempt < kAttempts) continue;
    Error error = std::move(root).error();
    error.code = ErrorCode::failure;
    error.message = fmt::format("{} answered with what is no JSON: {}", shown(rest, request), error.message);
    error.hint = "see whether a proxy or a sign-in page answers in the tracker's place";
    return std::unexpected(RestFault{std::move(error), 0, !asks_only(request), {}, std::move(read.headers)});
  }
}

}  // namespace stint::tracker
