#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

bool says(const Words& words, std::string_view fact, std::string_view text) {
  const metrics::Fact* const found = words.finding().find(fact);
  return found != nullptr && std::get<std::string>(found->value) == text;
}

}  // namespace

void narrate_flow(Words& title, Words& message) {
  title.say("{board} finishes {items_per_week} a week");
  message.say(
      "Over the last {weeks}, {board} finished {items_per_week} a week; a typical item took {median_cycle}, "
      "and nearly all took {cycle_p85} or less.");
  if (message.has("cycle_direction")) {
    message.say("Cycle times have been getting {cycle_direction}, by {cycle_change_per_week} a week.",
                Rank::compared);
  } else {
    message.say("No trend shows in the cycle times.", Rank::compared);
  }
}

void narrate_ageing(Words& title, Words& message) {
  if (message.has("over_share")) {
    title.say("{board}: {over_share} of the work in progress is unusually old");
    message.say(
        "On {board}, {#over_items} of the {in_progress} in progress ({over_share}) {is:over_items|is|are} "
        "older than most earlier items were when they left the same column.");
  } else {
    title.say("{board}: {oldest_issue} has been in progress for {oldest_age}");
  }
  message.say(
      "{oldest_issue} has been in progress for {oldest_age}, where nearly all earlier items had left "
      "{oldest_column} by {column_p95}.",
      Rank::compared);
  if (message.number("stuck_items") == 1) {
    message.say("{keys:stuck_items} is blocked or silent, too.", Rank::why);
  } else if (message.has("stuck_items")) {
    message.say("{stuck_items} that old are blocked or silent, too: {keys:stuck_items}.", Rank::why);
  }
  message.say("[Finish, split or drop] {keys} before anything new is started.", Rank::next);
}

void narrate_trend(Words& title, Words& message) {
  const bool items = says(message, "figure", "weekly_items");
  const bool better = says(message, "change", "better");
  if (items) {
    title.say(better ? "{board} finishes more than usual" : "{board} finishes less than usual");
  } else {
    title.say(better ? "{board}: cycle times are shorter than usual"
                     : "{board}: cycle times are longer than usual");
  }
  message.say(items ? "In the week of {week}, {board} finished {value}, {direction} the usual {usual} a week."
                    : "In the week of {week}, the typical item that {board} finished had taken {value}, "
                      "{direction} the usual {usual}.");
  if (message.number("signal_weeks") > 1) {
    message.say("{signal_weeks} lately lay {direction} that, more than chance explains.", Rank::compared);
  } else {
    message.say(says(message, "direction", "above")
                    ? "Anything up to {upper_limit} would have been the usual variation."
                    : "Anything from {lower_limit} on would have been the usual variation.",
                Rank::compared);
  }
  message.say(better ? "[Find] out what helped, and keep it."
                     : "[Find] out what changed before planning on the old figures.",
              Rank::next);
}

}  // namespace stint::insight
