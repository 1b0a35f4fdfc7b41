// Releases, where each bug was found, and the links between issues.
#include <algorithm>

#include "demo/planning.h"

namespace stint::demo {

namespace {

constexpr auto kWindow = std::chrono::hours{24 * 90};
// Below this many bugs no rate is judged; a board without the plant then has no escaped ones at all.
constexpr std::size_t kFewBugs = 7;

bool is_valid(const Issue& issue) {
  return issue.type == IssueType::bug &&
         (issue.resolution == Resolution::none || issue.resolution == Resolution::done);
}

void make_versions(Workbench& bench) {
  Board& board = bench.board;
  const int sprints = board.started_sprints();
  int number = 0;
  for (int i = 0; i < sprints;) {
    const int length = static_cast<int>(bench.random.between(2, 3));
    const int last = std::min(i + length, sprints) - 1;
    Version version;
    version.id = board.id * 1000 + number;
    version.name = std::to_string(1 + board.index % 4) + "." + std::to_string(number) +
                   (bench.random.chance(300) ? ".1" : ".0");
    version.release = board.sprints[at(last)].planned_end + std::chrono::hours{26};
    version.released = version.release < board.end && board.sprints[at(last)].state == SprintState::closed;
    board.versions.push_back(version);
    ++number;
    i = last + 1;
  }
}

// The version under way at `when`, or the newest that was released before it.
std::int32_t version_at(const Board& board, Instant when, bool released) {
  std::int32_t found = kNone;
  for (std::size_t i = 0; i < board.versions.size(); ++i) {
    const bool out = board.versions[i].release + std::chrono::hours{30} < when;
    if (released && out) found = static_cast<std::int32_t>(i);
    if (!released && board.versions[i].release > when) return static_cast<std::int32_t>(i);
  }
  return found;
}

void mark(Workbench& bench, Issue& issue, bool production) {
  Random& random = bench.random;
  if (!production) {
    issue.found = random.chance(850) ? Found::environment_testing : Found::label_testing;
    return;
  }
  const std::int32_t released = version_at(bench.board, issue.created, true);
  issue.affects = random.chance(700) ? released : kNone;
  const std::int64_t roll = random.below(100);
  if (released != kNone && roll < 25) {
    issue.affects = released;
    issue.found = Found::released_version;
  } else {
    issue.found = roll < 75 ? Found::environment_production : Found::label_production;
  }
}

// A new link on both issues, told by a change on each.
void link(Workbench& bench, LinkType type, std::int32_t from, std::int32_t to, Instant when,
          std::int32_t actor) {
  const auto number = static_cast<std::int32_t>(bench.random.below(1'000'000'000));
  const auto one_way = [&](std::int32_t holder, std::int32_t other, bool outward, Instant moment) {
    Issue& issue = bench.issue(holder);
    issue.links.push_back({.type = type, .outward = outward, .other = other, .number = number});
    change(issue, Field::link, moment, kNone, static_cast<std::int32_t>(issue.links.size() - 1), actor);
  };
  one_way(from, to, true, when);
  one_way(to, from, false, when + Milliseconds{3});
}

Instant done_at(const Issue& issue) {
  Instant done = Instant::max();
  for (const Event& event : issue.events) {
    if (event.field == Field::status && is_done(static_cast<StatusId>(event.to))) done = event.at;
  }
  return is_done(issue.status) ? done : Instant::max();
}

// A bug and the finished story that it comes from.
void link_to_origin(Workbench& bench, std::int32_t bug_index) {
  std::vector<std::int32_t> origins;
  const Instant created = bench.issue(bug_index).created;
  for (std::size_t i = 0; i < bench.board.issues.size(); ++i) {
    const Issue& issue = bench.board.issues[i];
    if (issue.type == IssueType::story && done_at(issue) < created && issue.resolution == Resolution::done) {
      origins.push_back(static_cast<std::int32_t>(i));
    }
  }
  if (origins.empty()) return;
  const std::size_t newest = std::min<std::size_t>(origins.size(), 25);
  const std::int32_t origin =
      origins[origins.size() - 1 - at(bench.random.below(static_cast<std::int64_t>(newest)))];
  const Instant when = created + std::chrono::minutes{bench.random.between(2, 50)};
  if (when > bench.board.end) return;
  bench.issue(bug_index).component = bench.issue(origin).component;
  link(bench, bench.random.chance(550) ? LinkType::relates : LinkType::problem, origin, bug_index, when,
       bench.issue(bug_index).reporter);
}

// "is blocked by" links whose blocker was done before the holder was begun: never blocked.
void add_harmless_blocks(Workbench& bench) {
  const auto count = static_cast<std::int64_t>(bench.board.issues.size());
  for (std::int64_t i = 0; i < count / 12; ++i) {
    const auto blocker = static_cast<std::int32_t>(bench.random.below(count));
    const auto holder = static_cast<std::int32_t>(bench.random.below(count));
    const Issue& a = bench.issue(blocker);
    const Issue& b = bench.issue(holder);
    if (blocker == holder || !is_counted(a.type) || !is_counted(b.type) || b.quiet) continue;
    const auto first_status = [](const Issue& issue) {
      for (const Event& event : issue.events) {
        if (event.field == Field::status) return event.at;
      }
      return Instant::max();
    };
    const Instant done = done_at(a);
    const Instant begun = std::min(first_status(b), bench.board.end);
    const WorkMinute from = bench.clock.floor(std::max(a.created, b.created)) + 3;
    const WorkMinute to = bench.clock.floor(std::min(done, begun)) - 3;
    if (done >= begun || to <= from) continue;
    link(bench, LinkType::blocks, blocker, holder, bench.moment(bench.random.between(from, to)), a.reporter);
  }
}

void add_open_blocks(Workbench& bench) {
  for (const std::int32_t holder : bench.link_blocked) {
    const Issue& issue = bench.issue(holder);
    WorkMinute started = 0;
    for (const Event& event : issue.events) {
      if (event.field == Field::status) started = bench.clock.floor(event.at);
    }
    const WorkMinute when =
        bench.random.between(std::max(started + 5, before_end(bench, 86)), before_end(bench, 42));
    std::int32_t blocker = kNone;
    for (std::size_t i = 0; i < bench.board.issues.size(); ++i) {
      const Issue& other = bench.board.issues[i];
      if (is_counted(other.type) && other.status == StatusId::to_do &&
          bench.clock.floor(other.created) < when - 5) {
        blocker = static_cast<std::int32_t>(i);
      }
    }
    if (blocker == kNone) continue;
    const Instant moment = bench.moment(when);
    link(bench, LinkType::blocks, blocker, holder, moment, issue.assignee);
    bench.issue(holder).comments.push_back(
        {moment + Milliseconds{14'000}, CommentKind::link_reason, bench.issue(holder).assignee});
  }
}

}  // namespace

bool add_defects(Workbench& bench) {
  make_versions(bench);
  Random& random = bench.random;
  const DefectGoal& goal = bench.intent.defects;
  std::vector<std::int32_t> recent;
  for (std::size_t i = 0; i < bench.board.issues.size(); ++i) {
    Issue& issue = bench.board.issues[i];
    if (issue.type != IssueType::bug) continue;
    if (issue.created > bench.board.end - kWindow - std::chrono::hours{36} && is_valid(issue)) {
      recent.push_back(static_cast<std::int32_t>(i));
    } else {
      mark(bench, issue, random.chance(90));
    }
  }
  random.shuffle(recent);
  const std::size_t total = recent.size();
  std::size_t production = 0;
  // One or two without any trace, but never where that alone could decide anything.
  std::size_t unclassified = total >= 10 && random.chance(500) ? 1 : 0;
  if (goal.planted) {
    if (total < 6) return false;
    production = (total * at(random.between(goal.rate.low, goal.rate.high)) + 999) / 1000;
    if (!goal.rate.holds(static_cast<std::int64_t>(production), static_cast<std::int64_t>(total)))
      return false;
  } else if (total >= kFewBugs) {
    const bool near = !goal.near_miss.empty();
    while (goal.rate.holds(static_cast<std::int64_t>(production + 1),
                           static_cast<std::int64_t>(total - unclassified)) ||
           (near && static_cast<std::int64_t>(production + 1) * 1000 <=
                        goal.rate.high * static_cast<std::int64_t>(total - unclassified))) {
      ++production;
    }
    if (near && goal.rate.holds(static_cast<std::int64_t>(production), static_cast<std::int64_t>(total))) {
      bench.near_misses.push_back(
          {goal.near_miss,
           kNone,
           {recent.begin(), recent.begin() + static_cast<std::ptrdiff_t>(production)}});
    }
  }
  for (std::size_t i = 0; i < total; ++i) {
    if (i >= production && i < production + unclassified) continue;
    mark(bench, bench.issue(recent[i]), i < production);
  }
  for (std::size_t i = 0; i < total; ++i) {
    const bool escaped = goal.planted && i < production;
    if (random.chance(escaped ? 850 : 200)) link_to_origin(bench, recent[i]);
  }
  return true;
}

void add_links(Workbench& bench) {
  add_harmless_blocks(bench);
  add_open_blocks(bench);
}

}  // namespace stint::demo
