#include <array>

#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

struct Advice {
  std::string_view cause;
  std::string_view text;
};

constexpr std::array kAdvice{
    Advice{"blocked", "Before the next planning, settle with whoever can do it what blocks {keys:blocked}."},
    Advice{"started_late", "Start committed items before anything else, and fewer at a time: {keys:started_late} waited too long."},
    Advice{"too_large", "Split items such as {keys:too_large} before they are committed to again."},
    Advice{"re_estimated", "Refine items such as {keys:re_estimated} before planning, so that their size is known."},
    Advice{"reopened", "Agree on what has to be checked before items such as {keys:reopened} are called done."},
    Advice{"in_review", "Let reviewing and testing come before starting new work: {keys:in_review} needed only that."},
    Advice{"descoped", "Ask whether {keys:descoped} had been ready to be committed to at all."},
};

}  // namespace

void narrate_missed_target(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  if (finding.severity == metrics::Severity::info) {
    title.say("{sprint} completed {committed_completed} of {#committed} committed");
    message.say("{sprint} ({board}) completed {#committed_completed} of the {committed} it had committed to.");
    message.say("{missed_target} was missed; {usual_missed_target} is usual for this team.");
    if (finding.number("spillover") > 0) message.say("{spillover} was left over at the end.");
    message.say("That is within what is normal; nothing needs to be done.");
    return;
  }
  title.say("{sprint} missed {missed_target} of its commitment");
  if (message.has("usual_missed_target")) {
    message.say("{sprint} ({board}) completed {#committed_completed} of the {committed} it had committed to: "
                "{missed_target} was missed, where {usual_missed_target} is usual for this team.");
  } else {
    message.say("{sprint} ({board}) completed {#committed_completed} of the {committed} it had committed to: "
                "{missed_target} was missed.");
  }
  message.say_causes("Of the {missed_items} not completed,", 3);
  for (const Advice& advice : kAdvice) {
    if (advice.cause == message.first_cause()) message.say(advice.text);
  }
  if (finding.causes.empty()) {
    message.say("The data does not say why; talk through {keys} in the retrospective.");
  }
}

}  // namespace stint::insight
