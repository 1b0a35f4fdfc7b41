#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

// A component with its project, or a project that has none.
void say_share(Words& message) {
  const bool component = message.has("component");
  if (!message.has("person")) {
    message.say(
        component ? "In the last {window}, a single person made {#top_contributions} of the {contributions} "
                    "to {component} in {project}: {top_share}."
                  : "In the last {window}, a single person made {#top_contributions} of the {contributions} "
                    "to {project}: {top_share}.");
    message.say("Workload signals of that person stand out.", Rank::why);
  } else if (message.number("others") == 0) {
    message.say(component
                    ? "All of the {contributions} to {component} in {project} in the last {window} came from "
                      "{person}."
                    : "All of the {contributions} to {project} in the last {window} came from {person}.");
  } else {
    message.say(component
                    ? "In the last {window}, {person} made {#top_contributions} of the {contributions} to "
                      "{component} in {project}: {top_share}."
                    : "In the last {window}, {person} made {#top_contributions} of the {contributions} to "
                      "{project}: {top_share}.");
  }
  if (message.number("others") > 0)
    message.say("{others} {is:others|shares|share} the rest.", Rank::compared);
}

}  // namespace

void narrate_knowledge_silo(Words& title, Words& message) {
  if (message.finding().severity == metrics::Severity::info) {
    title.say("{project}: knowledge is shared");
    message.say(
        message.has("component")
            ? "Of the components of {project}, {component} depends on the fewest people: {contributions} by "
              "{people} in the last {window}, and an absence factor of {#absence_factor}."
            : "{people} made the {contributions} to {project} in the last {window}: the absence factor is "
              "{#absence_factor}.");
    message.say("Nothing needs to be done.", Rank::next);
    return;
  }
  title.say(message.has("person")
                ? "{area}: {top_share} of the contributions come from {person}"
                : "{area}: {top_share} of the contributions come from an overloaded person");
  say_share(message);
  message.say(
      "[Work] on {keys} and whatever follows in pairs, so that {area} does not stop when somebody is away.",
      Rank::next);
}

}  // namespace stint::insight
