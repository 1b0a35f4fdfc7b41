#include "server/service.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <fmt/format.h>
#include <utility>

#include "server/chat/model_refusal.h"
#include "server/description.h"
#include "server/page.h"
#include "server/route.h"

namespace stint::server {
namespace {

constexpr unsigned kAccepted = 202;
constexpr std::string_view kAssets = "/assets/";  // the page's files
constexpr std::size_t kClasses = 6;               // of status codes: 1xx to 5xx, by their first digit

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Whose answer it is, for keeping it.
std::string tag_of(const Identity& identity) {
  if (!identity.caller) return "-";
  const access::Principal& caller = *identity.caller;
  return caller.key.empty() ? fmt::format("u{}", caller.user) : "k" + caller.key;
}

std::string name_of(const Identity& identity) {
  return identity.caller ? identity.caller->name : std::string{};
}

Answer not_signed_in() {
  Answer answer = refusal(401, "authentication", "nobody is signed in",
                          "sign in on the page, or send an API key: Authorization: Bearer stint_…");
  answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

Answer unknown_method(const Match& match) {
  std::string allowed;
  for (const Method method : match.others) (allowed += allowed.empty() ? "" : ", ") += method_name(method);
  Answer answer = refusal(405, "method", "that cannot be done at this address", "it takes " + allowed);
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

// Programs that speak OpenAI's language are refused in it.
Answer in_shape_of(const http::Request& request, Answer answer) {
  return answer.status >= 400 && request.target.starts_with("/v1/") ? in_openai_shape(std::move(answer))
                                                                    : answer;
}

// The schemas of all with their references resolved by having all of them at hand.
JsonDocument with_definitions(std::string_view name) {
  std::string text = to_line(schemas());
  constexpr std::string_view kFrom = "#/components/schemas/";
  constexpr std::string_view kTo = "#/definitions/";
  for (std::size_t at = text.find(kFrom); at != std::string::npos; at = text.find(kFrom, at))
    text.replace(at, kFrom.size(), kTo);
  JsonDocument definitions = JsonDocument::parse(text);
  JsonDocument schema = definitions.at(std::string{name});
  schema["definitions"] = std::move(definitions);
  return schema;
}

}  // namespace

struct Service::Tally {
  std::array<std::atomic<std::uint64_t>, kClasses> answers{};
  std::atomic<std::uint64_t> kept = 0;
  std::atomic<std::uint64_t> microseconds = 0;
};

// A request on its way.
struct Service::Work {
  const http::Request& request;
  double started;
  Target target;
  Identity identity;
  Match match;
  JsonDocument body = nullptr;
  std::string key;  // to keep the answer by
  std::uint64_t version = 0;
  std::string question = {};  // that others may ask meanwhile
  access::Principal nobody = {};
  std::stop_token gone = {};

  [[nodiscard]] const Route& route() const { return *match.route; }
};

Service::Service(Services& services, ServiceOptions options)
    : services_(services),
      options_(std::move(options)),
      tally_(std::make_unique<Tally>()),
      models_(options_.models),
      workers_(options_.workers, options_.most_waiting) {
  for (const Route& route : routes()) {
    if (route.input.empty() || inputs_.contains(route.input)) continue;
    auto schema = JsonSchema::compile(with_definitions(route.input));
    assert(schema);
    inputs_.emplace(std::string{route.input}, std::move(*schema));
  }
}

Service::~Service() = default;

http::ResponsePtr Service::handle(const http::Request& request, const http::Reply& reply) {
  const double started = seconds_now();
  const auto at_once = [&](Answer answer, const Identity& identity = {}) {
    return finish(request, name_of(identity), started,
                  form_for(dressed(in_shape_of(request, std::move(answer)), accepts_gzip(request)), request));
  };
  if (auto refused = guard(request, options_.guard)) return at_once(std::move(*refused));
  auto identity = identify(request, services_, options_.proxy, options_.open_mode);
  if (!identity) return at_once(error_answer(identity.error()));
  const std::uint64_t version = services_.version;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  std::string key;
  if (reads) {
    key = tag_of(*identity);
    key += accepts_gzip(request) ? " gzip " : " ";
    key += request.target;
    const std::lock_guard lock{kept_mutex_};
    if (const auto kept = kept_.find(key, version)) {
      ++tally_->kept;
      return finish(request, name_of(*identity), started, form_for(*kept, request));
    }
  }
  auto target = parse_target(request.target);
  if (!target) return at_once(error_answer(target.error()), *identity);
  Match match = find_route(request.method, *target);
  if (match.route == nullptr) {
    if (!match.others.empty()) return at_once(unknown_method(match), *identity);
    if (!reads) return at_once(refusal(404, "not_found", "there is nothing at this address"), *identity);
    const auto page = std::make_shared<const KeptAnswer>(
        dressed(in_shape_of(request, page_answer(*target)), accepts_gzip(request)));
    if (target->path.starts_with(kAssets) && page->whole->status == 200) {
      const std::lock_guard lock{kept_mutex_};
      kept_.keep(key, version, page);
    }
    return finish(request, name_of(*identity), started, form_for(*page, request));
  }
  auto work = std::make_shared<Work>(Work{.request = request,
                                          .started = started,
                                          .target = std::move(*target),
                                          .identity = std::move(*identity),
                                          .match = std::move(match),
                                          .key = std::move(key),
                                          .version = version});
  if (auto refused = refuse(*work)) return finish(*work, std::move(*refused));
  if (auto refused = read_body(*work)) return finish(*work, std::move(*refused));
  if (work->route().pace == Pace::quick) return answer(*work);
  if (work->route().pace == Pace::model) {
    if (request.gone) work->gone = request.gone();
    if (models_.add(name_of(work->identity), [this, work, reply] { answer_in_pieces(*work, reply); }))
      return nullptr;
  } else if (answer_later(work, reply)) {
    return nullptr;
  }
  Answer busy = refusal(503, "busy", "too much is asked at once", "try again in a moment");
  busy.headers.emplace_back("Retry-After", "1");
  return finish(*work, std::move(busy));
}

bool Service::answer_later(const std::shared_ptr<Work>& work, const http::Reply& reply) {
  if (work->route().pace == Pace::cached) {
    work->question = fmt::format("{} {}", work->version, work->key);
    const bool is_new = questions_.is_new(work->question, [this, work, reply](const KeptAnswer& answer) {
      reply(finish(work->request, name_of(work->identity), work->started, form_for(answer, work->request)));
    });
    if (!is_new) return true;
  }
  if (workers_.add([this, work, reply] { reply(answer(*work)); })) return true;
  if (!work->question.empty()) questions_.withdraw(std::exchange(work->question, {}));
  return false;
}

// Who may not call, and calls that another site's page could have made.
std::optional<Answer> Service::refuse(const Work& work) const {
  const Needs& needs = work.route().needs;
  const bool changes = work.route().method != Method::get;
  if (changes && work.identity.session &&
      !access::is_csrf_token(work.request.header("X-CSRF-Token"), *work.identity.session)) {
    return refusal(403, "csrf", "the change came without the token of the session",
                   "send X-CSRF-Token as GET /api/v1/session gives it");
  }
  if (needs.nothing) return std::nullopt;
  if (!work.identity.caller) return not_signed_in();
  const access::Principal& caller = *work.identity.caller;
  if (caller.kind == access::Principal::Kind::open && !needs.open_mode) {
    return refusal(403, "needs_users", "this takes a user, and there are none yet",
                   "open the link that the server printed at its start, and make the first one");
  }
  const bool may = needs.whole ? access::may(caller, needs.role, access::kEveryProject, needs.scope)
                               : access::may_somewhere(caller, needs.role, needs.scope);
  if (may) return std::nullopt;
  return refusal(403, "forbidden",
                 fmt::format("this takes the role {}{} and the scope {}", access::role_name(needs.role),
                             needs.whole ? " for all projects" : "", access::scope_name(needs.scope)),
                 "ask an admin for it");
}

std::optional<Answer> Service::read_body(Work& work) const {
  if (work.route().input.empty() || work.route().pace == Pace::model) return std::nullopt;
  work.body = JsonDocument::parse(work.request.body, nullptr, false);
  if (work.body.is_discarded()) {
    return refusal(400, "malformed", "the body is not JSON",
                   "send the object that the API's description shows");
  }
  const auto violation = inputs_.find(work.route().input)->second.check(work.body);
  if (!violation) return std::nullopt;
  return error_answer(
      400, Error{ErrorCode::usage, "the body does not fit: " + violation->reason, violation->pointer,
                 "see /api/openapi.json, " + std::string{work.route().input}});
}

Call Service::call_of(Work& work) {
  return {work.request,
          work.target,
          work.match.parts,
          work.identity.caller ? *work.identity.caller : work.nobody,
          work.identity.address,
          work.identity.session ? &*work.identity.session : nullptr,
          std::move(work.body),
          services_,
          work.gone,
          {}};
}

http::ResponsePtr Service::answer(Work& work) {
  const Call call = call_of(work);
  Result<Answer> answered = work.route().handle(call);
  if (!answered) return finish(work, error_answer(answered.error()));
  // What was merely accepted has changed nothing yet.
  const bool done = answered->status < 300 && answered->status != kAccepted;
  if (work.route().method != Method::get && done) ++services_.version;
  return finish(work, std::move(*answered));
}

void Service::answer_in_pieces(Work& work, const http::Reply& reply) {
  bool begun = false;
  Call call = call_of(work);
  call.begin = [&](Answer head) {
    begun = true;
    http::BodyPipe pipe = http::make_body_pipe();
    head.pieces = std::move(pipe.reader);
    reply(finish(work, std::move(head)));
    return std::move(pipe.writer);
  };
  Result<Answer> answered = work.route().handle(call);
  if (!begun) reply(finish(work, answered ? std::move(*answered) : error_answer(answered.error())));
}

http::ResponsePtr Service::finish(const Work& work, Answer answer) {
  const bool keep = work.match.route != nullptr && work.route().pace == Pace::cached &&
                    answer.status == 200 && !answer.secret && !work.key.empty();
  auto kept = std::make_shared<const KeptAnswer>(
      dressed(in_shape_of(work.request, std::move(answer)), accepts_gzip(work.request)));
  if (keep) {
    const std::lock_guard lock{kept_mutex_};
    kept_.keep(work.key, work.version, kept);
  }
  if (!work.question.empty()) questions_.answered(work.question, *kept);
  return finish(work.request, name_of(work.identity), work.started, form_for(*kept, work.request));
}

http::ResponsePtr Service::finish(const http::Request& request, std::string_view caller, double started,
                                  http::ResponsePtr response) const {
  note(request, caller, *response, started);
  return response;
}

void Service::note(const http::Request& request, std::string_view caller, const http::Response& response,
                   double started) const {
  const double seconds = seconds_now() - started;
  ++tally_->answers[std::min<std::size_t>(response.status / 100, kClasses - 1)];
  tally_->microseconds += static_cast<std::uint64_t>(seconds * 1e6);
  if (!options_.log) return;
  options_.log({request.peer, request.method, request.target.substr(0, request.target.find('?')), caller,
                response.status, response.body ? response.body->size() : 0, seconds});
}

std::string Service::prometheus(const http::Counts& counts) const {
  std::string out;
  const auto metric = [&](std::string_view name, std::string_view type, std::string_view help) {
    out += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
  };
  metric("stint_http_answers_total", "counter", "Answers by class of status.");
  for (std::size_t i = 1; i < kClasses; ++i)
    out += fmt::format("stint_http_answers_total{{class=\"{}xx\"}} {}\n", i, tally_->answers[i].load());
  const auto single = [&](std::string_view name, std::string_view type, std::string_view help, auto value) {
    metric(name, type, help);
    out += fmt::format("{} {}\n", name, value);
  };
  single("stint_http_kept_answers_total", "counter", "Answers given again as they were.",
         tally_->kept.load());
  single("stint_http_seconds_total", "counter", "Time from a request to its answer.",
         static_cast<double>(tally_->microseconds.load()) / 1e6);
  single("stint_http_connections_total", "counter", "Connections taken.", counts.accepted);
  single("stint_http_connections_refused_total", "counter", "Connections over a limit.", counts.refused);
  single("stint_http_malformed_total", "counter", "Requests that were none.", counts.malformed);
  single("stint_http_connections", "gauge", "Open connections.", counts.open);
  single("stint_http_listeners", "gauge", "Listeners to events.", counts.listeners);
  const auto snapshot = services_.workspace.current();
  single("stint_issues", "gauge", "Issues that figures are made of.",
         snapshot->figures->dataset().issues.size());
  single("stint_insights", "gauge", "Insights told.", snapshot->standing.told.size());
  return out;
}

}  // namespace stint::server
