#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

bool is_text(const metrics::Finding& finding, std::string_view fact, std::string_view value) {
  const metrics::Fact* const found = finding.find(fact);
  return found != nullptr && std::get<std::string>(found->value) == value;
}

void narrate_info(bool active, Words& title, Words& message) {
  title.say("{sprint}: scope is under control");
  if (message.number("came_on_top") == 0) {
    message.say(active ? "Nothing has come on top of the {committed} that {sprint} ({board}) committed to."
                       : "Nothing came on top of the {committed} that {sprint} ({board}) had committed to.");
  } else {
    message.say(active ? "{sprint} ({board}) has grown by {scope_creep} since it started: {came_on_top} came "
                         "on top of the "
                         "{committed} committed."
                       : "{sprint} ({board}) grew by {scope_creep} after it had started: {came_on_top} came "
                         "on top of the "
                         "{committed} committed.");
  }
  message.say("This team usually adds {usual_scope_creep}.", Rank::compared);
  message.say("Nothing needs to be done.", Rank::next);
}

void say_how_much(bool active, Words& message) {
  const bool usual = message.has("usual_scope_creep");
  if (active) {
    message.say(usual ? "{sprint} ({board}) has grown by {scope_creep} since it started, where "
                        "{usual_scope_creep} is usual "
                        "for this team: {came_on_top} came on top of the {committed} committed."
                      : "{sprint} ({board}) has grown by {scope_creep} since it started: {came_on_top} came "
                        "on top of the "
                        "{committed} committed.");
  } else {
    message.say(usual ? "{sprint} ({board}) grew by {scope_creep} after it had started, where "
                        "{usual_scope_creep} is usual "
                        "for this team: {came_on_top} came on top of the {committed} committed."
                      : "{sprint} ({board}) grew by {scope_creep} after it had started: {came_on_top} came "
                        "on top of the "
                        "{committed} committed.");
  }
}

void say_where_from(Words& message) {
  const bool added = message.number("added_items") > 0;
  const bool re_estimated = message.number("re_estimated_items") > 0;
  if (added && re_estimated) {
    message.say(
        "{added_items} came in after the start ({added}), and re-estimates of {re_estimated_items} added "
        "{re_estimated_up}.",
        Rank::why);
  } else if (added) {
    message.say(is_text(message.finding(), "unit", "issues")
                    ? "All of it is work that came in after the start."
                    : "All of it is work that came in after the start: {added_items}.",
                Rank::why);
  } else if (re_estimated) {
    message.say("All of it comes from re-estimates of {re_estimated_items}.", Rank::why);
  }
}

void say_growth(Words& message) {
  if (message.number("small_to_large") > 0) {
    message.say("{small_to_large} planned as small became large: {keys:small_to_large}.", Rank::why);
  } else if (message.has("growth_alert")) {
    message.say("{stories_grown_share} of the committed stories grew noticeably.", Rank::why);
  }
}

}  // namespace

void narrate_scope_creep(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  const bool active = is_text(finding, "state", "active");
  if (finding.severity == metrics::Severity::info) return narrate_info(active, title, message);
  if (finding.number("scope_creep") >= finding.number("usual_scope_creep") &&
      finding.number("came_on_top") > 0) {
    title.say("{sprint}: scope grew by {scope_creep} after the start");
  } else {
    title.say("{sprint}: stories grew after the start");
  }
  if (finding.number("came_on_top") > 0) {
    say_how_much(active, message);
  } else {
    message.say(
        "Nothing came on top of the {committed} that {sprint} ({board}) committed to, but its stories grew.");
  }
  say_where_from(message);
  say_growth(message);
  if (active) {
    message.say(
        "Before anything else comes in, [agree on what leaves the sprint; look at {keys} first|it may help "
        "to agree on what leaves the sprint, and to look at {keys} first].",
        Rank::next);
  } else if (finding.number("unfinished") > 0) {
    message.say(
        "{unfinished} {is:unfinished|was|were} left unfinished at the end: [let] new work in only in "
        "exchange "
        "for "
        "something of the same size, and talk about {keys} in the retrospective.",
        Rank::next);
  } else {
    message.say("[Talk] about {keys} in the retrospective, and plan room for such work.", Rank::next);
  }
}

}  // namespace stint::insight
