#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

// The two that are said, so that a message stays short; the facts hold all of them.
constexpr std::size_t kMostSaid = 2;

void say_signals(Words& message) {
  struct Said {
    std::string_view mark;
    std::string_view text;
  };
  constexpr Said kSaid[] = {
      {"stands_out_off_hours",
       "{off_hours} of the work lay outside usual hours, where {usual_off_hours} is usual."},
      {"stands_out_weeks_without_gap",
       "{weeks_without_gap} of the weeks had no free days in a row, where {usual_weeks_without_gap} is "
       "usual."},
      {"stands_out_parallel_work",
       "{parallel_work} {is:parallel_work|was|were} in progress side by side, where {#usual_parallel_work} "
       "is usual."},
      {"stands_out_switches", "{switches} a day were worked on, where {#usual_switches} is usual."},
      {"stands_out_carried",
       "{carried} {is:carried|was|were} carried from sprint to sprint, where {#usual_carried} is usual."},
  };
  std::size_t said = 0;
  for (const Said& one : kSaid) {
    if (said == message.style().most(kMostSaid) || !message.has(one.mark)) continue;
    message.say(one.text, Rank::compared);
    ++said;
  }
}

}  // namespace

void narrate_burnout_risk(Words& title, Words& message) {
  if (message.finding().severity == metrics::Severity::info) {
    title.say("{project}: nobody's workload stands out");
    message.say(
        "In the last {recent}, the workload of the {judged} in {project} with enough of a baseline was as in "
        "the "
        "{baseline} before.");
    message.say("Nothing needs to be done.", Rank::next);
    return;
  }
  title.say("{project}: the workload of {person} stands out");
  message.say(
      "In the last {recent}, {standing_out} of the workload of {person} ({project}) stood out from the "
      "{baseline} "
      "before.");
  say_signals(message);
  message.say("These are signals, not a diagnosis: [talk] as a team about how the work is spread.",
              Rank::next);
}

}  // namespace stint::insight
