#include "metrics/awkward_history.h"

#include <array>
#include <fmt/format.h>
#include <random>
#include <string_view>

#include "metrics/random_history.h"

namespace stint::test {
namespace {

template <std::size_t N>
using Words = std::array<std::string_view, N>;

constexpr Words<10> kStatuses{"todo", "next", "doing",    "doing",  "review",
                              "done", "done", "resolved", "closed", "odd"};
constexpr Words<17> kEstimates{"1",
                               "2",
                               "3",
                               "5",
                               "8",
                               "13",
                               "0.1",
                               "0",
                               "-",
                               "-2",
                               "1e300",
                               "1.7e308",
                               "-1e300",
                               "1e-300",
                               "nan",
                               "1e9",
                               "0.30000000000000004"};
constexpr Words<4> kResolutions{"Done", "Duplicate", "-", "Won't Do"};
constexpr Words<5> kPeople{"ann", "bo", "cem", "-", "bot"};
constexpr Words<4> kUnits{"points", "hours", "issues", "unsaid"};
constexpr Words<6> kSprints{"1", "2", "3", "4", "5", "77"};
constexpr Words<5> kBoards{"1", "1", "2", "-", "9"};
constexpr Words<4> kStates{"active", "closed", "future", ""};
constexpr Words<5> kZones{"UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"};
constexpr Words<6> kFarAway{"1970-01-01", "0001-01-01", "9999-12-31",
                            "2025-02-28", "2030-06-01", "1969-12-31T23:59"};
constexpr Words<22> kOptions{"sprints.include_subtasks 1",
                             "throughput.include_wont_do 1",
                             "ageing.minimum 1",
                             "hygiene.weight.stale 0",
                             "hygiene.weight.no_goal 0",
                             "hygiene.history_days 64",
                             "hygiene.history_days 1",
                             "hygiene.stalled_days 0",
                             "hygiene.blocked_warning_days 0",
                             "scope_creep.grace_hours 336",
                             "sprints.estimated_share 0",
                             "sprints.estimated_share 1",
                             "sprints.history 1",
                             "throughput.window_days 7",
                             "trend.weeks 2",
                             "trend.minimum 2",
                             "forecast.minimum_active_days 1",
                             "forecast.backtests 0",
                             "cumulative_flow.days 1",
                             "flow_efficiency.days 3650",
                             "defect_leakage.window_days 3650",
                             "knowledge_silo.minimum 1"};

class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed), long_(draw(random_, 8) == 0), alone_(one_in(6)) {}

  std::string write() {
    boards();
    sprints();
    options();
    const std::uint32_t kind = draw(random_, 16);
    if (kind == 0) {
      // An empty project.
    } else if (kind == 1) {
      issue(1);
    } else {
      const std::uint32_t count = 2 + draw(random_, 6);
      for (std::uint32_t i = 0; i < count; ++i) issue(1 + i);
      if (long_) finished_items(count + 1);
    }
    out_ += "as-of " + (one_in(10) ? std::string{any(kFarAway)} : moment()) + "\n";
    return out_;
  }

 private:
  bool one_in(std::uint32_t n) { return draw(random_, n) == 0; }
  template <std::size_t N>
  std::string_view any(const Words<N>& words) {
    return words[draw(random_, N)];
  }
  static std::string day(std::uint32_t number) {
    if (number <= 31) return fmt::format("01-{:02}", number);
    if (number <= 59) return fmt::format("02-{:02}", number - 31);
    return fmt::format("03-{:02}", number - 59);
  }
  // Of the first 90 days of the year: ten o'clock, midnight, a quarter past any hour, the last millisecond.
  std::string moment() {
    const std::string of_day = day(1 + draw(random_, 90));
    switch (draw(random_, 6)) {
      case 0:
        return of_day + "T00:00";
      case 1:
        return fmt::format("{}T{:02}:15", of_day, draw(random_, 24));
      case 2:
        return of_day + "T23:59:59.999";
      default:
        return of_day;
    }
  }
  std::string any_moment() { return one_in(12) ? std::string{any(kFarAway)} : moment(); }
  std::string_view person() { return alone_ ? "ann" : any(kPeople); }

  void boards() {
    const std::uint32_t count = draw(random_, 3);
    for (std::uint32_t i = 1; i <= count; ++i) {
      out_ += fmt::format("board {} {}", i, any(kUnits));
      if (one_in(3)) out_ += " project B";
      if (one_in(2))
        out_ += " column Open todo,next column Busy doing,review column Ready done,resolved,closed";
      if (one_in(8)) out_ += " column Nothing gone column Twice doing,done";
      out_ += '\n';
    }
    if (one_in(3)) out_ += fmt::format("zone {}\n", any(kZones));
  }

  // In `long_` ones, most follow each other and are closed.
  void sprints() {
    const std::uint32_t count = long_ ? 5 : draw(random_, 6);
    for (std::uint32_t i = 1; i <= count; ++i) {
      if (long_ && !one_in(4)) {
        const std::uint32_t first = (i - 1) * 14 + 1;
        out_ += fmt::format("sprint {} start {} end {} completed {} {}\n", i, day(first), day(first + 13),
                            day(first + 13), i < 5 ? "closed" : "active");
        continue;
      }
      out_ += fmt::format("sprint {} board {}", i, any(kBoards));
      for (const std::string_view word : {"start", "end", "activated", "completed"}) {
        if (!one_in(3)) out_ += fmt::format(" {} {}", word, any_moment());
      }
      if (one_in(4)) out_ += " goal -";
      out_ += fmt::format(" {}\n", any(kStates));
    }
  }

  void options() {
    if (one_in(4)) out_ += "option burnout_risk.enabled 1\n";
    while (one_in(2)) out_ += fmt::format("option {}\n", any(kOptions));
  }

  std::string sprint_list() {
    std::string list;
    for (std::uint32_t i = draw(random_, 4); i > 0; --i)
      list += fmt::format("{}{}", list.empty() ? "" : ",", any(kSprints));
    return list.empty() ? "-" : list;
  }

  std::string other_key() { return fmt::format("{}-{}", one_in(2) ? "A" : "B", 1 + draw(random_, 9)); }

  void issue(std::uint32_t number) {
    out_ += fmt::format("issue {}-{} created {} points {} sprint {}", one_in(3) ? "B" : "A", number,
                        any_moment(), any(kEstimates), sprint_list());
    if (one_in(4)) out_ += fmt::format(" hours {}", draw(random_, 40));
    if (one_in(4)) out_ += fmt::format(" status {}", any(kStatuses));
    if (one_in(4)) out_ += fmt::format(" assignee {}", person());
    if (one_in(4)) out_ += fmt::format(" criteria {}", draw(random_, 4));
    if (one_in(6)) out_ += " flag on";
    if (one_in(8)) out_ += " resolution Duplicate";
    if (one_in(4)) out_ += " type Bug";
    if (one_in(8)) out_ += " subtask parent " + other_key();
    if (one_in(10)) out_ += " epic";
    if (one_in(12)) out_ += " no-history";
    if (one_in(12)) out_ += " history-total 99";
    if (one_in(4)) out_ += " component Engine";
    if (one_in(6)) out_ += " component Wheels";
    if (one_in(6)) out_ += " label production";
    if (one_in(6)) out_ += " environment staging";
    if (one_in(6)) out_ += fmt::format(" affects V{} {}", draw(random_, 3), one_in(3) ? "-" : any_moment());
    if (one_in(5)) out_ += " blocked-by " + other_key();
    if (one_in(5)) out_ += " link " + other_key();
    out_ += '\n';
    for (std::uint32_t i = draw(random_, 10); i > 0; --i) {
      out_ += fmt::format("  {} {}\n", any_moment(), change());
    }
  }

  std::string change() {
    const std::string_view who = person();
    const std::string by = who == "-" ? std::string{} : fmt::format(" by {}", who);
    switch (draw(random_, 12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return fmt::format("status {}{}", any(kStatuses), by);
      case 4:
      case 5:
        return fmt::format("sprint {}{}", sprint_list(), by);
      case 6:
        return fmt::format("points {}{}", any(kEstimates), by);
      case 7:
        return one_in(2) ? "flag on" + by : "flag off" + by;
      case 8:
        return fmt::format("resolution \"{}\"{}", any(kResolutions), by);
      case 9:
        return fmt::format("assignee {}{}", person(), by);
      case 10:
        return one_in(2) ? "is-blocked-by " + other_key() : "not-blocked-by " + other_key();
      default:
        return one_in(2) ? fmt::format("criteria {}{}", draw(random_, 5), by) : "comment \"why so\"" + by;
    }
  }

  // Enough for whatever needs a number of them, worked on within the sprints.
  void finished_items(std::uint32_t number) {
    const std::uint32_t count = 12 + draw(random_, 24);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t first = 1 + draw(random_, 74);
      const std::uint32_t done = first + 1 + draw(random_, 12);
      out_ += fmt::format("issue A-{} created {} points {} sprint {}\n  {} status doing by {}\n", number + i,
                          day(1 + draw(random_, first)), 1 + draw(random_, 5), 1 + first / 14, day(first),
                          alone_ ? "ann" : "bo");
      if (!one_in(5)) out_ += fmt::format("  {} status done\n", day(done));
    }
  }

  std::mt19937 random_;
  bool long_;
  bool alone_;
  std::string out_;
};

}  // namespace

std::string awkward_scenario(std::uint32_t seed) {
  return Writer{seed}.write();
}

std::string unrelated_issue(std::uint32_t seed) {
  std::mt19937 random{seed};
  std::string out;
  const bool in_sprint = draw(random, 2) == 0;
  if (in_sprint) out += "board 8 points project Z\nsprint 8 board 8 start 01-05 end 01-15 active\n";
  out += fmt::format("issue Z-1 created 01-01 points 3 sprint {}\n", in_sprint ? "8" : "-");
  out += "  01-10 status doing by zoe\n  01-11 flag on by zoe\n";
  if (draw(random, 2) == 0) out += "  01-12 status done by zoe\n";
  return out;
}

}  // namespace stint::test
