#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

void say_rate(Words& message) {
  message.say(
      "In the last {window}, {production} in {project} {is:production|was|were} found in production and "
      "{#pre_release} "
      "before a release: an escape rate of {escape_rate}.");
}

void say_bounds(Words& message) {
  message.say(
      "{unclassified} {is:unclassified|does not say where it was|do not say where they were} found, so the "
      "true rate "
      "lies between {escape_rate_low} and {escape_rate_high}.",
      Rank::compared);
}

void say_leaked(Words& message) {
  if (message.number("done_items") < 2) return;
  if (message.number("leaked_items") > 0) {
    message.say("Of the {done_items} completed in that time, {#leaked_items} had a bug reported afterwards.",
                Rank::why);
  } else {
    message.say("None of the {done_items} completed in that time had a bug reported afterwards.", Rank::why);
  }
}

void narrate_info(Words& title, Words& message) {
  if (message.has("escape_rate")) {
    title.say("{project}: {escape_rate} of bugs were found in production");
    say_rate(message);
    say_bounds(message);
    say_leaked(message);
    if (message.has("unclassified")) {
      message.say("To know it better, [set] the environment of every bug, or a label such as production.",
                  Rank::next);
    } else {
      message.say(
          message.has("too_few_bugs") ? "That is too few bugs to judge by." : "Nothing needs to be done.",
          Rank::next);
    }
  } else if (message.has("unclassified")) {
    title.say("{project}: no bug says where it was found");
    message.say(message.number("unclassified") == 1
                    ? "The bug reported in {project} in the last {window} does not say where it was found."
                    : "None of the {unclassified} reported in {project} in the last {window} says where it "
                      "was found.");
    say_leaked(message);
    message.say("To have an escape rate, [set] the environment of every bug, or a label such as production.",
                Rank::next);
  } else {
    title.say("{project}: no bugs lately");
    message.say("No bug was reported in {project} in the last {window}.");
    say_leaked(message);
    message.say("Nothing needs to be done.", Rank::next);
  }
}

}  // namespace

void narrate_defect_leakage(Words& title, Words& message) {
  if (message.finding().severity == metrics::Severity::info) return narrate_info(title, message);
  title.say("{project}: {escape_rate} of bugs were found in production");
  say_rate(message);
  message.say("Of those found in production, {#release_bugs} affect release {release}.", Rank::why);
  if (message.has("unclassified")) {
    say_bounds(message);
  } else if (message.number("leaked_items") > 0) {
    say_leaked(message);
  }
  message.say(
      "[Begin with {keys}: find the check that would have caught each before the release, and add it|It may "
      "help to begin with {keys}, and to find and add the check that would have caught each before the "
      "release].",
      Rank::next);
}

}  // namespace stint::insight
