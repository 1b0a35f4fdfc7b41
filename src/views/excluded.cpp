#include "views/excluded.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace stint::views {
namespace {

struct Group {
  std::string_view reason;
  std::vector<metrics::Index> issues;
};

std::vector<Group> by_reason(const std::vector<metrics::Excluded>& excluded) {
  std::vector<Group> groups;
  for (const metrics::Excluded& out : excluded) {
    auto found = std::ranges::find(groups, out.reason, &Group::reason);
    if (found == groups.end()) found = groups.insert(groups.end(), Group{out.reason, {}});
    found->issues.push_back(out.issue);
  }
  for (Group& group : groups) std::ranges::sort(group.issues);
  std::ranges::stable_sort(groups, std::ranges::greater{}, [](const Group& g) { return g.issues.size(); });
  return groups;
}

struct ReasonWords {
  std::string_view reason;
  std::string_view one;
  std::string_view many;
};

constexpr std::array kWords{
    ReasonWords{"wont_do", "closed as won't do", "closed as won't do"},
    ReasonWords{"subtask", "sub-task", "sub-tasks"},
    ReasonWords{"epic", "epic", "epics"},
    ReasonWords{"no_history", "done without a history", "done without a history"},
    ReasonWords{"no_start", "never in progress", "never in progress"},
};

}  // namespace

void write_excluded(JsonWriter& json, const Evidence& evidence,
                    const std::vector<metrics::Excluded>& excluded) {
  const auto list = json.array("excluded");
  for (const Group& group : by_reason(excluded)) {
    const auto object = json.object();
    json.member("reason", group.reason);
    json.member("n", group.issues.size());
    evidence.write(json, "issues", group.issues);
  }
}

std::string excluded_text(const std::vector<metrics::Excluded>& excluded) {
  std::string text;
  for (const Group& group : by_reason(excluded)) {
    const auto words = std::ranges::find(kWords, group.reason, &ReasonWords::reason);
    const std::string_view said = words == kWords.end()      ? group.reason
                                  : group.issues.size() == 1 ? words->one
                                                             : words->many;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", group.issues.size(), said);
  }
  return text;
}

}  // namespace stint::views
