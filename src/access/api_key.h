// API keys: what programs show in the place of a session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/principal.h"
#include "access/scope.h"
#include "access/token.h"
#include "base/instant.h"
#include "base/result.h"
#include "base/secret.h"

namespace stint::access {

struct ApiKey {
  std::string id;    // 12 characters; no secret
  std::string name;  // what it is for
  std::int64_t user = 0;
  Scopes scopes;
  ProjectFilter projects;
  Instant created{};
  std::optional<Instant> expires;
  std::optional<Instant> used;  // the last time, to the minute or so
  std::optional<Instant> revoked;

  [[nodiscard]] bool is_good(Instant now) const { return !revoked && (!expires || now < *expires); }
};

struct NewApiKey {
  std::string name;
  Scopes scopes = {Scope::read};
  ProjectFilter projects = {.all = true, .keys = {}};
  std::optional<Instant> expires = {};
};

// "stint_", 12 characters of id and 43 of secret, all of base64url: no border to look for, nothing to escape.
struct KeyText {
  std::string_view id;
  std::string_view secret;
};
[[nodiscard]] std::optional<KeyText> parse_key(std::string_view text);

struct MadeKey {
  std::string id;
  Secret text;              // the whole key
  std::string secret_hash;  // what is kept of it
};
[[nodiscard]] MadeKey make_key(const Randomness& random);

// Errors: ErrorCode::usage for a name that is none, no scope at all, an expiry that has passed.
[[nodiscard]] Outcome check_key(const NewApiKey& key, Instant now);

// As JSON: null for all, else a list.
[[nodiscard]] std::optional<std::string> projects_json(const ProjectFilter& projects);
// Nothing fits a text that is none of those.
[[nodiscard]] ProjectFilter parse_projects(const std::optional<std::string>& json);

}  // namespace stint::access
