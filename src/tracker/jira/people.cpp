#include "tracker/jira/people.h"

#include <fmt/format.h>
#include <utility>
#include <vector>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/jira/field_meta.h"

namespace stint::tracker::jira {
namespace {

struct Candidate {
  User user;
  std::string mail;
  bool exact = false;
};

Candidate read_candidate(const Site& site, json::Value item, std::string_view who) {
  Candidate found;
  found.user.id = item[site.cloud() ? "accountId" : "name"].text();
  found.user.name = item["displayName"].text(found.user.id);
  found.mail = item["emailAddress"].text();
  const bool unique = found.user.id == who || item["key"].text() == who ||
                      equal_ignoring_case(item["name"].text(), who) ||
                      (!found.mail.empty() && equal_ignoring_case(found.mail, who));
  found.exact = !found.user.id.empty() && unique;
  return found;
}

std::string shown(const Candidate& candidate) {
  return fmt::format("{} ({})", candidate.user.name,
                     candidate.mail.empty() ? candidate.user.id : candidate.mail);
}

Result<std::vector<Candidate>> ask(Site& site, std::string_view path, std::string_view who) {
  auto answer = site.get(site.api(path));
  if (!answer) {
    if (answer.error().status == 404) return std::vector<Candidate>{};
    return fail(std::move(answer).error().error);
  }
  std::vector<Candidate> candidates;
  if (answer->root.is_object()) candidates.push_back(read_candidate(site, answer->root, who));
  for (const json::Value item : answer->root.items()) candidates.push_back(read_candidate(site, item, who));
  std::erase_if(candidates, [](const Candidate& found) { return found.user.id.empty(); });
  return candidates;
}

Result<std::vector<Candidate>> search(Site& site, std::string_view project, std::string_view who) {
  const std::string at = curl::url_encoded(project);
  const std::string text = curl::url_encoded(who);
  STINT_ASSIGN(found, ask(site,
                          fmt::format("/user/assignable/search?project={}&{}={}&maxResults=50", at,
                                      site.cloud() ? "query" : "username", text),
                          who));
  if (!found.empty()) return found;
  // The search does not look into ids.
  return ask(site,
             site.cloud() ? fmt::format("/user/assignable/search?project={}&accountId={}", at, text)
                          : fmt::format("/user?key={}", text),
             who);
}

}  // namespace

Result<User> find_user(Site& site, std::string_view project, std::string_view who) {
  STINT_ASSIGN(found, search(site, project, who));
  std::vector<const Candidate*> same_name;
  for (const Candidate& candidate : found) {
    if (candidate.exact) return candidate.user;
    if (equal_ignoring_case(candidate.user.name, who)) same_name.push_back(&candidate);
  }
  if (same_name.size() == 1) return same_name.front()->user;
  if (found.empty()) {
    return fail(ErrorCode::not_found,
                fmt::format("nobody called \"{}\" can be assigned issues of {}", who, project), {},
                "give an e-mail address, a user name or the full name");
  }
  std::vector<std::string> names;
  if (same_name.empty()) {
    for (const Candidate& candidate : found) names.push_back(shown(candidate));
  }
  for (const Candidate* candidate : same_name) {
    names.push_back(fmt::format("{} ({})", candidate->user.name, candidate->user.id));
  }
  return fail(ErrorCode::usage, fmt::format("\"{}\" is not the name of exactly one person", who), {},
              "it may be " + choices_text(names));
}

JsonDocument user_value(const Site& site, std::string_view id) {
  JsonDocument value;
  value[site.cloud() ? "accountId" : "name"] = id.empty() ? JsonDocument(nullptr) : JsonDocument(id);
  return value;
}

}  // namespace stint::tracker::jira
