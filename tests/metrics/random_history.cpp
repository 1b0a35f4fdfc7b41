#include "metrics/random_history.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>
#include <vector>

#include "metrics/scenario.h"

namespace stint::test {
namespace {

constexpr std::array<std::string_view, 9> kStatuses{"todo", "next",     "doing",  "review", "blocked",
                                                    "done", "resolved", "closed", "odd"};
constexpr std::array<std::string_view, 8> kEstimates{"1", "2", "3", "5", "0.1", "0", "-", "-2"};
constexpr std::array<std::string_view, 8> kSprints{"-", "1", "2", "3", "1,2", "2,3", "1,3", "1,2,3"};
constexpr std::array<std::string_view, 4> kResolutions{"Done", "Duplicate", "-", "Won't Do"};

template <std::size_t N>
std::string_view any(std::mt19937& random, const std::array<std::string_view, N>& words) {
  return words[draw(random, N)];
}

// Days of January and February at ten o'clock, and now and then a little later.
std::string time_of(std::mt19937& random, std::uint32_t day) {
  std::string text = day <= 31 ? fmt::format("01-{:02}", day) : fmt::format("02-{:02}", day - 31);
  if (draw(random, 4) == 0) text += fmt::format("T{:02}:30", 10 + draw(random, 13));
  return text;
}

std::string change(std::mt19937& random) {
  switch (draw(random, 14)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return fmt::format("status {}", any(random, kStatuses));
    case 5:
    case 6:
    case 7:
      return fmt::format("sprint {}", any(random, kSprints));
    case 8:
    case 9:
      return fmt::format("points {}", any(random, kEstimates));
    case 10:
      return draw(random, 2) == 0 ? "flag on" : "flag off";
    case 11:
      return fmt::format("resolution \"{}\"", any(random, kResolutions));
    case 12:
      return draw(random, 2) == 0 ? "comment \"waits for an answer\"" : "rank";
    default:
      return fmt::format("criteria {}", draw(random, 5));
  }
}

void add_issue(std::mt19937& random, int number, std::string& out) {
  std::vector<std::uint32_t> days;
  for (std::uint32_t i = draw(random, 10); i > 0; --i) days.push_back(1 + draw(random, 56));
  std::ranges::sort(days);
  const std::uint32_t born =
      days.empty() ? 1 + draw(random, 56) : std::min(days.front(), 1 + draw(random, 56));
  std::string when = born <= 31 ? fmt::format("01-{:02}", born) : fmt::format("02-{:02}", born - 31);
  out += fmt::format("issue A-{} created {} points {} sprint {}", number, when, any(random, kEstimates),
                     any(random, kSprints));
  if (draw(random, 4) == 0) out += fmt::format(" status {}", any(random, kStatuses));
  if (draw(random, 5) == 0) out += " blocked-by A-1";
  out += '\n';
  for (const std::uint32_t day : days) {
    std::string at = time_of(random, day);
    if (parse_time(at) < parse_time(when)) at = when;
    when = at;  // a history is told in its order: two changes of a day must not turn back
    out += fmt::format("  {} {}\n", at, change(random));
  }
}

}  // namespace

std::uint32_t draw(std::mt19937& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random()) % bound;
}

std::string random_scenario(std::uint32_t seed) {
  std::mt19937 random{seed};
  std::string out =
      "board 1 points\n"
      "sprint 1 start 01-05 end 01-15 completed 01-16 closed\n"
      "sprint 2 start 01-19 activated 01-20 end 02-02 completed 02-02 closed\n"
      "sprint 3 start 02-01 end 02-15 active\n";
  for (int i = 1; i <= 3; ++i) {
    out += fmt::format("issue A-{} created 01-01 points {} sprint {}\n", i, i + 1, i);
    if (draw(random, 2) == 0) out += fmt::format("  01-{:02} status done\n", 10 + draw(random, 20));
  }
  const auto issues = 2 + static_cast<int>(draw(random, 4));
  for (int i = 0; i < issues; ++i) add_issue(random, 4 + i, out);
  out += fmt::format("as-of {}\n", time_of(random, 2 + draw(random, 56)));
  return out;
}

std::string truncated(const std::string& scenario, Instant as_of) {
  std::string out;
  std::stringstream lines{scenario};
  bool exists = true;
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> words = split_words(line);
    if (words[0] == "issue") exists = parse_time(words[3]) <= as_of;
    if (words[0] == "issue" && !exists) continue;
    if (line.starts_with(' ') && (!exists || parse_time(words[0]) > as_of)) continue;
    out += line + "\n";
  }
  return out;
}

}  // namespace stint::test
