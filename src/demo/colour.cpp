// What makes a history look lived in: talk, ranks, labels, releases, bots. None of it touches a sprint's
// figures, and none of it is human activity on items that are planted as stale.
#include <algorithm>
#include <numeric>
#include <utility>

#include "demo/by_time.h"
#include "demo/labels.h"
#include "demo/planning.h"

namespace stint::demo {

namespace {

struct Milestones {
  Instant begun = Instant::max();
  Instant reviewed = Instant::max();
  Instant done = Instant::max();
  Instant last{};
};

Milestones milestones_of(const Issue& issue) {
  Milestones milestones;
  milestones.last = issue.created;
  for (const Event& event : issue.events) {
    milestones.last = std::max(milestones.last, event.at);
    if (event.field != Field::status) continue;
    const auto status = static_cast<StatusId>(event.to);
    if (status == StatusId::in_review) milestones.reviewed = event.at;
    if (is_in_progress(status)) milestones.begun = std::min(milestones.begun, event.at);
    if (is_done(status)) milestones.done = event.at;
  }
  return milestones;
}

void say(Workbench& bench, Issue& issue, CommentKind kind, Instant after, Instant before,
         std::int32_t actor) {
  const WorkMinute from = bench.clock.floor(after) + 2;
  const WorkMinute to = std::min(bench.clock.floor(before), bench.end) - 2;
  if (to <= from) return;
  issue.comments.push_back({bench.moment(bench.random.between(from, to)), kind, actor});
}

void talk(Workbench& bench, Issue& issue, const Milestones& milestones) {
  Random& random = bench.random;
  const Instant end = bench.board.end;
  if (random.chance(280))
    say(bench, issue, CommentKind::question, issue.created, std::min(milestones.begun, end),
        bench.developer());
  if (issue.quiet || milestones.begun == Instant::max()) return;
  if (random.chance(350)) {
    say(bench, issue, CommentKind::progress, milestones.begun, std::min(milestones.done, end),
        issue.assignee);
  }
  if (milestones.reviewed != Instant::max() && random.chance(330)) {
    const CommentKind kind = random.chance(650) ? CommentKind::review : CommentKind::tested;
    say(bench, issue, kind, milestones.reviewed, std::min(milestones.done, end), bench.developer());
  }
  if (is_done(issue.status) && random.chance(110)) {
    say(bench, issue, CommentKind::closing, milestones.done, milestones.done + std::chrono::hours{30},
        issue.assignee);
  }
}

void rank(Workbench& bench, Issue& issue, const Milestones& milestones) {
  Random& random = bench.random;
  if (!random.chance(issue.quiet ? 700 : 650)) return;
  const WorkMinute from = bench.clock.floor(issue.quiet ? milestones.last : issue.created) + 3;
  const WorkMinute to =
      std::min(bench.end, bench.clock.floor(std::min(milestones.done, bench.board.end))) - 3;
  if (to <= from) return;
  for (std::int64_t times = random.between(1, 3); times > 0; --times) {
    const Instant moment = bench.moment(random.between(from, to));
    change(issue, Field::rank, moment, 0, random.chance(600) ? 1 : 0, 0);
  }
}

void bots(Workbench& bench, Issue& issue, const Milestones& milestones) {
  Random& random = bench.random;
  const WorkMinute from = bench.clock.floor(milestones.last) + 5;
  const std::int32_t bot = bench.board.automation_bot();
  if (random.chance(issue.quiet ? 600 : 60) && from < bench.end - 5) {
    issue.comments.push_back({bench.moment(random.between(from, bench.end - 3)), CommentKind::bot, bot});
  }
  if (random.chance(issue.quiet ? 500 : 60) && from < bench.end - 5) {
    const Instant moment = bench.moment(random.between(from, bench.end - 3));
    change(issue, Field::remote_link, moment, 0, static_cast<std::int32_t>(random.between(100, 9'999)), bot);
  }
}

// The change that a piece of work is reviewed in, linked by the code host while it is under way.
void link_code(Workbench& bench, Issue& issue, const Milestones& milestones) {
  if (issue.quiet || milestones.reviewed == Instant::max() || !bench.random.chance(750)) return;
  const WorkMinute from = bench.clock.floor(milestones.begun) + 1;
  const WorkMinute to = bench.clock.floor(milestones.reviewed) - 1;
  if (to <= from) return;
  const Instant moment = bench.moment(bench.random.between(from, to));
  change(issue, Field::remote_link, moment, 0, static_cast<std::int32_t>(bench.random.between(100, 9'999)),
         bench.board.automation_bot());
}

void label(Workbench& bench, Issue& issue, const Milestones& milestones) {
  Random& random = bench.random;
  if (!random.chance(260) || issue.quiet) return;
  const WorkMinute from = bench.clock.floor(issue.created) + 3;
  const WorkMinute to =
      std::min(bench.end, bench.clock.floor(std::min(milestones.begun, bench.board.end))) - 3;
  if (to <= from) return;
  const Instant moment = bench.moment(random.between(from, to));
  const std::int32_t actor = random.chance(800) ? 0 : bench.board.automation_bot();
  change(issue, Field::label, moment, kNone,
         static_cast<std::int32_t>(random.below(static_cast<std::int64_t>(kLabels.size()))), actor);
}

void prioritise(Workbench& bench, Issue& issue, const Milestones& milestones) {
  Random& random = bench.random;
  if (!random.chance(200) || issue.quiet) return;
  const WorkMinute from = bench.clock.floor(issue.created) + 3;
  const WorkMinute to =
      std::min(bench.end, bench.clock.floor(std::min(milestones.begun, bench.board.end))) - 3;
  if (to <= from) return;
  const std::int32_t next =
      issue.priority > 0 && random.chance(700) ? issue.priority - 1 : issue.priority + 1;
  change(issue, Field::priority, bench.moment(random.between(from, to)), issue.priority, next, 0);
}

// The release that a finished item went out with.
void release(Workbench& bench, Issue& issue, const Milestones& milestones) {
  Board& board = bench.board;
  if (milestones.done == Instant::max() || issue.resolution != Resolution::done ||
      issue.type == IssueType::epic)
    return;
  for (std::size_t i = 0; i < board.versions.size(); ++i) {
    const Version& version = board.versions[i];
    if (version.release <= milestones.done + std::chrono::hours{2}) continue;
    const auto index = static_cast<std::int32_t>(i);
    if (version.released) {
      const Instant out = version.release + Milliseconds{bench.random.below(900'000)};
      change(issue, Field::fix_version, out, kNone, index, board.release_bot());
      if (board.has_released && issue.type != IssueType::subtask) {
        change_status(issue, out + std::chrono::seconds{40}, StatusId::released, board.release_bot(),
                      Resolution::done);
      }
    } else if (bench.random.chance(600) && milestones.done + std::chrono::seconds{30} < board.end) {
      change(issue, Field::fix_version, milestones.done + std::chrono::seconds{20}, kNone, index,
             issue.assignee);
    }
    return;
  }
}

bool is_human_sign(const Board& board, const Event& event) {
  return event.field != Field::rank && event.field != Field::remote_link && !board.is_bot(event.actor);
}

Instant last_sign(const Board& board, const Issue& issue) {
  Instant last = issue.created;
  for (const Event& event : issue.events) {
    if (is_human_sign(board, event)) last = std::max(last, event.at);
  }
  for (const Comment& comment : issue.comments) {
    if (!board.is_bot(comment.actor)) last = std::max(last, comment.at);
  }
  return last;
}

}  // namespace

void add_colour(Workbench& bench) {
  for (Issue& issue : bench.board.issues) {
    const Milestones milestones = milestones_of(issue);
    if (issue.type != IssueType::subtask) talk(bench, issue, milestones);
    if (issue.type == IssueType::subtask && bench.random.chance(120)) {
      say(bench, issue, CommentKind::subtask_note, issue.created, std::min(milestones.done, bench.board.end),
          issue.assignee);
    }
    rank(bench, issue, milestones);
    bots(bench, issue, milestones);
    link_code(bench, issue, milestones);
    label(bench, issue, milestones);
    prioritise(bench, issue, milestones);
    release(bench, issue, milestones);
  }
  sort_events(bench.board);
}

void keep_alive(Workbench& bench) {
  const Instant recently = bench.clock.instant(bench.end - kMinutesPerDay);
  for (Issue& issue : bench.board.issues) {
    if (!is_in_progress(issue.status) || issue.quiet || last_sign(bench.board, issue) >= recently) continue;
    const std::int32_t actor = issue.assignee == kNobody ? 1 : issue.assignee;
    const CommentKind kind =
        issue.type == IssueType::subtask ? CommentKind::subtask_note : CommentKind::progress;
    issue.comments.push_back(
        {bench.moment(bench.random.between(bench.end - kMinutesPerDay + 5, bench.end - 4)), kind, actor});
  }
}

void order_by_creation(Workbench& bench) {
  std::vector<Issue>& issues = bench.board.issues;
  std::vector<std::int32_t> order(issues.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return std::pair(issues[at(a)].created, a) < std::pair(issues[at(b)].created, b);
  });
  std::vector<std::int32_t> place(issues.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[at(order[i])] = static_cast<std::int32_t>(i);
  std::vector<Issue> sorted;
  sorted.reserve(issues.size());
  for (const std::int32_t index : order) {
    Issue& issue = sorted.emplace_back(std::move(issues[at(index)]));
    if (issue.parent != kNone) issue.parent = place[at(issue.parent)];
    for (std::int32_t& subtask : issue.subtasks) subtask = place[at(subtask)];
    for (Link& link : issue.links) link.other = place[at(link.other)];
    sort_by_time(issue.comments);
  }
  issues = std::move(sorted);
  for (NearMiss& miss : bench.near_misses) {
    for (std::int32_t& index : miss.issues) index = place[at(index)];
  }
}

}  // namespace stint::demo
