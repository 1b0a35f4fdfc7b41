// What a person did on an issue: everything that one of them changed there at one instant is one
// contribution.
#pragma once

#include "metrics/context.h"

namespace stint::metrics {

// Calls `use(event)` with the first event of each contribution to an issue after `from` and up to as-of, in
// their order. Events of bots, rank changes, remote links and what nobody is named for are none.
template <class Use>
void for_each_contribution(const Context& context, const history::Issue& issue, Instant from, Use use) {
  const history::EventView events = context.data.events_of(issue);
  std::size_t first = events.size();
  while (first > 0 && context.data.events.at[issue.first_event + first - 1] > from) --first;
  Instant last_at{};
  Index last_author = kNone;
  for (std::size_t i = first; i < events.size(); ++i) {
    const history::Event event = events[i];
    if (event.at > context.as_of) break;
    if (!event.human || event.author == kNone || event.kind == history::EventKind::passive) continue;
    if (context.data.people[event.author].bot) continue;
    if (event.author == last_author && event.at == last_at) continue;
    last_author = event.author;
    last_at = event.at;
    use(event);
  }
}

}  // namespace stint::metrics
