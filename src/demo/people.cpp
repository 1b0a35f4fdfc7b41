// Signs that concern single people: knowledge that one person holds alone, and work at odd hours.
#include <algorithm>

#include "demo/planning.h"

namespace stint::demo {

void concentrate_knowledge(Workbench& bench) {
  if (!bench.intent.silo) return;
  constexpr std::int64_t kShare = 650;  // permille of what others would have done
  const std::int32_t owner = bench.board.first_developer();
  for (Issue& issue : bench.board.issues) {
    if (issue.component != 0 || !is_counted(issue.type)) continue;
    // Changes of one moment stay one entry of one person.
    Instant moment{};
    bool taken = false;
    for (Event& event : issue.events) {
      if (event.at != moment) taken = bench.random.chance(kShare);
      moment = event.at;
      if (taken && !bench.board.is_bot(event.actor)) event.actor = owner;
    }
    for (Comment& comment : issue.comments) {
      const bool human = !bench.board.is_bot(comment.actor) && comment.kind != CommentKind::flag_reason;
      if (human && bench.random.chance(kShare)) comment.actor = owner;
    }
  }
}

void add_off_hours(Workbench& bench) {
  if (!bench.intent.burnout) return;
  constexpr std::int64_t kDays = 20;
  Random& random = bench.random;
  const std::int32_t person = bench.board.first_developer() + 1;
  std::vector<std::int32_t> own;
  for (std::size_t i = 0; i < bench.board.issues.size(); ++i) {
    const Issue& issue = bench.board.issues[i];
    if (issue.assignee == person && !issue.quiet &&
        issue.created < bench.board.end - std::chrono::hours{24 * (kDays + 2)}) {
      own.push_back(static_cast<std::int32_t>(i));
    }
  }
  if (own.empty()) return;
  const std::int64_t today = bench.clock.local_day(bench.board.end);
  for (std::int64_t day = today - kDays; day < today; ++day) {
    const bool weekend = weekday_of(day) >= 5;
    if (!random.chance(750)) continue;
    for (std::int64_t i = random.between(1, 3); i > 0; --i) {
      const auto minute = static_cast<int>(weekend ? random.between(600, 1080) : random.between(1230, 1410));
      const Instant moment = bench.clock.local(day, minute) + Milliseconds{random.below(59'000)};
      const std::size_t newest = std::min<std::size_t>(own.size(), 12);
      if (moment > bench.board.end) continue;
      bench.issue(own[own.size() - 1 - at(random.below(static_cast<std::int64_t>(newest)))])
          .comments.push_back({moment, CommentKind::late, person});
    }
  }
}

}  // namespace stint::demo
