#include "access/scope.h"

namespace stint::access {

std::string_view scope_name(Scope scope) {
  switch (scope) {
    case Scope::read:
      return "read";
    case Scope::write:
      return "write";
    case Scope::admin:
      return "admin";
    case Scope::model:
      return "model";
  }
  return {};
}

std::optional<Scope> parse_scope(std::string_view name) {
  for (const Scope scope : kScopes) {
    if (scope_name(scope) == name) return scope;
  }
  return std::nullopt;
}

std::string to_text(Scopes scopes) {
  std::string text;
  for (const Scope scope : kScopes) {
    if (!scopes.contains(scope)) continue;
    if (!text.empty()) text += ',';
    text += scope_name(scope);
  }
  return text;
}

std::optional<Scopes> parse_scopes(std::string_view text) {
  Scopes scopes;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const auto scope = parse_scope(text.substr(0, comma));
    // Nothing after a comma is no scope either.
    if (!scope || comma + 1 == text.size()) return std::nullopt;
    scopes.add(*scope);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return scopes;
}

}  // namespace stint::access
