#include "metrics/many_boards.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "metrics/random_history.h"

namespace stint::test {
namespace {

constexpr std::string_view kProjects = "ABCDE";  // the last has no board
constexpr std::uint32_t kBoards = 4;
constexpr std::uint32_t kSprints = 5;  // of a board
constexpr std::uint32_t kDays = 80;    // since 1 January

std::string time_of(std::uint32_t day, std::uint32_t minute) {
  const std::uint32_t month = day < 31 ? 1 : (day < 59 ? 2 : 3);
  const std::uint32_t first = month == 1 ? 0 : (month == 2 ? 31 : 59);
  return fmt::format("{:02}-{:02}T{:02}:{:02}", month, day - first + 1, minute / 60, minute % 60);
}

class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  std::string write() {
    for (std::uint32_t board = 0; board < kBoards; ++board) {
      out_ += fmt::format("board {} points project {}\n", board + 1, kProjects[board]);
    }
    for (std::uint32_t board = 0; board < kBoards; ++board) write_sprints(board);
    const std::uint32_t issues = 24 + below(20);
    for (std::uint32_t i = 0; i < issues; ++i) {
      keys_.push_back(fmt::format("{}-{}", kProjects[i % kProjects.size()], 1 + i / kProjects.size()));
    }
    for (std::uint32_t i = 0; i < issues; ++i) write_issue(i);
    out_ += fmt::format("as-of {}\n", time_of(kDays / 2 + below(kDays / 2), below(1440)));
    return std::move(out_);
  }

 private:
  std::uint32_t below(std::uint32_t bound) { return draw(random_, bound); }
  bool one_in(std::uint32_t count) { return below(count) == 0; }

  void write_sprints(std::uint32_t board) {
    for (std::uint32_t n = 0; n < kSprints; ++n) {
      const std::uint32_t start = 1 + board + 14 * n;
      const std::string_view state = start > 45 ? (n + 1 == kSprints ? "future" : "active") : "closed";
      out_ += fmt::format("sprint {} board {} start {} end {} {}\n", sprint_id(board, n), board + 1,
                          time_of(start, 600), time_of(std::min(start + 13, kDays), 600), state);
    }
  }
  static std::string sprint_id(std::uint32_t board, std::uint32_t n) {
    return fmt::format("{}{}", board + 1, n);
  }

  std::string any_sprint(std::uint32_t project) {
    if (one_in(5)) return "-";
    const std::uint32_t board = project >= kBoards || one_in(5) ? below(kBoards) : project;
    return sprint_id(board, below(kSprints));
  }
  std::string_view any_key() { return keys_[below(static_cast<std::uint32_t>(keys_.size()))]; }

  void write_issue(std::uint32_t i) {
    const std::uint32_t project = i % kProjects.size();
    const std::uint32_t born = below(one_in(3) ? kDays - 5 : kDays / 3);
    out_ += fmt::format("issue {} created {} points {} sprint {}", keys_[i], time_of(born, below(600)),
                        one_in(6) ? "-" : std::to_string(1 + below(8)), any_sprint(project));
    if (one_in(5)) {
      constexpr std::array<std::string_view, 3> kFound{"production", "staging", "desk"};
      out_ += fmt::format(" type Bug environment {}", kFound[below(3)]);
    } else if (one_in(8)) {
      out_ += fmt::format(" subtask parent {}", any_key());
    }
    if (one_in(3)) out_ += fmt::format(" blocked-by {}", any_key());
    if (one_in(2)) out_ += fmt::format(" link {}", any_key());
    if (project % 2 == 0) out_ += fmt::format(" component part{}", below(2));
    out_ += '\n';
    std::vector<std::uint32_t> minutes;
    for (std::uint32_t n = below(16); n > 0; --n)
      minutes.push_back((born + 1) * 1440 + below((kDays - born - 1) * 1440));
    std::ranges::sort(minutes);
    for (const std::uint32_t minute : minutes) {
      out_ += fmt::format("  {} {}\n", time_of(minute / 1440, minute % 1440), change(project));
    }
  }

  std::string change(std::uint32_t project) {
    constexpr std::array<std::string_view, 7> kStatuses{"todo",    "doing", "doing", "review",
                                                        "blocked", "done",  "done"};
    constexpr std::array<std::string_view, 4> kPeople{"ann", "ben", "cho", "bot"};
    const std::string_view who = kPeople[one_in(3) ? below(4) : project % 3];
    switch (below(10)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return fmt::format("status {} by {}", kStatuses[below(kStatuses.size())], who);
      case 4:
        return fmt::format("sprint {} by {}", any_sprint(project), who);
      case 5:
        return fmt::format("points {} by {}", 1 + below(13), who);
      case 6:
        return fmt::format("flag {} by {}", one_in(2) ? "on" : "off", who);
      case 7:
        return fmt::format("assignee {} by {}", kPeople[below(3)], who);
      case 8:
        return one_in(2) ? fmt::format("resolution Duplicate by {}", who)
                         : fmt::format("criteria {} by {}", below(3), who);
      default:
        return fmt::format("comment \"a word\" by {}", who);
    }
  }

  std::mt19937 random_;
  std::string out_;
  std::vector<std::string> keys_;
};

}  // namespace

std::string many_boards_scenario(std::uint32_t seed) {
  return Writer{seed}.write();
}

metrics::Options sensitive_options() {
  metrics::Options options;
  options.missed_target_worse = -1;
  options.velocity_minimum = 1;
  options.defect_minimum = 1;
  options.defect_window_days = 15;
  options.silo_minimum = 2;
  options.silo_window_days = 12;
  options.hygiene_minimum_checks = 1;
  options.blocked_warning_days = 1;
  options.stale_minimum = 1;
  options.unestimated_minimum = 1;
  options.flow_over_p85_minimum = 1;
  options.flow_item_warning = 1;
  options.flow_item_error = 1.2;
  options.stalled_days = 2;
  options.ageing_minimum = 2;
  options.hygiene_window_days = 20;
  options.trend_minimum = 2;
  options.trend_weeks = 5;
  options.burnout_recent_days = 7;
  options.burnout_baseline_days = 28;
  options.burnout_minimum_days = 1;
  options.burnout_minimum_events = 1;
  options.burnout_group = 1;
  return options;
}

}  // namespace stint::test
