#include "metrics/sprint_window.h"

#include <algorithm>

namespace stint::metrics {

std::optional<SprintWindow> sprint_window(const Context& context, const history::Sprint& sprint) {
  if (sprint.state == history::SprintState::future) return std::nullopt;
  const std::optional<Instant> start = sprint.activated ? sprint.activated : sprint.start;
  if (!start || *start > context.as_of) return std::nullopt;
  SprintWindow window;
  window.start = *start;
  window.planned_end = sprint.end;
  std::optional<Instant> end = sprint.completed;
  if (!end && sprint.state == history::SprintState::closed) end = sprint.end;
  // A sprint that ended before it began has no time in it.
  window.end = std::max(window.start, std::min(end.value_or(context.as_of), context.as_of));
  window.closed = sprint.state == history::SprintState::closed && end && *end <= context.as_of;
  return window;
}

}  // namespace stint::metrics
