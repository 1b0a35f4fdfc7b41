#include "insight/narrators/narrators.h"

namespace stint::insight {

void narrate_hygiene_score(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  title.say("{board}: hygiene score {score}");
  if (finding.causes.empty() && !finding.has("no_goal")) {
    message.say("All checks on {board} pass today: its hygiene score is {score}.");
    message.say("Nothing needs to be done.", Rank::next);
    return;
  }
  message.say("{board} has a hygiene score of {score} out of {full_score} today.");
  message.say_causes("Of its items,", 3);
  if (finding.has("no_goal")) {
    message.say(
        "{is:no_goal|Its running sprint has|Its running sprints have} no goal: [agree] on what the work is "
        "for.",
        Rank::compared);
  }
  if (finding.severity == metrics::Severity::info) {
    message.say("If there is a minute, [look] at {keys}.", Rank::next);
  } else {
    message.say("[Go] through {keys} together in the next daily.", Rank::next);
  }
}

void narrate_blocked(Words& title, Words& message) {
  title.say("{board}: {longest_issue} has been blocked for {longest_blocked}");
  message.say("{longest_issue} on {board} has been blocked for {longest_blocked}.");
  if (message.number("blocked_items") > 1) {
    message.say(
        "{#blocked_items} of the {in_progress} in progress have been blocked for {blocked_warning_days} or "
        "longer.",
        Rank::compared);
  }
  message.say("The reason given for {longest_issue}: \"{longest_reason}\".", Rank::why);
  message.say("[Settle] today who unblocks {keys}, and until when.", Rank::next);
}

void narrate_stale(Words& title, Words& message) {
  title.say("{board}: {stale_share} of the work in progress is stale");
  message.say(
      "On {board}, {#stale_items} of the {in_progress} in progress {is:stale_items|has|have} had no activity "
      "for "
      "{stalled_days} or longer ({stale_share}).");
  if (message.number("stale_items") > 1)
    message.say("{longest_issue} has been silent the longest, for {longest_silence}.", Rank::why);
  message.say(
      "[Ask] in the next daily whether somebody is working on {keys}, and move back what nobody is working "
      "on.",
      Rank::next);
}

void narrate_unestimated(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  const metrics::Fact* const state = finding.find("state");
  const bool active = state != nullptr && std::get<std::string>(state->value) == "active";
  title.say("{sprint}: {unestimated_share} of the committed items had no estimate");
  message.say(
      "{sprint} ({board}) started with {#unestimated_items} of its {committed_items} without an estimate "
      "({unestimated_share}).");
  if (active) {
    message.say("Until they are estimated, its load and everything measured against it are understated.",
                Rank::why);
    message.say("[Estimate] {keys} together before anything else is planned.", Rank::next);
  } else {
    message.say("Its load and everything measured against it are understated for that reason.", Rank::why);
    message.say("Before the next planning, [make] sure that items such as {keys} have an estimate.",
                Rank::next);
  }
}

}  // namespace stint::insight
