#include "insight/narrators/narrators.h"

namespace stint::insight {
namespace {

void say_where_from(Words& message) {
  const bool added = message.number("added_items") > 0;
  const bool re_estimated = message.number("re_estimated_items") > 0;
  if (added && re_estimated) {
    message.say("{added_items} came in after the start ({added}) and re-estimates of {#re_estimated_items} added "
                "{re_estimated_up}.");
  } else if (added) {
    message.say("All of it is work that came in after the start: {added_items}.");
  } else if (re_estimated) {
    message.say("All of it comes from re-estimates of {re_estimated_items}.");
  }
  if (message.number("grown_items") > 0) {
    message.say("{stories_grown_share} of the stories it had committed to grew noticeably while they were being worked on.");
  }
  if (message.number("small_to_large") > 0) {
    message.say("What had been planned as small became large: {keys:small_to_large}.");
  }
}

}  // namespace

void narrate_scope_creep(Words& title, Words& message) {
  const metrics::Finding& finding = message.finding();
  const bool active = finding.find("state") != nullptr && std::get<std::string>(finding.find("state")->value) == "active";
  if (finding.severity == metrics::Severity::info) {
    title.say("{sprint}: scope is under control");
    message.say(active ? "{sprint} ({board}) has grown by {scope_creep} since it started: {came_on_top} on top of the "
                         "{committed} committed."
                       : "{sprint} ({board}) grew by {scope_creep} after its start: {came_on_top} on top of the {committed} "
                         "committed.");
    message.say("This team usually adds {usual_scope_creep}.");
    message.say("Nothing needs to be done.");
    return;
  }
  if (finding.number("scope_creep") >= finding.number("usual_scope_creep") && finding.number("came_on_top") > 0) {
    title.say("{sprint}: scope grew by {scope_creep} after the start");
  } else {
    title.say("{sprint}: stories grew after the start");
  }
  message.say(active ? "{sprint} ({board}) has grown by {scope_creep} since it started: {came_on_top} came on top of the "
                       "{committed} committed."
                     : "{sprint} ({board}) grew by {scope_creep} after it had started: {came_on_top} came on top of the "
                       "{committed} committed.");
  message.say("This team usually adds {usual_scope_creep}.");
  say_where_from(message);
  if (active) {
    message.say("Agree on what leaves the sprint before anything else comes in; the first to look at: {keys}.");
  } else if (finding.number("unfinished") > 0) {
    message.say("{unfinished} was left unfinished at the end: let new work in only against something of the same size, "
                "and ask in the retrospective where {keys} came from.");
  } else {
    message.say("Ask in the retrospective where {keys} came from, and plan room for such work.");
  }
}

}  // namespace stint::insight
