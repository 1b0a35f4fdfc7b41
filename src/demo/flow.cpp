#include "demo/flow.h"

#include <algorithm>

namespace stint::demo {

namespace {

constexpr auto kLongestBriefBlock = std::chrono::hours{60};

// Everyone takes turns within a component, so that nobody owns one by accident.
std::int32_t next_developer(Workbench& bench, std::int32_t component) {
  if (bench.intent.silo && component == 0 && bench.random.chance(820)) return bench.board.first_developer();
  const std::int32_t turn = bench.rotation[at(component)]++;
  return bench.board.first_developer() + (turn + component * 2) % bench.board.developers;
}

std::int32_t reviewer(Workbench& bench, const Issue& issue) {
  const std::int32_t other = bench.developer();
  return other == issue.assignee || bench.random.chance(350) ? issue.assignee : other;
}

WorkMinute after(WorkMinute previous, WorkMinute wanted) {
  return std::max(previous + 1, wanted);
}

// Review, testing where the board has it, done. `now` is when the item last moved.
void close_item(Workbench& bench, Issue& issue, WorkMinute now, WorkMinute done, bool skip) {
  const WorkMinute left = done - now;
  if (issue.status == StatusId::in_progress && !skip && left > 4) {
    now = after(now, now + left * bench.random.between(45, 70) / 100);
    change_status(issue, bench.moment(now), StatusId::in_review, issue.assignee);
  }
  if (issue.status == StatusId::in_review && bench.board.has_testing && done - now > 3 &&
      bench.random.chance(800)) {
    now = after(now, now + (done - now) / 2);
    const std::int32_t tester = reviewer(bench, issue);
    change_status(issue, bench.moment(now), StatusId::testing, tester);
  }
  const std::int32_t closer = reviewer(bench, issue);
  change_status(issue, bench.moment(after(now, done)), StatusId::done, closer, Resolution::done);
}

void maybe_block(Workbench& bench, Issue& issue, WorkMinute start, WorkMinute done) {
  if (done - start < 240 || !bench.random.chance(70)) return;
  const WorkMinute from = start + bench.random.between(20, (done - start) / 3);
  const WorkMinute to = from + bench.random.between(60, (done - start) / 2);
  if (to >= done - 2 || bench.clock.instant(to) - bench.clock.instant(from) > kLongestBriefBlock) return;
  flag_item(bench, issue, from, to);
}

}  // namespace

void assign(Workbench& bench, Issue& issue, Instant at_time) {
  if (issue.assignee != kNobody) return;
  const std::int32_t person = next_developer(bench, issue.component);
  change(issue, Field::assignee, at_time, kNobody, person, bench.random.chance(700) ? person : 1);
}

void flag_item(Workbench& bench, Issue& issue, WorkMinute from, WorkMinute to) {
  const std::int32_t actor = issue.assignee == kNobody ? 1 : issue.assignee;
  const Instant on = bench.moment(from);
  change(issue, Field::flag, on, 0, 1, actor);
  if (to > from || bench.random.chance(900)) {
    issue.comments.push_back(
        {on + Milliseconds{bench.random.between(4'000, 27'000)}, CommentKind::flag_reason, actor});
  }
  if (to <= from) return;
  const std::int32_t helper = bench.random.chance(700) ? actor : 1;
  change(issue, Field::flag, bench.moment(to), 1, 0, helper);
}

void start_item(Workbench& bench, Issue& issue, WorkMinute start, WorkMinute review, Stretch stretch) {
  WorkMinute now = start;
  if (issue.status == StatusId::to_do) {
    const Instant moment = bench.moment(start);
    assign(bench, issue, moment);
    change_status(issue, moment, StatusId::in_progress, issue.assignee);
  }
  if (issue.status == StatusId::in_progress && review < stretch.to) {
    now = after(now, review);
    change_status(issue, bench.moment(now), StatusId::in_review, issue.assignee);
  }
}

WorkMinute finish_item(Workbench& bench, Issue& issue, Stretch stretch) {
  Random& random = bench.random;
  const std::int64_t size = std::max<std::int32_t>(issue.points, 1);
  WorkMinute start = stretch.from;
  WorkMinute done = 0;
  if (issue.status == StatusId::to_do) {
    const WorkMinute settling = random.between(150, 420);
    const WorkMinute work = std::min(settling + size * random.between(90, 230), stretch.length() * 3 / 4);
    start = random.between(stretch.from + 4, stretch.to - work - 4);
    done = start + work;
    if (random.chance(6)) {
      // Nobody moved the card until it was over.
      const Instant moment = bench.moment(done);
      assign(bench, issue, moment);
      change_status(issue, moment, StatusId::done, issue.assignee, Resolution::done);
      return done;
    }
    start_item(bench, issue, start, stretch.to, stretch);
  } else {
    done = random.between(stretch.part(80), stretch.part(450));
  }
  close_item(bench, issue, start, done, random.chance(110));
  if (issue.status == StatusId::done && start > stretch.from) maybe_block(bench, issue, start, done);
  if (done < stretch.part(650) && random.chance(60)) {
    const WorkMinute again = done + random.between(30, stretch.length() / 10 + 30);
    const std::int32_t finder = reviewer(bench, issue);
    change_status(issue, bench.moment(again), StatusId::in_progress, finder);
    close_item(bench, issue, again, again + random.between(60, stretch.length() / 6 + 60), false);
  }
  return done;
}

WorkMinute before_end(const Workbench& bench, std::int64_t days_x10) {
  return bench.clock.floor(bench.board.end - std::chrono::minutes{144 * days_x10});
}

}  // namespace stint::demo
