#include "tracker/azure/api.h"

#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/simdjson/json.h"

namespace stint::tracker::azure {
namespace {

constexpr std::string_view kTokenHint =
    "look at the personal access token: it may have expired, or be of another organisation";

// Azure DevOps answers a bad token with a page to sign in at, and a status that says it worked.
std::optional<Error> refused(const RestAnswer& answer) {
  const auto type = curl::find_header(answer.headers, "Content-Type");
  const bool page = type && type->find("text/html") != std::string_view::npos;
  if (answer.status != 203 && !page) return std::nullopt;
  return Error{ErrorCode::authentication, "Azure DevOps answered with its sign-in page", "",
               std::string{kTokenHint}};
}

Rest::Options options_of(const Connection& connection) {
  Rest::Options options;
  options.base_url = connection.url;
  options.turn = connection.name;
  options.words = words_of_error;
  return options;
}

std::string type_key_of(std::string_view body) {
  json::Parser parser;
  const auto root = parser.parse(body);
  return root ? std::string{(*root)["typeKey"].text()} : std::string{};
}

}  // namespace

std::string words_of_error(std::string_view body) {
  json::Parser parser;
  const auto root = parser.parse(body);
  if (!root) return {};
  std::string_view message = (*root)["message"].text();
  if (message.empty()) message = (*root)["value"]["Message"].text();
  constexpr std::size_t kLongest = 500;
  return std::string{trimmed(message).substr(0, kLongest)};
}

bool is_conflict(const RestFault& fault) {
  if (fault.status == 409 || fault.status == 412) return true;
  const std::string key = type_key_of(fault.body);
  if (key == "TestPatchOperationFailedException" || key == "WorkItemRevisionMismatchException") return true;
  const std::string words = words_of_error(fault.body);
  return words.starts_with("VS403351") || words.starts_with("TF26071");
}

Api::Api(const Connection& connection, outbound::Delivery& delivery, std::stop_token stop)
    : rest_(delivery, options_of(connection), std::move(stop)) {
  if (connection.sign == Sign::bearer) {
    rest_.sign(bearer_signature(connection.secret.reveal()));
  } else {
    rest_.sign(basic_signature(connection.user, connection.secret.reveal()));
  }
}

std::string Api::version() {
  const std::scoped_lock lock{mutex_};
  return version_;
}

std::string Api::versioned(std::string_view path, Preview preview) {
  const std::string version = this->version();
  std::string suffix;
  if (preview == Preview::connection) suffix = "-preview";
  if (preview == Preview::comments) suffix = version == "7.1" ? "-preview.4" : "-preview";
  return fmt::format("{}{}api-version={}{}", path, path.find('?') == std::string_view::npos ? '?' : '&',
                     version, suffix);
}

bool Api::learn_version(const RestFault& fault) {
  // "The requested REST API version of 7.1 is out of range for this server. The latest REST API version this
  // server supports is 6.0."
  if (fault.status != 400) return false;
  const std::string words = words_of_error(fault.body);
  constexpr std::string_view kBefore = "supports is ";
  const std::size_t at = words.find(kBefore);
  if (words.find("out of range") == std::string::npos || at == std::string::npos) return false;
  const std::string_view rest = std::string_view{words}.substr(at + kBefore.size());
  const std::string_view supported = rest.substr(0, rest.find_first_not_of("0123456789."));
  const std::string_view number =
      supported.ends_with('.') ? supported.substr(0, supported.size() - 1) : supported;
  const std::scoped_lock lock{mutex_};
  if (number.empty() || number == version_) return false;
  version_ = number;
  return true;
}

JsonReply Api::send(RestRequest request, std::string_view path, Preview preview) {
  // Without it, a server may lead to a page to sign in at instead of refusing.
  request.headers.push_back({"X-TFS-FedAuthRedirect", "Suppress"});
  request.path = versioned(path, preview);
  auto answer = send_for_json(rest_, request, refused);
  if (answer || !learn_version(answer.error())) return answer;
  request.path = versioned(path, preview);
  return send_for_json(rest_, request, refused);
}

JsonReply Api::get(std::string_view path, Preview preview) {
  return send({}, path, preview);
}

JsonReply Api::ask(std::string_view path, std::string body) {
  RestRequest request;
  request.method = "POST";
  request.body = std::move(body);
  request.repeatable = true;
  return send(std::move(request), path, Preview::none);
}

JsonReply Api::write(RestRequest request) {
  request.headers.push_back({"X-TFS-FedAuthRedirect", "Suppress"});
  request.once = true;
  return send_for_json(rest_, request, refused);
}

}  // namespace stint::tracker::azure
