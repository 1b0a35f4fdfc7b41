// Ways in: tokens, throttling, lists in pages, and what is defined around items.
#include "support/trackers/taiga_handler.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "lib/simdjson/json.h"

namespace stint::test {
namespace {

constexpr std::int64_t kPage = 30;
constexpr std::int64_t kMostPerPage = 1000;

std::int64_t whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault != std::errc{} || end != text.data() + text.size() ? 0 : value;
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '_' || c == '-' || c == '.';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// The same address with another page.
std::string page_url(const std::string& base_url, const Target& target, std::int64_t page) {
  std::string url = base_url + target.path;
  char separator = '?';
  for (const auto& [name, value] : target.query) {
    if (name == "page") continue;
    url += fmt::format("{}{}={}", separator, encoded(name), encoded(value));
    separator = '&';
  }
  return url + fmt::format("{}page={}", separator, page);
}

}  // namespace

Answer taiga_answer(const JsonDocument& body, int status) {
  Answer answer;
  answer.status = status;
  answer.body = to_line(body);
  answer.content_type = "application/json";
  return answer;
}

Answer taiga_error(int status, std::string_view type, std::string_view message) {
  return taiga_answer(
      {{"_error_message", message}, {"_error_type", fmt::format("taiga.base.exceptions.{}", type)}}, status);
}

Answer taiga_missing() {
  return taiga_error(404, "NotFound", "No Object matches the given query.");
}

TaigaHandler::TaigaHandler(Site& site, TaigaOptions options)
    : site_(site), words_(site), options_(std::move(options)) {}

std::optional<Answer> TaigaHandler::throttled(Instant now) {
  if (options_.a_minute == 0) return std::nullopt;
  const std::int64_t minute = to_epoch_ms(now) / 60'000;
  if (minute != minute_) {
    minute_ = minute;
    in_minute_ = 0;
  }
  if (++in_minute_ <= options_.a_minute) return std::nullopt;
  const std::int64_t wait = 60 - (to_epoch_ms(now) / 1000) % 60;
  Answer answer = taiga_error(429, "Throttled",
                              fmt::format("Request was throttled. Expected available in {} seconds.", wait));
  answer.headers.push_back({"X-Throttle-Wait-Seconds", std::to_string(wait)});
  return answer;
}

std::optional<Answer> TaigaHandler::unsigned_answer(const ReceivedRequest& request, Instant now) const {
  const std::string header = request.header("authorization");
  if (header.empty())
    return taiga_error(401, "NotAuthenticated", "Authentication credentials were not provided.");
  const std::string token = header.starts_with("Bearer ") ? header.substr(7) : "";
  const auto known = tokens_.find(token);
  if (token == options_.token || (known != tokens_.end() && known->second > now)) return std::nullopt;
  JsonDocument body{{"_error_message", "Given token not valid for any token type"},
                    {"_error_type", "taiga.auth.exceptions.InvalidToken"},
                    {"detail", "Given token not valid for any token type"},
                    {"code", "token_not_valid"}};
  return taiga_answer(body, 401);
}

JsonDocument TaigaHandler::new_tokens(Instant now) {
  ++next_token_;
  const std::string token = fmt::format("eyJ0.{}.{}", next_token_, options_.token.substr(0, 5));
  const std::string refresh = fmt::format("eyJr.{}.{}", next_token_, options_.token.substr(0, 5));
  tokens_[token] = now + options_.token_life;
  refreshes_.insert(refresh);
  return {{"auth_token", token}, {"refresh", refresh}};
}

Answer TaigaHandler::login(const Call& call) {
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  if (!body || (*body)["type"].text() != "normal")
    return taiga_error(400, "BadRequest", "invalid login type");
  if ((*body)["username"].text() != options_.user || (*body)["password"].text() != options_.password) {
    return taiga_answer({{"_error_message", "No active account found with the given credentials"},
                         {"_error_type", "taiga.base.exceptions.AuthenticationFailed"},
                         {"detail", "No active account found with the given credentials"},
                         {"code", "invalid_credentials"}},
                        401);
  }
  JsonDocument json = taiga_user_json(call.view, *site_.user(site_.me));
  const JsonDocument tokens = new_tokens(call.moment.now);
  json.update(tokens);
  return taiga_answer(json);
}

Answer TaigaHandler::refresh(const Call& call) {
  json::Parser parser;
  const auto body = parser.parse(call.request.body);
  const std::string given{body ? (*body)["refresh"].text() : ""};
  // One that was used is not good a second time.
  if (refreshes_.erase(given) == 0) {
    return taiga_answer({{"_error_message", "Token is invalid or expired"},
                         {"_error_type", "taiga.auth.exceptions.InvalidToken"},
                         {"detail", "Token is invalid or expired"},
                         {"code", "token_not_valid"}},
                        401);
  }
  return taiga_answer(new_tokens(call.moment.now));
}

Answer TaigaHandler::paged(const Call& call, JsonDocument list) const {
  if (!call.request.header("x-disable-pagination").empty()) return taiga_answer(list);
  const auto count = static_cast<std::int64_t>(list.size());
  const std::int64_t asked = call.target.number("page_size", kPage);
  const std::int64_t size = std::clamp<std::int64_t>(asked <= 0 ? kPage : asked, 1, kMostPerPage);
  const std::int64_t page = call.target.number("page", 1);
  const std::int64_t begin = (page - 1) * size;
  if (page < 1 || (begin >= count && page > 1))
    return taiga_error(404, "NotFound",
                       fmt::format("Invalid page ({}): That page contains no results", page));
  JsonDocument part = JsonDocument::array();
  for (std::int64_t i = begin; i < std::min(begin + size, count); ++i)
    part.push_back(std::move(list[static_cast<std::size_t>(i)]));
  Answer answer = taiga_answer(part);
  answer.headers = {{"x-pagination-count", std::to_string(count)},
                    {"x-paginated", "true"},
                    {"x-paginated-by", std::to_string(size)},
                    {"x-pagination-current", std::to_string(page)}};
  if (begin + size < count)
    answer.headers.push_back({"x-pagination-next", page_url(call.moment.base_url, call.target, page + 1)});
  if (page > 1)
    answer.headers.push_back({"x-pagination-prev", page_url(call.moment.base_url, call.target, page - 1)});
  return answer;
}

// The service ignores what it does not know; a client that sends such a thing is mistaken all the same.
Answer TaigaHandler::known_only(const Call& call, std::string_view parameters, Answer answer) {
  for (const auto& [name, value] : call.target.query) {
    if (fmt::format(" {} page page_size order_by ", parameters).contains(" " + name + " ")) continue;
    violated(fmt::format("{} {}: unknown parameter {}", call.request.method, call.target.path, name));
    return taiga_error(400, "BadRequest", fmt::format("the parameter {} is not known", name));
  }
  return answer;
}

Answer TaigaHandler::projects(const Call& call) {
  if (call.path.size() == 1) {
    JsonDocument list = JsonDocument::array();
    for (const SiteProject& project : site_.projects)
      list.push_back(taiga_project_json(call.view, project, false));
    return known_only(call, "member members is_backlog_activated is_kanban_activated slug",
                      paged(call, std::move(list)));
  }
  const SiteProject* const project = call.path[1] == "by_slug"
                                         ? words_.project_of_slug(call.target.parameter("slug").value_or(""))
                                         : words_.project(whole(call.path[1]));
  if (project == nullptr || call.path.size() > 2) return taiga_missing();
  return taiga_answer(taiga_project_json(call.view, *project, true));
}

Answer TaigaHandler::milestones(const Call& call) {
  if (call.path.size() == 2) {
    const tracker::Sprint* const sprint = words_.milestone(whole(call.path[1]));
    return sprint == nullptr ? taiga_missing() : taiga_answer(taiga_milestone_json(call.view, *sprint));
  }
  const std::int64_t project = call.target.number("project", 0);
  const std::string closed = call.target.parameter("closed").value_or("");
  JsonDocument list = JsonDocument::array();
  for (const tracker::Sprint& sprint : site_.sprints) {
    const bool is_closed = sprint.state == tracker::SprintState::closed;
    if (!closed.empty() && (closed == "true") != is_closed) continue;
    JsonDocument json = taiga_milestone_json(call.view, sprint);
    if (project == 0 || json["project"] == project) list.push_back(std::move(json));
  }
  return known_only(call, "project closed", paged(call, std::move(list)));
}

Answer TaigaHandler::users(const Call& call) {
  if (call.path.size() == 1) {
    JsonDocument list = JsonDocument::array();
    for (const SiteUser& user : site_.users) {
      JsonDocument json = taiga_user_json(call.view, user);
      // A stranger sees less of others.
      for (const char* name :
           {"accepted_terms", "date_joined", "email", "max_memberships_private_projects",
            "max_memberships_public_projects", "max_private_projects", "max_public_projects",
            "read_new_terms", "total_private_projects", "total_public_projects", "uuid"})
        json.erase(name);
      list.push_back(std::move(json));
    }
    return known_only(call, "project", paged(call, std::move(list)));
  }
  const SiteUser* const user = call.path[1] == "me" ? site_.user(site_.me) : words_.user(whole(call.path[1]));
  return user == nullptr ? taiga_missing() : taiga_answer(taiga_user_json(call.view, *user));
}

// By a project's slug and a number that all kinds of it share.
Answer TaigaHandler::resolve(const Call& call) {
  const SiteProject* const project = words_.project_of_slug(call.target.parameter("project").value_or(""));
  if (project == nullptr) return taiga_missing();
  JsonDocument json{{"project", words_.project_id(*project)}};
  const std::int64_t ref = call.target.number("ref", 0);
  for (const TaigaKind kind : kTaigaKinds) {
    for (const SiteIssue* each : words_.all(kind)) {
      if (each->deleted || each->issue.project_key != project->key || TaigaWords::ref(each->issue) != ref)
        continue;
      json[kind == TaigaKind::story ? "us" : std::string{singular(kind)}] = words_.number(*each);
      return known_only(call, "project ref", taiga_answer(json));
    }
  }
  return taiga_missing();
}

std::optional<Answer> TaigaHandler::definition(const Call& call) {
  using Tell = JsonDocument (*)(const TaigaView&, const SiteProject&);
  static const std::map<std::string, Tell, std::less<>> kLists{
      {"epic-statuses",
       [](const TaigaView& view, const SiteProject& project) {
         return taiga_statuses_json(view, project, TaigaKind::epic);
       }},
      {"userstory-statuses",
       [](const TaigaView& view, const SiteProject& project) {
         return taiga_statuses_json(view, project, TaigaKind::story);
       }},
      {"task-statuses",
       [](const TaigaView& view, const SiteProject& project) {
         return taiga_statuses_json(view, project, TaigaKind::task);
       }},
      {"issue-statuses",
       [](const TaigaView& view, const SiteProject& project) {
         return taiga_statuses_json(view, project, TaigaKind::issue);
       }},
      {"userstory-custom-attributes",
       [](const TaigaView& view, const SiteProject& project) {
         return taiga_attributes_json(view, project, TaigaKind::story);
       }},
      {"task-custom-attributes",
       [](const TaigaView& view, const SiteProject& project) {
         return taiga_attributes_json(view, project, TaigaKind::task);
       }},
      {"issue-custom-attributes",
       [](const TaigaView& view, const SiteProject& project) {
         return taiga_attributes_json(view, project, TaigaKind::issue);
       }},
      {"points", taiga_points_json},
      {"roles", taiga_roles_json},
      {"priorities", taiga_priorities_json},
      {"severities", taiga_severities_json},
      {"issue-types", taiga_issue_types_json},
      {"memberships", taiga_memberships_json},
  };
  const auto found = kLists.find(call.path.front());
  if (found == kLists.end() || call.path.size() != 1) return std::nullopt;
  JsonDocument list = JsonDocument::array();
  const std::int64_t only = call.target.number("project", 0);
  for (const SiteProject& project : site_.projects) {
    if (only != 0 && words_.project_id(project) != only) continue;
    for (JsonDocument& each : found->second(call.view, project)) list.push_back(std::move(each));
  }
  // Of these all come without asking, but for memberships.
  const bool whole_list = call.path.front() != "memberships" && !call.target.parameter("page");
  return known_only(call, "project", whole_list ? taiga_answer(list) : paged(call, std::move(list)));
}

Answer TaigaHandler::handle(const ReceivedRequest& request, const Moment& moment) {
  const Target target = parse_target(request.target);
  if (target.segments.size() < 3 || target.segments[0] != "api" || target.segments[1] != "v1")
    return taiga_missing();
  Call call{request,
            moment,
            target,
            {std::next(target.segments.begin(), 2), target.segments.end()},
            {words_, moment.base_url, removed_comments_, moment.now}};
  if (auto wait = throttled(moment.now)) return std::move(*wait);
  const std::string& what = call.path.front();
  if (what == "auth" && request.method == "POST") return call.path.size() == 1 ? login(call) : refresh(call);
  if (auto no = unsigned_answer(request, moment.now)) return std::move(*no);
  for (const TaigaKind kind : kTaigaKinds)
    if (what == plural(kind)) return items(call, kind);
  if (what == "history") return history(call);
  if (request.method != "GET")
    return taiga_error(405, "MethodNotAllowed", fmt::format("Method '{}' not allowed.", request.method));
  if (what == "projects") return projects(call);
  if (what == "milestones") return milestones(call);
  if (what == "resolver") return resolve(call);
  if (what == "users") return users(call);
  if (auto answer = definition(call)) return std::move(*answer);
  violated(fmt::format("{} {}: there is no such address", request.method, target.path));
  return taiga_missing();
}

}  // namespace stint::test
