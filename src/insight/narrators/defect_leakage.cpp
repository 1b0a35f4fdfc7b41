#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

void say_bounds(Words& message) {
  if (message.number("unclassified") > 0) {
    message.say("{unclassified} do not say where they were found, so the true rate lies between {escape_rate_low} and "
                "{escape_rate_high}.");
  }
}

}  // namespace

void narrate_defect_leakage(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  if (finding.severity == metrics::Severity::info) {
    if (message.has("escape_rate")) {
      title.say("{project}: {escape_rate} of classified bugs were found in production");
      message.say("In the last {window}, {#production} of {classified} in {project} that say where they were found came from "
                  "production ({escape_rate}).");
    } else {
      title.say("{project}: no bug says where it was found");
      message.say("In the last {window}, no bug in {project} says where it was found.");
    }
    say_bounds(message);
    message.say("{leaked_items} of the {#done_items} completed in that time had a bug reported against them afterwards.");
    if (message.has("escape_rate")) {
      message.say("Nothing needs to be done.");
    } else {
      message.say("To have an escape rate, set the environment or a label such as production on every bug.");
    }
    return;
  }
  title.say("{project}: {escape_rate} of bugs were found in production");
  message.say("In the last {window}, {#production} of {classified} in {project} that say where they were found came from "
              "production: an escape rate of {escape_rate}.");
  say_bounds(message);
  message.say("{#release_bugs} of them affect release {release}.");
  if (finding.number("leaked_items") > 0) {
    message.say("{leaked_items} of the {#done_items} completed in that time had a bug reported against them afterwards.");
  }
  message.say("Begin with {keys}: find the check that would have caught each before the release, and add it.");
}

}  // namespace stint::insight
