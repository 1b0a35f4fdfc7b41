#include "exchange/writes/policy.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/text.h"

namespace stint::writes {
namespace {

// "PAY" of "PAY-12"; empty for what has another form.
std::string_view project_of_key(std::string_view key) {
  const std::size_t dash = key.rfind('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 1 == key.size()) return {};
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return std::ranges::all_of(key.substr(dash + 1), is_digit) ? key.substr(0, dash) : std::string_view();
}

}  // namespace

bool is_read_only(std::optional<std::string_view> value) {
  constexpr std::array<std::string_view, 4> kOn{"1", "true", "yes", "on"};
  return value && std::ranges::find(kOn, lower(trimmed(*value))) != kOn.end();
}

Outcome allows_writing(const Policy& policy) {
  if (!policy.read_only) return {};
  return fail(ErrorCode::declined,
              "nothing is written: READ_ONLY_MODE is on, or the connection is for reading only", {},
              "unset READ_ONLY_MODE, or connect again without --read-only");
}

Outcome allows_project(const Policy& policy, std::string_view project) {
  if (policy.projects.empty()) return {};
  const auto same = [&](const std::string& allowed) { return equal_ignoring_case(allowed, project); };
  if (std::ranges::any_of(policy.projects, same)) return {};
  return fail(ErrorCode::declined, fmt::format("nothing may be written to the project \"{}\"", project), {},
              fmt::format("these are allowed: {}", fmt::join(policy.projects, ", ")));
}

Outcome allows_unread(const Policy& policy, const tracker::Write& write, std::string_view target) {
  STINT_TRY(allows_writing(policy));
  if (const auto* const create = std::get_if<tracker::CreateIssue>(&write))
    return allows_project(policy, create->project);
  if (const std::string_view project = project_of_key(target); !project.empty())
    STINT_TRY(allows_project(policy, project));
  if (const auto* const link = std::get_if<tracker::AddLink>(&write)) {
    const std::string_view other = project_of_key(link->other);
    if (!other.empty()) return allows_project(policy, other);
  }
  return {};
}

}  // namespace stint::writes
