#include "insight/further.h"

namespace stint::insight {
namespace {

struct Detail {
  std::string_view topic;
  std::string_view fact;  // said where it is more than 0 and nobody has said it
  std::string_view text;
};

constexpr Detail kDetails[] = {
    {"scope_creep", "unfinished", "{unfinished} {is:unfinished|was|were} left unfinished at the end."},
    {"scope_creep", "removed", "{removed} {is:removed|was|were} taken out of the sprint after its start."},
    {"scope_creep", "grown_items", "{grown_items} grew after the start."},
    {"scope_creep", "stories_grown_share", "{stories_grown_share} of the committed stories grew."},
    {"scope_creep", "usual_scope_creep", "This team usually adds {usual_scope_creep}."},

    {"missed_target", "carry_over_chain",
     "Some of it has now been carried through {carry_over_chain} without a break."},
    {"missed_target", "carried_over", "{carried_over} went on into the next sprint."},
    {"missed_target", "added_items", "{added_items} came in after the start."},
    {"missed_target", "completed",
     "With what came in later, {completed} {is:completed|was|were} completed in all."},
    {"missed_target", "spillover", "In all, {spillover} {is:spillover|was|were} left unfinished."},

    {"velocity", "predictability",
     "What it completed was {predictability} of the average of the sprints before."},
    {"velocity", "committed", "It had committed to {committed}."},
    {"velocity", "unfinished", "{unfinished} {is:unfinished|was|were} left unfinished."},
    {"velocity", "removed", "{removed} {is:removed|was|were} taken out of the sprint after its start."},

    {"defect_leakage", "reopen_rate", "{reopen_rate} of the completed items had been reopened at some time."},
    {"defect_leakage", "leakage", "{leakage} of the completed items had a bug reported afterwards."},
    {"defect_leakage", "classified",
     "{classified} {is:classified|says where it was|say where they were} found."},
    {"defect_leakage", "done_items", "{done_items} {is:done_items|was|were} completed in that time."},

    {"flow", "finished_items", "{finished_items} {is:finished_items|was|were} finished in that time."},

    {"flow.ageing", "in_progress", "{in_progress} {is:in_progress|is|are} in progress in all."},
    {"flow.ageing", "far_over_items", "{far_over_items} {is:far_over_items|is|are} far beyond that age."},
    {"flow.ageing", "column_p85", "Most earlier items had left {oldest_column} by {column_p85}."},

    {"flow.trend", "upper_limit", "The upper limit of the usual variation is {upper_limit}."},
    {"flow.trend", "lower_limit", "The lower limit of the usual variation is {lower_limit}."},
    {"flow.trend", "weeks", "That is judged from {weeks}."},

    {"hygiene.blocked", "in_progress", "{in_progress} {is:in_progress|is|are} in progress in all."},
    {"hygiene.blocked", "blocked_warning_days",
     "What has been blocked for {blocked_warning_days} or longer is looked at."},

    {"hygiene.stale", "longest_silence",
     "The longest silence is that of {longest_issue}: {longest_silence}."},

    {"knowledge_silo", "absence_factor", "That makes an absence factor of {#absence_factor}."},
    {"knowledge_silo", "people", "{people} contributed in all."},
    {"knowledge_silo", "top_share", "The largest share of a single person is {top_share}."},

    {"burnout_risk", "people", "{people} {is:people|takes|take} part in {project}."},
};

struct Meaning {
  std::string_view topic;
  std::string_view text;
};

constexpr Meaning kMeanings[] = {
    {"scope_creep",
     "What comes in or grows after the start is measured against what was planned at the start."},
    {"missed_target", "What counts as missed is what was planned at the start and not done by the end."},
    {"velocity", "Only what was done by the end of a sprint counts as completed in it."},
    {"defect_leakage", "Where a bug was found is taken from what the bug itself says."},
    {"flow", "The time of an item runs from the start of the work on it to its end."},
    {"flow.ageing", "An item is compared with what its column has seen before."},
    {"flow.trend", "What is usual follows from the ups and downs of the weeks themselves."},
    {"hygiene.score", "Every check that an item passes adds to the score, by the weight of the check."},
    {"hygiene.blocked", "The time counts for as long as an item has been blocked without a break."},
    {"hygiene.stale", "A change or a comment by a person counts as activity."},
    {"hygiene.unestimated", "What has no estimate adds nothing to the load of a sprint."},
    {"knowledge_silo", "Changes and comments count as contributions."},
    {"burnout_risk", "Everybody is compared with their own earlier weeks only."},
};

}  // namespace

void say_details(Words& message, std::size_t most) {
  std::size_t said = 0;
  for (const Detail& detail : kDetails) {
    if (said == most) return;
    if (detail.topic != message.finding().topic || message.has_said(detail.fact)) continue;
    const metrics::Fact* const fact = message.finding().find(detail.fact);
    // A figure that reads as 0 is not worth a sentence of its own.
    if (fact == nullptr || render_number(*fact) == "0") continue;
    if (message.say(detail.text, Rank::detail).has_said(detail.fact)) ++said;
  }
}

void say_meaning(Words& message) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.topic == message.finding().topic) message.say(meaning.text, Rank::meaning);
  }
}

void say_more_issues(Words& message) {
  message.say(
      message.has_said("keys") ? "Further issues to look at: {more_keys}." : "Issues to look at: {keys}.",
      Rank::more);
}

}  // namespace stint::insight
