#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

void say_usual(Words& message) {
  if (message.number("sprints") == 0) {
    message.say("There are no earlier sprints yet to compare that with.", Rank::compared);
  } else if (message.number("sprints") == 1) {
    message.say("It had completed {median} in the sprint before.", Rank::compared);
  } else if (message.number("least") == message.number("most")) {
    message.say("It had completed {median} in each of the {sprints} before.", Rank::compared);
  } else {
    message.say("In the {sprints} before, the median was {median}, from {#least} to {#most}.",
                Rank::compared);
  }
}

void say_outlook(Words& message) {
  if (message.number("next_p85") == 0) return;
  if (message.number("next_p15") == message.number("next_p85")) {
    message.say("[Expect about {next_p50}|About {next_p50} can be expected] in the next sprint.", Rank::next);
  } else {
    message.say(
        "[Expect {#next_p15} to {next_p85}|{#next_p15} to {next_p85} can be expected] in the next sprint, "
        "most likely around {#next_p50}.",
        Rank::next);
  }
  message.say("Earlier forecasts of this kind were typically off by {backtest_error}.", Rank::why);
}

// More or less by this share is no longer "about as much".
constexpr double kAbout = 0.15;

void say_commitment(Words& message) {
  if (!message.has("usual_committed")) return;
  const double committed = message.number("committed");
  const double usual = message.number("usual_committed");
  const bool unfinished = message.number("unfinished") > 0;
  if (committed < usual * (1 - kAbout)) {
    message.say("It had also committed to less: {committed} instead of the usual {#usual_committed}.",
                Rank::why);
  } else if (committed > usual * (1 + kAbout)) {
    message.say(
        unfinished
            ? "It had committed to {committed}, more than the usual {#usual_committed}, and {unfinished} "
              "{is:unfinished|was|were} left unfinished."
            : "It had committed to {committed}, more than the usual {#usual_committed}.",
        Rank::why);
  } else if (unfinished) {
    message.say(
        "It had committed to {committed}, about as much as usual, and {unfinished} {is:unfinished|was|were} "
        "left unfinished.",
        Rank::why);
  }
}

}  // namespace

void narrate_velocity(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  if (finding.severity == metrics::Severity::info) {
    title.say("{board} completed {completed} in {sprint}");
    message.say("{board} completed {completed} in {sprint}.");
    say_usual(message);
    say_outlook(message);
    return;
  }
  title.say("{board}: velocity dropped by {drop} in {sprint}");
  message.say(
      "{board} completed {completed} in {sprint}, {drop} under its median of {median} (from {#least} to "
      "{#most} in the "
      "{sprints} before).");
  say_commitment(message);
  message.say_causes("Of the committed items that were not completed,", 2);
  if (message.number("next_p50") > 0) {
    message.say(
        "[Ask] whether people were away or pulled off, and plan the next sprint with about {next_p50}.",
        Rank::next);
  } else {
    message.say("[Ask] whether people were away or pulled off before planning on the old figure again.",
                Rank::next);
  }
}

}  // namespace stint::insight
