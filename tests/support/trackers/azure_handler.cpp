// Ways in: who asks, with which version, for what.
#include "support/trackers/azure_handler.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

#include "lib/sodium/base64.h"
#include "support/trackers/azure_call.h"

namespace stint::test {
namespace {

constexpr std::string_view kSignIn =
    "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head><body>Sign "
    "in</body></html>";

std::string lower(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return copy;
}

// "7.1" < "7.2" < "10.0", without what is behind a dash.
std::pair<int, int> version_number(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto whole = [](std::string_view digits) { return std::atoi(std::string{digits}.c_str()); };
  return {whole(text), dot == std::string_view::npos ? 0 : whole(text.substr(dot + 1))};
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return lower(a) == lower(b);
}

AzureTexts plain_paragraphs() {
  return {[](std::string_view text) {
            std::string html = "<div>";
            for (const char c : text) {
              if (c == '&') {
                html += "&amp;";
              } else if (c == '<') {
                html += "&lt;";
              } else if (c == '>') {
                html += "&gt;";
              } else if (c == '\n') {
                html += "<br>";
              } else {
                html += c;
              }
            }
            return html + "</div>";
          },
          [](std::string_view html) { return std::string{html}; }};
}

std::optional<std::string> AzureHandler::Call::query(std::string_view name) const {
  for (const auto& [key, value] : target.query)
    if (same_word(key, name)) return value;
  return std::nullopt;
}
std::int64_t AzureHandler::Call::number(std::string_view name, std::int64_t otherwise) const {
  for (const auto& [key, value] : target.query)
    if (same_word(key, name)) return target.number(key, otherwise);
  return otherwise;
}

Answer azure_answer(const JsonDocument& body, int status) {
  Answer answer;
  answer.status = status;
  answer.body = to_line(body);
  answer.content_type = "application/json; charset=utf-8; api-version=7.1";
  return answer;
}

Answer azure_error(int status, std::string_view type_key, std::string_view message) {
  JsonDocument body;
  body["$id"] = "1";
  body["innerException"] = nullptr;
  body["message"] = message;
  body["typeName"] =
      fmt::format("Microsoft.TeamFoundation.WorkItemTracking.Server.{}, Microsoft.TeamFoundation", type_key);
  body["typeKey"] = type_key;
  body["errorCode"] = 0;
  body["eventId"] = 3000;
  return azure_answer(body, status);
}

Answer azure_missing(std::string_view id) {
  return azure_error(
      404, "WorkItemUnauthorizedAccessException",
      fmt::format("TF401232: Work item {} does not exist, or you do not have permissions to read it.", id));
}

// What is there, and what may be asked of it. In paths "*" stands for one segment; a part is only found below
// a project ('p'), with or without one ('?'), below a project and maybe a team ('t'), or below neither ('o').
struct AzureHandler::Route {
  std::string_view method;
  std::string_view path;
  char scope;
  AzureSpec spec;
  std::string_view parameters;  // in lower case, separated by spaces
  Answer (AzureHandler::*answer)(const Call&);
  bool preview = false;  // only there as a preview
};

const std::vector<AzureHandler::Route>& AzureHandler::routes() {
  using Self = AzureHandler;
  using enum AzureSpec;
  static const std::vector<Route> kRoutes{
      {"GET", "connectiondata", 'o', none, "connectoptions lastchangeid lastchangeid64", &Self::definitions,
       true},
      {"GET", "projects", 'o', none, "$top $skip statefilter continuationtoken", &Self::projects},
      {"GET", "projects/*", 'o', none, "includecapabilities includehistory", &Self::one_project},
      {"GET", "projects/*/teams", 'o', none, "$top $skip $mine $expandidentity", &Self::teams},
      {"GET", "projects/*/teams/*/members", 'o', none, "$top $skip", &Self::members},
      {"GET", "wit/fields", '?', wit, "$expand", &Self::definitions},
      {"GET", "wit/tags", 'p', wit, "", &Self::definitions},
      {"GET", "wit/workitemrelationtypes", 'o', wit, "", &Self::definitions},
      {"GET", "wit/workitemtypes", 'p', wit, "", &Self::definitions},
      {"GET", "wit/workitemtypes/*", 'p', wit, "", &Self::states},
      {"GET", "wit/workitemtypes/*/states", 'p', wit, "", &Self::states},
      {"GET", "wit/workitemtypecategories", 'p', wit, "", &Self::definitions},
      {"GET", "wit/classificationnodes", 'p', wit, "$depth", &Self::nodes},
      {"GET", "wit/classificationnodes/*", 'p', wit, "$depth", &Self::nodes},
      {"POST", "wit/wiql", 't', wit, "timeprecision $top", &Self::wiql},
      {"POST", "wit/workitemsbatch", '?', wit, "", &Self::batch},
      {"GET", "wit/workitems", '?', wit, "ids fields asof $expand errorpolicy", &Self::several},
      {"POST", "wit/workitems/*", 'p', wit, "validateonly bypassrules suppressnotifications $expand",
       &Self::create},
      {"GET", "wit/workitems/*", '?', wit, "fields asof $expand", &Self::one},
      {"PATCH", "wit/workitems/*", '?', wit, "validateonly bypassrules suppressnotifications $expand",
       &Self::edit},
      {"DELETE", "wit/workitems/*", '?', wit, "destroy", &Self::remove},
      {"GET", "wit/workitems/*/updates", '?', wit, "$top $skip", &Self::updates},
      {"GET", "wit/workitems/*/comments", 'p', wit, "$top continuationtoken includedeleted $expand order",
       &Self::comments, true},
      {"POST", "wit/workitems/*/comments", 'p', wit, "format", &Self::add_comment, true},
      {"DELETE", "wit/workitems/*/comments/*", 'p', wit, "", &Self::remove_comment, true},
      {"GET", "wit/recyclebin", '?', wit, "", &Self::bin},
      {"GET", "wit/recyclebin/*", '?', wit, "", &Self::bin},
      {"PATCH", "wit/recyclebin/*", '?', wit, "", &Self::restore},
      {"GET", "work/teamsettings", 't', work, "", &Self::team},
      {"GET", "work/teamsettings/teamfieldvalues", 't', work, "", &Self::team},
      {"GET", "work/teamsettings/iterations", 't', work, "$timeframe", &Self::team},
      {"GET", "work/teamsettings/iterations/*", 't', work, "", &Self::iteration},
      {"GET", "work/teamsettings/iterations/*/capacities", 't', work, "", &Self::iteration},
      {"GET", "work/teamsettings/iterations/*/teamdaysoff", 't', work, "", &Self::iteration},
      {"GET", "work/backlogconfiguration", 't', work, "", &Self::team},
      {"GET", "work/boards", 't', work, "", &Self::team},
      {"GET", "work/boards/*", 't', work, "", &Self::board},
      {"GET", "work/boards/*/columns", 't', work, "", &Self::board},
  };
  return kRoutes;
}

AzureHandler::AzureHandler(Site& site, AzureOptions options, AzureTexts texts)
    : site_(site), words_(site, std::move(options)), texts_(std::move(texts)) {}

bool AzureHandler::signed_in(const ReceivedRequest& request) const {
  const std::string header = request.header("authorization");
  if (header == "Bearer " + words_.options().token) return true;
  if (!header.starts_with("Basic ")) return false;
  // The user's name does not count.
  const auto pair = from_base64(std::string_view{header}.substr(6));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  return colon != std::string::npos && pair->substr(colon + 1) == words_.options().token;
}

std::optional<Answer> AzureHandler::refused(const Call& call, const Route& route) {
  for (const auto& [name, value] : call.target.query) {
    const std::string word = lower(name);
    const std::string allowed = fmt::format(" {} api-version ", route.parameters);
    if (allowed.contains(" " + word + " ")) continue;
    violated(fmt::format("{} {}: unknown parameter {}", route.method, route.path, name));
    return azure_error(400, "VssRequestParameterException",
                       fmt::format("The parameter {} is not known.", name));
  }
  const std::string version = call.query("api-version").value_or("");
  if (version.empty()) {
    if (call.request.method == "GET")
      violated(fmt::format("{} {}: no api-version", route.method, route.path));
    return azure_error(
        400, "VssVersionNotSpecifiedException",
        fmt::format("No api-version was supplied for the \"{}\" request. The version must be supplied either "
                    "as part of the Accept header (e.g. \"application/json; api-version=1.0\") or as a query "
                    "parameter (e.g. \"?api-version=1.0\").",
                    call.request.method));
  }
  const std::string& newest = words_.options().newest_version;
  if (version_number(version) > version_number(newest)) {
    return azure_error(
        400, "VssVersionOutOfRangeException",
        fmt::format("The requested REST API version of {} is out of range for this server. The latest REST "
                    "API version this server supports is {}.",
                    version, newest));
  }
  if (route.preview && !version.contains("-preview")) {
    return azure_error(
        400, "VssInvalidPreviewVersionException",
        fmt::format(
            "The requested version \"{0}\" of the resource is under preview. The -preview flag must be "
            "supplied in the api-version for such requests. For example: \"{0}-preview\"",
            version));
  }
  return std::nullopt;
}

Answer AzureHandler::handle(const ReceivedRequest& request, const Moment& moment) {
  if (!signed_in(request)) {
    // Without any credentials it leads to the sign-in page, with wrong ones it is that page.
    if (request.header("authorization").empty())
      return {302, "", {{"Location", moment.base_url + "/_signin"}}, "text/html; charset=utf-8", "none"};
    return {203, std::string{kSignIn}, {}, "text/html; charset=utf-8", "none"};
  }
  Call call{request,
            moment,
            parse_target(request.target),
            moment.base_url,
            nullptr,
            nullptr,
            {},
            {},
            {},
            {words_, moment.base_url, texts_.html, removed_comments_}};
  const auto& segments = call.target.segments;
  const auto apis = std::ranges::find(segments, "_apis");
  if (apis == segments.end()) return azure_error(404, "", "The resource cannot be found.");
  call.below.assign(std::next(apis), segments.end());
  // The organisation may stand in the address or be the address.
  std::vector<std::string> before(segments.begin(), apis);
  if (!before.empty() && words_.project(before.front()) == nullptr && moment.base_url.rfind('/') <= 8) {
    call.base_url += "/" + before.front();
    call.view.base_url = call.base_url;
    before.erase(before.begin());
  }
  if (!before.empty()) {
    call.project = words_.project(before.front());
    if (call.project == nullptr)
      return azure_error(
          404, "ProjectDoesNotExistWithNameException",
          fmt::format(
              "TF200016: The following project does not exist: {}. Verify that the name of the project "
              "is correct and that the project exists on the specified Azure DevOps Server.",
              before.front()));
    if (before.size() > 1) {
      call.team = words_.team(*call.project, before[1]);
      if (call.team == nullptr)
        return azure_error(404, "TeamNotFoundException",
                           fmt::format("The team with id '{}' does not exist.", before[1]));
    }
  }
  for (const Route& route : routes()) {
    if (route.method != request.method) continue;
    std::vector<std::string> arguments;
    std::size_t at = 0;
    std::string_view path = route.path;
    bool fits = true;
    while (fits && !path.empty()) {
      const std::size_t end = std::min(path.find('/'), path.size());
      const std::string_view part = path.substr(0, end);
      fits = at < call.below.size() && (part == "*" || same_word(part, call.below[at]));
      if (fits && part == "*") arguments.push_back(call.below[at]);
      ++at;
      path.remove_prefix(std::min(end + 1, path.size()));
    }
    if (!fits || at != call.below.size()) continue;
    const bool scoped = route.scope == '?'   ? call.team == nullptr
                        : route.scope == 'o' ? call.project == nullptr
                        : route.scope == 'p' ? call.project != nullptr && call.team == nullptr
                                             : call.project != nullptr || route.path == "wit/wiql";
    if (!scoped) continue;
    if (!arguments.empty()) call.argument = arguments[0];
    if (arguments.size() > 1) call.second = arguments[1];
    if (auto no = refused(call, route)) return std::move(*no);
    Answer answer = (this->*route.answer)(call);
    if (route.spec != AzureSpec::none)
      answer.spec = route.spec == AzureSpec::wit ? "azure-wit" : "azure-work";
    return answer;
  }
  violated(fmt::format("{} {}: there is no such address", request.method, call.target.path));
  return azure_error(404, "", fmt::format("The controller for path '{}' was not found.", call.target.path));
}

}  // namespace stint::test
