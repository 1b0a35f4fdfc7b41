#include "server/description.h"

#include <cassert>
#include <fmt/format.h>

#include "server/embedded.h"
#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {
namespace {

JsonDocument reference(std::string_view schema) {
  return {{"$ref", fmt::format("#/components/schemas/{}", schema)}};
}

JsonDocument content(std::string_view schema) {
  return {{"application/json", {{"schema", reference(schema)}}}};
}

JsonDocument type_of(Parameter::Type type) {
  switch (type) {
    case Parameter::Type::text:
      return {{"type", "string"}};
    case Parameter::Type::integer:
      return {{"type", "integer"}};
    case Parameter::Type::flag:
      return {{"type", "string"}, {"enum", {"", "1", "true"}}};
    case Parameter::Type::date:
      return {{"type", "string"}, {"format", "date"}};
  }
  return {};
}

JsonDocument parameters_of(const Route& route) {
  JsonDocument list = JsonDocument::array();
  std::string_view path = route.path;
  for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{')) {
    const std::size_t close = path.find('}');
    list.push_back({{"name", path.substr(open + 1, close - open - 1)},
                    {"in", "path"},
                    {"required", true},
                    {"schema", {{"type", "string"}}}});
    path.remove_prefix(close + 1);
  }
  for (const Parameter& parameter : route.parameters) {
    list.push_back({{"name", parameter.name},
                    {"in", "query"},
                    {"description", parameter.meaning},
                    {"schema", type_of(parameter.type)}});
  }
  return list;
}

std::string who(const Needs& needs) {
  if (needs.nothing) return "Anybody may ask.";
  std::string text = fmt::format("Needs the role {}{} and the scope {}.", access::role_name(needs.role),
                                 needs.whole ? " for all projects" : "", access::scope_name(needs.scope));
  if (!needs.open_mode) text += " Not while there are no users.";
  return text;
}

JsonDocument operation_of(const Route& route) {
  const std::string success = std::to_string(route.status);
  JsonDocument operation{{"operationId", route.name},
                         {"summary", route.summary},
                         {"description", who(route.needs)},
                         {"parameters", parameters_of(route)}};
  if (!route.input.empty())
    operation["requestBody"] = {{"required", true}, {"content", content(route.input)}};
  JsonDocument done{{"description", route.status == 204 ? "Done." : "The answer."}};
  if (!route.output.empty()) done["content"] = content(route.output);
  operation["responses"] = {
      {success, std::move(done)},
      {"default",
       {{"description", "A refusal or a failure."},
        {"content", content(route.path.starts_with("/v1/") ? "ModelError" : "Error")}}}};
  if (route.needs.nothing) {
    operation["security"] = JsonDocument::array();
  }
  return operation;
}

std::string key_of(Method method) {
  return method == Method::get    ? "get"
         : method == Method::post ? "post"
         : method == Method::put  ? "put"
                                  : "delete";
}

}  // namespace

const JsonDocument& schemas() {
  static const JsonDocument all = [] {
    JsonDocument merged = JsonDocument::object();
    for (const Embedded& file : embedded_schemas()) {
      const JsonDocument part = JsonDocument::parse(file.bytes);
      for (const auto& [name, schema] : part.items()) {
        assert(!merged.contains(name));
        merged[name] = schema;
      }
    }
    return merged;
  }();
  return all;
}

JsonDocument describe(std::span<const Route> routes, std::string_view version) {
  JsonDocument paths = JsonDocument::object();
  for (const Route& route : routes)
    paths[std::string{route.path}][key_of(route.method)] = operation_of(route);
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Stint"},
            {"version", version},
            {"description",
             "What is going wrong in the team's work, with the figures and issues behind it. Changes need "
             "Content-Type: application/json and, with a session's cookie, the header X-CSRF-Token that GET "
             "/api/v1/session gives."}}},
          {"security", {{{"key", JsonDocument::array()}}, {{"session", JsonDocument::array()}}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", schemas()},
            {"securitySchemes",
             {{"key", {{"type", "http"}, {"scheme", "bearer"}}},
              {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "stint_session"}}}}}}}};
}

Result<Answer> get_description(const Call& call) {
  return json_answer(describe(routes(), call.services.program_version));
}

}  // namespace stint::server
