// What a board and each of its sprints should turn out like: health, near misses and plants as ranges that
// the generator then has to meet.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "demo/demo.h"
#include "demo/random.h"

namespace stint::demo {

// Parts per thousand, both ends included.
struct Span {
  std::int64_t low;
  std::int64_t high;
  [[nodiscard]] constexpr bool holds(std::int64_t part, std::int64_t whole) const {
    return part * 1000 >= low * whole && part * 1000 <= high * whole;
  }
};

struct SprintGoal {
  std::int64_t members = 13;  // items at the start, carried ones included
  std::int64_t target = 42;   // points to commit
  Span miss{40, 155};
  Span creep{35, 125};
  // How far completed points may lie under the median of the five sprints before; -1000 = no lower bound.
  Span drop{-1000, 150};
  std::int64_t unestimated = 0;
  std::int64_t grown = 1;  // most items that may grow by more than 30 %
  bool holidays = false;
  bool planted_miss = false;
  bool planted_creep = false;
  bool long_blocked = false;   // one item stays blocked from here into the active sprint
  std::string_view near_miss;  // which figure is deliberately just inside its limit, or empty
};

struct ActiveGoal {
  std::int64_t done_share = 450;  // permille of the members finished by the end
  std::int64_t in_progress = 4;
  std::int64_t stale = 0;
  std::int64_t blocked = 0;   // flagged for 4 to 9 days
  bool link_blocked = false;  // one more waits for an open issue
  bool near_blocked = false;  // one is flagged for about two and a half days
};

struct DefectGoal {
  // Range of the escape rate in permille among the bugs of the last 90 days.
  Span rate{0, 150};
  bool planted = false;
  std::string_view near_miss;
};

// A plant and the place it was given.
struct Planted {
  Plant plant;
  int sprint = -1;  // index of the sprint, or -1 for the board as it stands at the end
  bool error = false;
};

struct BoardGoal {
  std::int64_t index = 0;
  std::int64_t issues = 0;
  std::vector<Planted> plants;

  [[nodiscard]] const Planted* find(Plant plant) const;
};

// Which board gets how many issues and which plants. Deterministic in the options.
class OrganisationPlan {
 public:
  explicit OrganisationPlan(const DemoOptions& options);
  [[nodiscard]] std::int64_t boards() const { return boards_; }
  [[nodiscard]] BoardGoal board(std::int64_t index) const;
  // Issues on the boards before `index`.
  [[nodiscard]] std::int64_t issues_before(std::int64_t index) const;

 private:
  struct Place {
    std::int64_t board;
    Planted planted;
  };
  void place_all(const DemoOptions& options);

  std::int64_t issues_;
  std::int64_t boards_;
  std::vector<Place> places_;
};

// Everything about one board that is decided before its first issue.
struct Intent {
  std::int64_t members = 13;
  std::vector<SprintGoal> sprints;
  ActiveGoal active;
  DefectGoal defects;
  bool silo = false;
  bool burnout = false;
};
[[nodiscard]] Intent make_intent(const BoardGoal& goal, int sprints, Random& random, int attempt);

}  // namespace stint::demo
