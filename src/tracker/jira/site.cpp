#include "tracker/jira/site.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "tracker/text/markdown.h"

namespace stint::tracker::jira {
namespace {

constexpr int kAttemptsAtJson = 3;
constexpr std::size_t kLongestWords = 600;
// Shorter secrets are none, and would be found in every text.
constexpr std::size_t kShortestSecret = 4;

bool is_web_page(std::string_view body) {
  return trimmed(body, " \t\r\n\xEF\xBB\xBF").starts_with('<');
}

void add_words(std::string& words, std::string_view more) {
  more = trimmed(more);
  if (more.empty()) return;
  if (!words.empty()) words += words.ends_with('.') ? " " : "; ";
  words += more;
}

std::string json_words(json::Value root) {
  std::string words;
  for (const json::Value message : root["errorMessages"].items()) add_words(words, message.text());
  for (const auto& [field, message] : root["errors"].members()) {
    add_words(words, fmt::format("{}: {}", field, message.text()));
  }
  for (const std::string_view key : {"message", "errorMessage", "error_description", "error"}) {
    if (words.empty()) add_words(words, root[key].text());
  }
  return words;
}

void replace_all(std::string& text, std::string_view what) {
  if (what.size() < kShortestSecret) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), "***");
  }
}

// Jira answers requests whose credentials it does not accept as if nobody had asked: with nothing where
// everything should be.
bool was_nobody(const curl::Headers& headers) {
  const auto reason = curl::find_header(headers, "X-Seraph-LoginReason");
  if (reason && (reason->contains("AUTHENTICATED_FAILED") || reason->contains("AUTHENTICATION_DENIED")))
    return true;
  const auto user = curl::find_header(headers, "X-AUSERNAME");
  return user && *user == "anonymous";
}

curl::Header signature_of(const Connection& connection) {
  if (connection.sign == Sign::bearer) return bearer_signature(connection.secret.reveal());
  return basic_signature(connection.user, connection.secret.reveal());
}

Rest::Options options_of(const Connection& connection) {
  Rest::Options options;
  options.base_url = connection.url;
  options.turn = connection.name;
  options.words = [secret = connection.secret](std::string_view body) {
    std::string words = error_words(body);
    replace_all(words, secret.reveal());
    return words;
  };
  return options;
}

// Where it came from, for an error: without the query.
std::string shown(const std::string& base, std::string_view path) {
  return base + std::string{path.substr(0, path.find('?'))};
}

}  // namespace

std::string error_words(std::string_view body) {
  if (is_web_page(body)) {
    return "the answer is a web page, not Jira's: a login page, a proxy, or another address";
  }
  json::Parser parser;
  const auto root = parser.parse(body);
  return root ? text::excerpt(json_words(*root), kLongestWords) : "";
}

bool says_not_there(const RestFault& fault) {
  if (fault.status != 404) return false;
  json::Parser parser;
  const auto root = parser.parse(fault.body);
  return root && (*root)["errorMessages"].size() > 0;
}

bool is_absent(const RestFault& fault) {
  return fault.status == 404 || fault.status == 405 || fault.status == 410 || fault.status == 501;
}

bool was_too_much(const RestFault& fault) {
  if (fault.status == 413 || fault.status == 500 || fault.status == 504) return true;
  return fault.failure == outbound::FailureKind::too_large ||
         fault.failure == outbound::FailureKind::timed_out;
}

RestFault without_list(std::string_view what) {
  return {{ErrorCode::failure, fmt::format("Jira's answer holds no list of {}", what), "",
           "look whether what answers at the connection's address is Jira"},
          200,
          false,
          {},
          {},
          {}};
}

std::string body_text(const JsonDocument& document) {
  return document.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
}

Site::Site(const Connection& connection, Edition edition, outbound::Delivery& delivery, std::stop_token stop)
    : edition_(edition),
      signs_(!connection.secret.empty()),
      rest_(delivery, options_of(connection), std::move(stop)) {
  if (signs_) rest_.sign(signature_of(connection));
}

std::string Site::api(std::string_view below) const {
  return fmt::format("/rest/api/{}{}", cloud() ? 3 : 2, below);
}

Asked Site::get(const std::string& path) {
  RestRequest request;
  request.path = path;
  return exchange(request);
}

Asked Site::ask(const std::string& path, const JsonDocument& body) {
  RestRequest request;
  request.method = "POST";
  request.path = path;
  request.body = body_text(body);
  request.repeatable = true;
  return exchange(request);
}

std::expected<RestAnswer, RestFault> Site::write(const WireRequest& wire) {
  RestRequest request;
  request.method = wire.method;
  request.path = wire.path;
  if (!wire.body.empty()) request.body = wire.body;
  if (!wire.content_type.empty()) request.content_type = wire.content_type;
  request.once = true;
  return send(request);
}

std::expected<RestAnswer, RestFault> Site::send(const RestRequest& request) {
  auto answer = rest_.send(request);
  if (!answer) {
    RestFault& fault = answer.error();
    if (const auto limit = curl::find_header(fault.headers, "RateLimit-Reason"); fault.status == 429 && limit)
      fault.error.message += fmt::format(" (the limit is {})", text::excerpt(*limit));
  }
  const curl::Headers& headers = answer ? answer->headers : answer.error().headers;
  if (signs_ && was_nobody(headers)) {
    return std::unexpected(RestFault{
        {ErrorCode::authentication,
         shown(rest_.base_url(), request.path) + " was answered as if nobody had signed in", "",
         "look at the connection's user and token; a server may want a captcha solved in a browser"},
        401,
        false,
        {},
        {},
        {}});
  }
  return answer;
}

Asked Site::exchange(const RestRequest& request) {
  const std::string where = shown(rest_.base_url(), request.path);
  for (int attempt = 1;; ++attempt) {
    auto sent = send(request);
    if (!sent) return std::unexpected(std::move(sent).error());
    Answer answer{json::Parser{}, {}, std::move(sent->headers), sent->body.size()};
    if (is_web_page(sent->body)) {
      return std::unexpected(RestFault{{ErrorCode::authentication, where + ": " + error_words(sent->body), "",
                                        "open the address in a browser to see what answers there"},
                                       sent->status,
                                       true,
                                       std::move(sent->body),
                                       {},
                                       {}});
    }
    auto root = answer.parser.parse(sent->body);
    if (root) {
      answer.root = *root;
      return answer;
    }
    if (attempt < kAttemptsAtJson) continue;
    return std::unexpected(RestFault{
        {ErrorCode::failure, where + " answered with damaged JSON: " + root.error().message, "", ""},
        sent->status,
        true,
        {},
        {},
        outbound::FailureKind::broken_off});
  }
}

}  // namespace stint::tracker::jira
