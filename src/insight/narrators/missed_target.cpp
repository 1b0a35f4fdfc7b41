#include <array>

#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

struct Advice {
  std::string_view cause;
  std::string_view text;
};

constexpr std::array kAdvice{
    Advice{"blocked", "Before the next planning, [settle] who removes what blocks {keys:blocked}."},
    Advice{
        "started_late",
        "[Start] committed items before anything else, and fewer at a time: {keys:started_late} waited too "
        "long."},
    Advice{"too_large", "[Split] items such as {keys:too_large} before they are committed to again."},
    Advice{"re_estimated",
           "[Refine] items such as {keys:re_estimated} before planning, so that their size is known."},
    Advice{"reopened",
           "[Agree] on what has to be checked before items such as {keys:reopened} are called done."},
    Advice{"in_review",
           "[Let] reviewing and testing come before starting new work: {keys:in_review} got stuck there."},
    Advice{"descoped", "[Ask] whether {keys:descoped} had been ready to be committed to at all."},
};

void say_advice(Words& message) {
  for (const Advice& advice : kAdvice) {
    if (advice.cause == message.first_cause()) message.say(advice.text, Rank::next);
  }
}

void narrate_info(Words& title, Words& message) {
  title.say("{sprint} completed {#committed_completed} of the {committed} committed");
  if (message.number("missed_items") == 0) {
    message.say("{sprint} ({board}) completed everything it had committed to: {committed}.");
    message.say("Nothing needs to be done.", Rank::next);
    return;
  }
  message.say("{sprint} ({board}) completed {#committed_completed} of the {committed} it had committed to.");
  message.say(message.has("usual_missed_target")
                  ? "{missed_target} was missed, where {usual_missed_target} is usual for this team."
                  : "{missed_target} was missed.",
              Rank::compared);
  if (message.has("misses_as_usual")) {
    // Usual, but not good.
    message.say(
        "[Plan] for less, or find out together what keeps getting in the way: such a plan tells nobody what "
        "to expect.",
        Rank::next);
    return;
  }
  message.say("That is within what is normal; nothing needs to be done.", Rank::next);
}

}  // namespace

void narrate_missed_target(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  if (finding.severity == metrics::Severity::info) return narrate_info(title, message);
  title.say("{sprint} missed {missed_target} of its commitment");
  message.say(
      message.has("usual_missed_target")
          ? "{sprint} ({board}) completed {#committed_completed} of the {committed} it had committed to: "
            "{missed_target} was missed, where {usual_missed_target} is usual for this team."
          : "{sprint} ({board}) completed {#committed_completed} of the {committed} it had committed to: "
            "{missed_target} was missed.");
  if (finding.number("missed_items") == 1) {
    message.say_causes_of_one("The item not completed, {keys:missed_items},", 3);
  } else {
    message.say_causes("Of the {missed_items} not completed,", 3, "missed_items");
  }
  say_advice(message);
  if (finding.causes.empty())
    message.say("The data does not say why; [talk] through {keys} in the retrospective.", Rank::next);
}

}  // namespace stint::insight
