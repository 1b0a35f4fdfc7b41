// Histories as text, so that a test reads as a story: what the tracker holds, when it is asked, what it must
// say.
//
//   == a name
//   board 1 points
//   sprint 10 start 01-05 end 01-19 closed
//   issue A-1 created 01-01 points 5 sprint 10
//     01-07 status doing
//     01-09 status done by bot
//   as-of 01-30
//   -- sprint 10
//   what is expected, to the next line of dashes or equals signs
//
// "01-05" is 10:00 UTC of that day in 2026, "01-05T09:30" another time of it, "2025-12-31" another year. An
// issue's line holds its values at creation; each change is written with the new value only. "-" is no value.
// Statuses are todo, next, doing, review, blocked (in progress), done, resolved, closed (done), and odd, of
// no known category.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "history/dataset.h"
#include "lib/tz/time_zone.h"
#include "metrics/options.h"
#include "store/definitions.h"
#include "tracker/model.h"

namespace stint::test {

struct Scenario {
  store::Definitions definitions;
  store::SiteId site = 0;
  std::vector<tracker::Issue> issues;  // their changes sorted
  Instant as_of{};
  TimeZone zone;
  metrics::Options options;
};

// Throws std::runtime_error with the line that is not understood.
[[nodiscard]] Scenario parse_scenario(std::string_view text);

// `runs`: into how many builders the issues are dealt before they are joined.
[[nodiscard]] history::Dataset dataset_of(const Scenario& scenario, std::size_t runs = 1);

// "01-05", "01-05T09:30", "2025-12-31T09:30:00.250": as a scenario writes it.
[[nodiscard]] std::string show(Instant instant);
[[nodiscard]] Instant parse_time(std::string_view text);

// Blanks part words; quotation marks keep them together.
[[nodiscard]] std::vector<std::string> split_words(std::string_view line);

struct Question {
  std::string text;
  std::string expected;
};

struct ScenarioText {
  std::string name;
  std::string body;
  std::vector<Question> questions;
};

// The scenarios of a file; lines before the first belong to none of them.
[[nodiscard]] std::vector<ScenarioText> read_scenarios(const std::filesystem::path& file);

}  // namespace stint::test
