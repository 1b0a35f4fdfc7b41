// Made-up histories of the kind that nobody would make up: what trackers hold all the same.
#pragma once

#include <cstdint>
#include <string>

namespace stint::test {

// A scenario of one or two projects. Any of these may be in it: boards without columns, or with columns that
// no status is in; sprints that overlap, were never started, ended before they began, name no board or one
// that nobody knows; estimates that are negative, beyond all measure or no number; changes from before the
// creation, from another century, or told in another order than that of time; issues of one project in the
// sprints of the other, without a history, or with half of it; one person who does everything; no issue at
// all, or one; an as-of before everything or long after; any option. One in eight is long enough for trends,
// forecasts and charts.
[[nodiscard]] std::string awkward_scenario(std::uint32_t seed);

// Lines to be put at the end of one: an issue of a project of its own, done by somebody of its own.
[[nodiscard]] std::string unrelated_issue(std::uint32_t seed);

}  // namespace stint::test
