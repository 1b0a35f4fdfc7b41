#include "tracker/jira/sprints.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "lib/curl/url.h"
#include "tracker/jira/catalogue.h"
#include "tracker/jira/definitions.h"
#include "tracker/jira/field_meta.h"

namespace stint::tracker::jira {
namespace {

bool is_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::vector<Sprint>> open_sprints(Site& site, std::string_view project) {
  auto boards = list_boards(site, project);
  if (!boards) return fail(std::move(boards).error().error);
  std::vector<Sprint> open;
  for (const Board& board : *boards) {
    auto sprints = list_sprints(site, board, "active,future");
    if (!sprints) return fail(std::move(sprints).error().error);
    for (Sprint& sprint : *sprints) {
      const auto same = [&](const Sprint& known) { return known.id == sprint.id; };
      if (sprint.state != SprintState::closed && std::ranges::none_of(open, same))
        open.push_back(std::move(sprint));
    }
  }
  return open;
}

}  // namespace

Result<Sprint> find_sprint(Site& site, std::string_view project, std::string_view wanted) {
  if (is_id(wanted)) {
    auto answer = site.get(fmt::format("/rest/agile/1.0/sprint/{}", wanted));
    if (answer) {
      Sprint sprint = read_sprint(answer->root);
      if (sprint.state != SprintState::closed) return sprint;
      return fail(ErrorCode::usage, fmt::format("sprint \"{}\" is closed", sprint.name), {},
                  "issues can be moved to active and future sprints only");
    }
    // A sprint may be called "12".
    if (!is_absent(answer.error()) && answer.error().status != 400)
      return fail(std::move(answer).error().error);
  }
  STINT_ASSIGN(open, open_sprints(site, project));
  std::vector<const Sprint*> found;
  std::vector<std::string> names;
  for (const Sprint& sprint : open) {
    if (equal_ignoring_case(sprint.name, wanted)) found.push_back(&sprint);
    names.push_back(fmt::format("{} ({})", sprint.name, sprint.id));
  }
  if (found.size() == 1) return *found.front();
  return fail(ErrorCode::usage,
              fmt::format("{} sprint of {} is called \"{}\"", found.empty() ? "no open" : "more than one",
                          project, wanted),
              {}, names.empty() ? "it has no open sprints" : "there are " + choices_text(names));
}

}  // namespace stint::tracker::jira
