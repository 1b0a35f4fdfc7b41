#include "insight/narrators/narrators.h"

namespace stint::insight {

void narrate_hygiene_score(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  title.say("{board}: hygiene score {score}");
  if (finding.causes.empty()) {
    message.say("All checks on {board} pass today: its hygiene score is {score}.");
    message.say("Nothing needs to be done.");
    return;
  }
  message.say("{board} scores {score} for hygiene today.");
  message.say_causes(finding.severity == metrics::Severity::info ? "What is missing to the full score: of its items,"
                                                                 : "It loses most because, of its items,",
                     3);
  if (finding.severity == metrics::Severity::info) {
    message.say("If there is a minute, look at {keys}.");
  } else {
    message.say("Go through {keys} first, together, in the next daily.");
  }
}

void narrate_blocked(Words& title, Words& message) {
  title.say("{board}: {longest_issue} has been blocked for {longest_blocked}");
  message.say("On {board}, {blocked_items} of the {#in_progress} in progress cannot go on; {longest_issue} has been blocked the "
              "longest, for {longest_blocked}.");
  message.say("The reason given there: \"{longest_reason}\".");
  message.say("Settle today who unblocks {keys}, or take it out of the sprint so that the plan is honest again.");
}

void narrate_stale(Words& title, Words& message) {
  title.say("{board}: {stale_share} of the work in progress is stale");
  message.say("On {board}, {stale_items} of the {#in_progress} in progress have had no activity for {stalled_days} or longer "
              "({stale_share}).");
  message.say("{longest_issue} has been silent the longest, for {longest_silence}.");
  message.say("Ask in the next daily whether somebody is working on {keys}, and move back what nobody is working on.");
}

void narrate_unestimated(Words& title, Words& message) {
  title.say("{sprint}: {unestimated_share} of the committed items had no estimate");
  message.say("{sprint} ({board}) started with {#unestimated_items} of its {committed_items} without an estimate "
              "({unestimated_share}).");
  message.say("Until they have one, the sprint's load and everything measured against it is understated.");
  message.say("Estimate {keys} together before anything else is planned.");
}

}  // namespace stint::insight
