// What can be asked over HTTP: one row of the table in routes.cpp per method and path. The description served
// at /api/openapi.json, the checks before a handler is called and the tests of who may call what are all made
// from it.
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "access/audit.h"
#include "access/principal.h"
#include "base/result.h"
#include "base/secret.h"
#include "server/answer.h"
#include "server/target.h"

namespace stint::server {

struct Services;

enum class Method : std::uint8_t { get, post, put, remove };
[[nodiscard]] std::string_view method_name(Method method);  // "GET"

// Who may call. Everybody else gets 401 or 403.
struct Needs {
  bool nothing = false;  // before anybody has signed in, too
  access::Role role = access::Role::viewer;
  access::Scope scope = access::Scope::read;
  bool open_mode = false;  // also while there are no users
  // The role is needed for what belongs to no project; otherwise in the project that is asked about, or
  // anywhere.
  bool whole = false;
};

struct Parameter {
  enum class Type : std::uint8_t { text, integer, flag, date };
  std::string_view name;
  Type type = Type::text;
  std::string_view meaning;
};

// A short list, written out in a row of the table.
class Parameters {
 public:
  constexpr Parameters(std::initializer_list<Parameter> parameters) : count_(parameters.size()) {
    assert(parameters.size() <= kMost);
    std::size_t i = 0;
    for (const Parameter& parameter : parameters) all_[i++] = parameter;
  }
  [[nodiscard]] constexpr const Parameter* begin() const { return all_.data(); }
  [[nodiscard]] constexpr const Parameter* end() const { return all_.data() + count_; }

 private:
  static constexpr std::size_t kMost = 16;
  std::array<Parameter, kMost> all_{};
  std::size_t count_ = 0;
};

// A request that has passed every check that the table asks for.
struct Call {
  const http::Request& request;
  const Target& target;
  std::vector<std::string> parts;   // what stands for the {names} in the route's path
  const access::Principal& caller;  // nobody's, with no right at all, where a route needs nothing
  const std::string& address;       // where the request comes from, proxies taken off
  const Secret* session;            // the token, where the caller came with a cookie
  JsonDocument body;                // fits the route's input schema; null without one
  Services& services;

  // For routes of Pace::model. Asked to stop when the client has gone.
  std::stop_token gone = {};
  // Sends an answer whose body is then written piece by piece; what the handler returns is not sent any more.
  // From then on `request` is gone with the end of the body.
  using Begin = std::function<std::shared_ptr<http::BodyWriter>(Answer)>;
  Begin begin = {};

  [[nodiscard]] access::Act act() const;  // for what the caller changes

  // A query parameter; empty where it is not given.
  [[nodiscard]] std::string_view query(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;  // "1", "true" or alone
  // ErrorCode::usage for what is no number, or not between `least` and `most`.
  [[nodiscard]] Result<std::int64_t> number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                                            std::int64_t most) const;
  // The project asked about, by "project": empty for all. ErrorCode::not_found for one that does not exist
  // for the caller, and for all when not all do.
  [[nodiscard]] Result<std::string> project() const { return project(std::string{query("project")}); }
  // Likewise the one of that key.
  [[nodiscard]] Result<std::string> project(std::string asked) const;
  // The body with the name that the route's path gives in it.
  [[nodiscard]] std::string named_body() const;
  // Writes down what the caller has done.
  [[nodiscard]] Outcome audited(std::string action, std::string about,
                                JsonDocument details = JsonDocument::object(),
                                std::string outcome = "done") const;
};

using Handle = Result<Answer>(const Call& call);

// How long the answer may take, and how long it stays true.
enum class Pace : std::uint8_t {
  quick,   // answered on the server's own thread
  slow,    // on a worker's
  cached,  // on a worker's, then kept until anything changes
  model,   // as long as a model takes: apart from all others. The handler reads the body, and changes nothing
};

struct Route {  // NOLINT(clang-analyzer-optin.performance.Padding): rows are for reading
  Method method;
  std::string_view path;  // "/api/v1/issues/{key}"
  std::string_view name;  // of the operation, for clients: "getIssue"
  std::string_view summary;
  Needs needs;
  Pace pace;
  Parameters parameters;
  std::string_view input;   // name of a schema; empty: no body
  std::string_view output;  // name of a schema; empty: not JSON
  unsigned status;          // of success
  Handle* handle;
};

[[nodiscard]] std::span<const Route> routes();

struct Match {
  const Route* route = nullptr;
  std::vector<std::string> parts;
  std::vector<Method> others;  // that the path knows, when it does not know the method
};
[[nodiscard]] Match find_route(std::string_view method, const Target& target);

}  // namespace stint::server
