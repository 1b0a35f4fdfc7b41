#include "app/verbs/write/view.h"

#include <fmt/format.h>

#include "exchange/writes/encoding.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

using writes::Plan;
using writes::State;

std::string shown(std::string_view value) {
  return value.empty() ? "(nothing)" : printable(value);
}

std::string target_of(const Plan& plan) {
  if (!plan.target_key.empty()) return plan.target_key;
  if (!plan.receipt.issue_key.empty()) return plan.receipt.issue_key;
  return plan.target_id.empty() ? "a new issue" : plan.target_id;
}

std::string conflict_text(const writes::Conflict& conflict) {
  std::string text = printable(conflict.message) + "\n";
  for (const writes::FieldConflict& field : conflict.fields) {
    text += fmt::format("  {}: was {}, is now {}, wanted {}\n", printable(field.field), shown(field.planned),
                        shown(field.now), shown(field.wanted));
  }
  return text;
}

}  // namespace

std::string plan_text(const Plan& plan) {
  std::string text = fmt::format("Plan {}: {} on {}\n", plan.id, printable(target_of(plan)),
                                 printable(plan.actor.connection));
  for (const tracker::FieldDiff& diff : plan.diff) {
    if (diff.before.empty()) {
      text += fmt::format("  {}: {}\n", printable(diff.field), shown(diff.after));
    } else {
      text += fmt::format("  {}: {} → {}\n", printable(diff.field), shown(diff.before), shown(diff.after));
    }
  }
  text += plan.requests.size() == 1 ? "What is sent:\n" : "What is sent, in this order:\n";
  for (const tracker::WireRequest& request : plan.requests) {
    text += fmt::format("  {} {}\n", request.method, printable(request.path));
    if (!request.body.empty()) text += fmt::format("    {}\n", printable(request.body));
  }
  for (const std::string& warning : plan.warnings) text += fmt::format("Note: {}\n", printable(warning));
  if (!plan.undo) text += "Note: this cannot be taken back from here\n";
  return text;
}

std::string outcome_text(const Plan& plan) {
  const std::string target = printable(target_of(plan));
  const std::string error = plan.error ? ": " + printable(plan.error->to_string()) : "";
  switch (plan.state) {
    case State::planned:
      return fmt::format("Plan {} is not confirmed.\n", plan.id);
    case State::sending:
      return fmt::format("Plan {} is being sent.\n", plan.id);
    case State::applied:
      return fmt::format("Done: {}.{}\n", target,
                         plan.undo ? fmt::format(" To take it back: stint write undo {}", plan.id) : "");
    case State::partly:
      return fmt::format("Partly done: {} of {} requests{}\n", plan.done, plan.requests.size(), error);
    case State::refused:
      return fmt::format("Not done{}\n", error);
    case State::conflict:
      return "Not done: " + (plan.conflict ? conflict_text(*plan.conflict) : std::string{"a conflict\n"});
    case State::unknown:
      return fmt::format(
          "It is not known whether it was done{}\nNothing is sent again. To find out: stint write settle "
          "{}\n",
          error, plan.id);
  }
  return {};
}

JsonDocument plan_json(const Plan& plan) {
  JsonDocument json{{"number", plan.id},
                    {"state", writes::name_of(plan.state)},
                    {"kind", writes::kind_of(plan.write)},
                    {"user", plan.actor.user},
                    {"connection", plan.actor.connection},
                    {"target", plan.target_key},
                    {"version", plan.version},
                    {"diff", writes::to_json(plan.diff)},
                    {"requests", writes::to_json(plan.requests)},
                    {"warnings", plan.warnings},
                    {"can_be_undone", plan.undo.has_value()},
                    {"payload_hash", plan.payload_hash},
                    {"created", format_iso(plan.created)},
                    {"expires", format_iso(plan.expires)}};
  json["receipt"] = writes::to_json(plan.receipt);
  json["conflict"] = plan.conflict ? writes::to_json(*plan.conflict) : JsonDocument(nullptr);
  json["error"] = plan.error ? writes::to_json(*plan.error) : JsonDocument(nullptr);
  return json;
}

int exit_status_of(const Plan& plan) {
  switch (plan.state) {
    case State::applied:
      return 0;
    case State::conflict:
      return error_kind(ErrorCode::conflict).exit_status;
    case State::unknown:
      return error_kind(ErrorCode::throttled).exit_status;
    case State::planned:
      return error_kind(ErrorCode::declined).exit_status;
    case State::sending:
    case State::partly:
    case State::refused:
      break;
  }
  return error_kind(plan.error ? plan.error->code : ErrorCode::failure).exit_status;
}

}  // namespace stint::app
