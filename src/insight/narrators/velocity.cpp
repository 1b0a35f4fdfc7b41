#include "insight/narrators/narrators.h"

namespace stint::insight {

void narrate_velocity(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  if (finding.severity == metrics::Severity::info) {
    title.say("{board} completed {completed} in {sprint}");
    message.say("{board} completed {completed} in {sprint}.");
    message.say("In the {sprints} before, the median was {median}, from {#least} to {#most}.");
    message.say("For the next sprint expect {#next_p15} to {next_p85}, most likely around {#next_p50}.");
    message.say("Earlier sprints forecast in this way were off by {backtest_error}.");
    return;
  }
  title.say("{board}: velocity dropped by {drop} in {sprint}");
  message.say("{board} completed {completed} in {sprint}, {drop} under its median of {median} (from {#least} to {#most} in the "
              "{sprints} before).");
  const bool committed_less = message.has("usual_committed") &&
                              finding.number("committed") < 0.85 * finding.number("usual_committed");
  if (committed_less) {
    message.say("It had committed to less as well: {committed}, where {usual_committed} is usual.");
  } else if (finding.number("unfinished") > 0) {
    message.say("It had committed to {committed} as usual, and {unfinished} was left unfinished.");
  }
  if (!finding.causes.empty()) message.say_causes("Of the committed work that was not completed,", 2);
  if (message.has("next_p50")) {
    message.say("Find out whether people were away or pulled off, and plan the next sprint with about {next_p50}, not more.");
  } else {
    message.say("Find out whether people were away or pulled off before planning on the old figure again.");
  }
}

}  // namespace stint::insight
