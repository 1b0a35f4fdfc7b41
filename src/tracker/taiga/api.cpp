#include "tracker/taiga/api.h"

#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/nlohmann/json_document.h"
#include "tracker/json_values.h"

namespace stint::tracker::taiga {
namespace {

Rest::Options options_of(const Connection& connection) {
  Rest::Options options;
  options.base_url = connection.url;
  options.turn = connection.name;
  options.words = words_of_error;
  return options;
}

RestRequest post(std::string_view path, const JsonDocument& body) {
  RestRequest request;
  request.method = "POST";
  request.path = std::string{kBase} + std::string{path};
  request.body = to_line(body);
  request.repeatable = true;
  return request;
}

}  // namespace

std::string words_of_error(std::string_view body) {
  json::Parser parser;
  const auto root = parser.parse(body);
  if (!root) return {};
  std::string words{(*root)["_error_message"].text((*root)["detail"].text())};
  if (words.empty()) {
    const json::Members members = root->members();
    for (const auto& [name, value] : members) {
      const std::string text = plain_text(value);
      if (text.empty() || name.starts_with('_')) continue;
      words += fmt::format("{}{}: {}", words.empty() ? "" : "; ", name, text);
    }
  }
  constexpr std::size_t kLongest = 500;
  return std::string{trimmed(words).substr(0, kLongest)};
}

bool is_conflict(const RestFault& fault) {
  if (fault.status == 409 || fault.status == 412) return true;
  if (fault.status != 400) return false;
  json::Parser parser;
  const auto root = parser.parse(fault.body);
  return root && (*root)["version"].exists();
}

Api::Api(const Connection& connection, outbound::Delivery& delivery, std::stop_token stop)
    : sign_(connection.sign),
      user_(connection.user),
      password_(connection.secret),
      rest_(delivery, options_of(connection), std::move(stop)) {
  if (sign_ != Sign::bearer) return;
  rest_.sign(bearer_signature(password_.reveal()));
  token_ = 1;
}

bool Api::take_tokens(const JsonAnswer& answer) {
  const std::string_view token = answer.root["auth_token"].text();
  if (token.empty()) return false;
  rest_.sign(bearer_signature(token));
  if (const auto refresh = answer.root["refresh"].as_string()) refresh_ = Secret{std::string{*refresh}};
  ++token_;
  return true;
}

std::expected<void, RestFault> Api::sign_in() {
  const JsonDocument body{
      {"type", "normal"}, {"username", user_}, {"password", std::string{password_.reveal()}}};
  auto answer = send_for_json(rest_, post("/auth", body));
  if (answer && take_tokens(*answer)) return {};
  const bool answered = answer.has_value();
  RestFault fault;
  if (!answered) fault = std::move(answer).error();
  // Older versions say 400.
  if (answered || fault.status == 400 || fault.status == 401 || fault.status == 403) {
    fault.status = 401;
    fault.error = {ErrorCode::authentication, "Taiga does not let this user in", "",
                   "look at the user name and the password"};
  }
  return std::unexpected(std::move(fault));
}

bool Api::refresh() {
  if (refresh_.empty()) return false;
  const JsonDocument body{{"refresh", std::string{refresh_.reveal()}}};
  const auto answer = send_for_json(rest_, post("/auth/refresh", body));
  return answer && take_tokens(*answer);
}

std::expected<std::uint64_t, RestFault> Api::token_after(std::uint64_t refused) {
  const std::scoped_lock lock{mutex_};
  if (token_ > refused) return token_;
  if (refused > 0 && refresh()) return token_;
  if (auto signed_in = sign_in(); !signed_in) return std::unexpected(std::move(signed_in).error());
  return token_;
}

JsonReply Api::send(const RestRequest& request) {
  std::uint64_t token = 0;
  if (sign_ != Sign::bearer) {
    auto first = token_after(0);
    if (!first) return std::unexpected(std::move(first).error());
    token = *first;
  }
  auto answer = send_for_json(rest_, request);
  // A request that was refused for its token was not acted on.
  if (answer || answer.error().status != 401 || sign_ == Sign::bearer) return answer;
  auto second = token_after(token);
  if (!second) return std::unexpected(std::move(second).error());
  return send_for_json(rest_, request);
}

JsonReply Api::get(std::string_view path, curl::Headers headers) {
  RestRequest request;
  request.path = std::string{kBase} + std::string{path};
  request.headers = std::move(headers);
  return send(request);
}

JsonReply Api::write(RestRequest request) {
  request.once = true;
  return send(request);
}

}  // namespace stint::tracker::taiga
