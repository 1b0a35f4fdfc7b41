#include "server/route.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "server/services.h"

namespace stint::server {
namespace {

// The parts of a pattern and of a path side by side; nothing where they do not fit.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& segments) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const std::size_t end = pattern.find('/');
    const std::string_view part = pattern.substr(0, end);
    if (at == segments.size()) return std::nullopt;
    if (part.starts_with('{')) {
      parts.push_back(segments[at]);
    } else if (part != segments[at]) {
      return std::nullopt;
    }
    ++at;
    pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
  }
  if (at != segments.size()) return std::nullopt;
  return parts;
}

}  // namespace

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::remove:
      return "DELETE";
  }
  return {};
}

Match find_route(std::string_view method, const Target& target) {
  Match found;
  if (method == "HEAD") method = "GET";
  for (const Route& route : routes()) {
    auto parts = match(route.path, target.segments);
    if (!parts) continue;
    if (method_name(route.method) == method) {
      found.route = &route;
      found.parts = std::move(*parts);
      return found;
    }
    found.others.push_back(route.method);
  }
  return found;
}

std::string_view Call::query(std::string_view name) const {
  const auto found =
      std::ranges::find(target.query, name, [](const auto& pair) { return std::string_view{pair.first}; });
  return found == target.query.end() ? std::string_view{} : found->second;
}

access::Act Call::act() const {
  const bool key = caller.kind == access::Principal::Kind::key;
  return {services.now(), key ? fmt::format("key {} of {}", caller.key, caller.name) : caller.name, address};
}

bool Call::flag(std::string_view name) const {
  const auto found =
      std::ranges::find(target.query, name, [](const auto& pair) { return std::string_view{pair.first}; });
  return found != target.query.end() &&
         (found->second.empty() || found->second == "1" || found->second == "true");
}

Result<std::int64_t> Call::number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                                  std::int64_t most) const {
  const std::string_view text = query(name);
  if (text.empty()) return otherwise;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    return fail(ErrorCode::usage,
                fmt::format("{} takes a whole number from {} to {}, not \"{}\"", name, least, most, text));
  }
  return value;
}

Result<std::string> Call::project(std::string project) const {
  const access::ProjectFilter visible = access::visible_projects(caller);
  if (project.empty()) {
    if (visible.all) return project;
    // With one project alone there is nothing to choose.
    if (visible.keys.size() == 1) return *visible.keys.begin();
    return fail(ErrorCode::not_found, "figures over all projects do not exist for you", {},
                "ask for one of yours: ?project=KEY");
  }
  if (!visible.contains(project))
    return fail(ErrorCode::not_found, "there is no project \"" + project + "\"");
  return project;
}

std::string Call::named_body() const {
  JsonDocument named = body;
  named["name"] = parts[0];
  return to_line(named);
}

Outcome Call::audited(std::string action, std::string about, JsonDocument details,
                      std::string outcome) const {
  return services.directory.record([&](sqlite::Database& database) {
    return access::append_audit(database, act(),
                                {.action = std::move(action),
                                 .target = std::move(about),
                                 .details = std::move(details),
                                 .outcome = std::move(outcome)});
  });
}

}  // namespace stint::server
