// The small steps from which an issue's history is made.
#include <algorithm>

#include "demo/by_time.h"
#include "demo/workbench.h"

namespace stint::demo {

namespace {

std::int32_t first_estimate(Workbench& bench, std::int32_t final_estimate) {
  return static_cast<std::int32_t>(std::max<std::int64_t>(1, final_estimate + bench.random.between(-1, 1)));
}

}  // namespace

void change(Issue& issue, Field field, Instant at, std::int32_t from, std::int32_t to, std::int32_t actor) {
  issue.events.push_back({.at = at, .field = field, .from = from, .to = to, .actor = actor});
  switch (field) {
    case Field::points:
      issue.points = to;
      break;
    case Field::criteria:
      issue.criteria = to;
      break;
    case Field::assignee:
      issue.assignee = to;
      break;
    case Field::priority:
      issue.priority = to;
      break;
    case Field::flag:
      issue.flagged = to != 0;
      break;
    default:
      break;
  }
}

void change_status(Issue& issue, Instant at, StatusId to, std::int32_t actor, Resolution resolution) {
  issue.events.push_back({.at = at,
                          .field = Field::status,
                          .from = static_cast<std::int32_t>(issue.status),
                          .to = static_cast<std::int32_t>(to),
                          .actor = actor,
                          .resolution = is_done(to) ? resolution : Resolution::none});
  issue.status = to;
  issue.resolution = is_done(to) ? resolution : Resolution::none;
}

void change_points(Workbench& bench, Issue& issue, WorkMinute minute, std::int32_t to) {
  const std::int32_t actor = bench.random.chance(600) ? 1 : bench.developer();
  change(issue, Field::points, bench.moment(minute), issue.points, to, actor);
}

std::int32_t add_issue(Workbench& bench, const NewIssue& request) {
  Random& random = bench.random;
  Issue issue;
  issue.type = request.type;
  issue.created = bench.moment(request.created);
  const bool bug = request.type == IssueType::bug;
  issue.reporter =
      bug || random.chance(300) ? bench.developer() : static_cast<std::int32_t>(random.chance(850) ? 0 : 1);
  issue.component = static_cast<std::int32_t>(random.below(static_cast<std::int64_t>(bench.rotation.size())));
  issue.text_seed = random.next();
  issue.first_priority = issue.priority =
      static_cast<std::int32_t>(random.pick(std::vector<int>{1, 1, 2, 2, 2, 2, 3}));
  const bool forgot = random.chance(25);
  issue.first_criteria = issue.criteria =
      forgot ? 0 : static_cast<std::int32_t>(bug ? random.between(2, 3) : random.between(3, 6));
  if (request.estimate != kNoEstimate) {
    if (request.estimated_at_creation) {
      issue.first_points = issue.points = request.estimate;
    } else {
      const WorkMinute span = request.planned - request.created;
      if (span > 400 && random.chance(120)) {
        const std::int32_t guess = first_estimate(bench, request.estimate);
        change_points(bench, issue, request.created + random.between(5, span / 2 - 5), guess);
      }
      if (issue.points != request.estimate) {
        change_points(bench, issue,
                      request.created + random.between(span / 2 + 1, std::max(span / 2 + 1, span - 2)),
                      request.estimate);
      }
    }
  }
  bench.board.issues.push_back(std::move(issue));
  return static_cast<std::int32_t>(bench.board.issues.size() - 1);
}

void sort_events(Board& board) {
  for (Issue& issue : board.issues) sort_by_time(issue.events);
}

}  // namespace stint::demo
