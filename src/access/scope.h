// What an API key is for. A key does nothing that its owner may not do, and nothing outside its scopes.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace stint::access {

enum class Scope : std::uint8_t {
  read,   // looks, and drafts what changes nothing
  write,  // changes trackers and what belongs to a project: alerts, jobs
  admin,  // users, keys, connections, settings
  model,  // /v1: asks models
};

inline constexpr std::array kScopes{Scope::read, Scope::write, Scope::admin, Scope::model};

[[nodiscard]] std::string_view scope_name(Scope scope);
[[nodiscard]] std::optional<Scope> parse_scope(std::string_view name);

// A set of scopes.
class Scopes {
 public:
  constexpr Scopes() = default;
  constexpr Scopes(std::initializer_list<Scope> scopes) {
    for (const Scope scope : scopes) add(scope);
  }
  [[nodiscard]] static constexpr Scopes all() {
    return {Scope::read, Scope::write, Scope::admin, Scope::model};
  }

  constexpr void add(Scope scope) { bits_ = static_cast<std::uint8_t>(bits_ | bit(scope)); }
  [[nodiscard]] constexpr bool contains(Scope scope) const { return (bits_ & bit(scope)) != 0; }
  [[nodiscard]] constexpr bool contains(Scopes others) const { return (others.bits_ & ~bits_) == 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }

  friend constexpr bool operator==(Scopes, Scopes) = default;

 private:
  static constexpr unsigned bit(Scope scope) { return 1U << static_cast<unsigned>(scope); }
  std::uint8_t bits_ = 0;
};

// "read,model", in the order above.
[[nodiscard]] std::string to_text(Scopes scopes);
// Nothing when one of the names is none. An empty text has no scopes.
[[nodiscard]] std::optional<Scopes> parse_scopes(std::string_view text);

}  // namespace stint::access
