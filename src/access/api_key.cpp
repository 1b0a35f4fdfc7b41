#include "access/api_key.h"

#include <algorithm>

#include "access/plain_text.h"
#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"

namespace stint::access {
namespace {

constexpr std::string_view kPrefix = "stint_";
constexpr std::size_t kIdBytes = 9;
constexpr std::size_t kIdLength = 12;
constexpr std::size_t kLongestName = 128;

bool is_base64url(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

std::optional<KeyText> parse_key(std::string_view text) {
  if (text.size() != kPrefix.size() + kIdLength + kTokenLength || !text.starts_with(kPrefix)) {
    return std::nullopt;
  }
  text.remove_prefix(kPrefix.size());
  if (!std::ranges::all_of(text, is_base64url)) return std::nullopt;
  return KeyText{.id = text.substr(0, kIdLength), .secret = text.substr(kIdLength)};
}

MadeKey make_key(const Randomness& random) {
  MadeKey key;
  key.id = base64url_of(random(kIdBytes));
  const Secret secret = new_token(random);
  std::string text{kPrefix};
  text.reserve(kPrefix.size() + kIdLength + kTokenLength);
  text += key.id;
  text += secret.reveal();
  key.text = Secret{std::move(text)};
  key.secret_hash = hash_of(secret);
  return key;
}

Outcome check_key(const NewApiKey& key, Instant now) {
  if (key.name.empty() || !is_plain_text(key.name) || character_count(key.name) > kLongestName) {
    return fail(ErrorCode::usage, "a key needs a name of 1 to 128 characters", "name",
                "say what it is for, such as: nightly report");
  }
  if (key.scopes.empty()) {
    return fail(ErrorCode::usage, "a key without scopes can do nothing", "scopes",
                "give at least one of read, write, admin, model");
  }
  if (!key.projects.all && key.projects.keys.empty()) {
    return fail(ErrorCode::usage, "a key without projects can do nothing", "projects",
                "name projects, or leave them out for all");
  }
  if (key.expires && *key.expires <= now) {
    return fail(ErrorCode::usage, "the key would have expired already", "expires", "choose a later time");
  }
  return {};
}

std::optional<std::string> projects_json(const ProjectFilter& projects) {
  if (projects.all) return std::nullopt;
  JsonDocument list = JsonDocument::array();
  for (const std::string& key : projects.keys) list.push_back(key);
  return to_line(list);
}

ProjectFilter parse_projects(const std::optional<std::string>& json) {
  if (!json) return {.all = true, .keys = {}};
  ProjectFilter projects;
  json::Parser parser;
  const auto list = parser.parse(*json);
  if (!list) return projects;
  for (const json::Value key : list->items()) {
    if (key.is_string()) projects.keys.emplace(key.text());
  }
  return projects;
}

}  // namespace stint::access
