// How many acceptance criteria an issue states. A count to judge readiness by; it never looks at what they
// say.
#pragma once

#include <string_view>

namespace stint::tracker {

// The first rule that finds any decides:
//
// 1. Items under "Acceptance criteria" (also "AC", "Acceptance tests", and the usual words in German, French,
//    Spanish, Portuguese, Italian, Dutch and Polish; any case) as a heading, a bold line, a list item or a
//    line of its own, with or without a colon; several such sections add up. A section ends at the next
//    heading or bold line, and, once its list has begun, at a paragraph behind a blank line. Items of its
//    outermost list count; Given/When/Then spread over several items is one. Without a list, each line of its
//    first paragraph counts, the text behind the label included.
// 2. Lines labelled "AC1:", "AC-2.", "AC 3)".
// 3. Scenarios: lines that begin with "Scenario:" or "Scenario Outline:"; where there are none, each "Given"
// at
//    the beginning of a line with a "then" behind it, before the next one.
// 4. Checkboxes, unless there is a section of rule 1, which is then an empty one.
//
// 0 when none finds any. Code blocks count for rule 3 only. Linear in the text.
[[nodiscard]] int count_acceptance_criteria(std::string_view markdown);

}  // namespace stint::tracker
