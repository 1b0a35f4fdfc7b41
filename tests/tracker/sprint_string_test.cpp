#include "tracker/jira/sprint_string.h"

#include <array>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "golden.h"

namespace stint::tracker::jira {
namespace {

std::string show(const std::string& input) {
  const auto sprint = parse_sprint_string(input);
  if (!sprint) return "error: " + sprint.error().message;
  std::string out = "id=" + sprint->id;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out += "\n" + std::string(name) + "=" + value;
  };
  const auto add_date = [&](std::string_view name, const std::optional<Instant>& date) {
    if (date) add(name, format_iso(*date));
  };
  constexpr std::array<std::string_view, 4> kStates{"unknown", "future", "active", "closed"};
  add("board", sprint->board_id);
  add("name", sprint->name);
  add("state", std::string(kStates[static_cast<std::size_t>(sprint->state)]));
  add_date("start", sprint->start);
  add_date("end", sprint->end);
  add_date("completed", sprint->completed);
  add_date("activated", sprint->activated);
  add("goal", sprint->goal);
  return out;
}

TEST(SprintString, Golden) {
  test::check_golden("sprints.txt", show);
}

TEST(SprintString, IsToldFromOtherTexts) {
  EXPECT_TRUE(is_sprint_string("com.atlassian.greenhopper.service.sprint.Sprint@1a[id=1]"));
  EXPECT_TRUE(is_sprint_string("com.atlassian.greenhopper.service.sprint.Sprint@1a"));
  EXPECT_FALSE(is_sprint_string("Sprint 12 [team]"));
  EXPECT_FALSE(is_sprint_string(""));
}

TEST(SprintString, LongNamesTakeLinearTime) {
  std::string name;
  for (int i = 0; i < 100'000; ++i) name += ",id=1,goal=x";
  const auto sprint = parse_sprint_string("Sprint@1[id=1,name=a" + name + "]");
  ASSERT_TRUE(sprint);
  EXPECT_EQ("1", sprint->id);
}

}  // namespace
}  // namespace stint::tracker::jira
