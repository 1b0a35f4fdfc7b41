#include "server/handlers/reactions.h"

#include <fmt/format.h>

#include "lib/xxhash/hash.h"
#include "server/services.h"

namespace stint::server {
namespace {

// Of what is shown: the same as long as the insight says the same.
std::string content_of(const insight::Insight& insight) {
  return fmt::format("{:016x}", content_hash(insight.title + '\n' + insight.message));
}

Result<Answer> reaction_now(const Call& call, const insight::Insight& insight) {
  ++call.services.version;
  STINT_ASSIGN(reactions, Reactions::of_caller(call));
  return json_answer({{"id", insight.finding.id}, {"reaction", reactions.of(insight)}});
}

}  // namespace

Result<Reactions> Reactions::of_caller(const Call& call) {
  STINT_ASSIGN(all, call.services.reactions.of_user(call.caller.user));
  return Reactions{std::move(all), call.services.now()};
}

JsonDocument Reactions::of(const insight::Insight& insight) const {
  const access::Reaction* reaction = access::reaction_to(*all_, insight.finding.id);
  const bool is_new = access::is_new(reaction, content_of(insight));
  JsonDocument snoozed = nullptr;
  JsonDocument rating = nullptr;
  if (access::is_snoozed(reaction, now_)) snoozed = format_iso(*reaction->snoozed_until);
  if (reaction != nullptr && reaction->helpful) rating = *reaction->helpful ? "helpful" : "not_helpful";
  return {{"seen", !is_new},
          {"snoozed_until", std::move(snoozed)},
          {"rating", std::move(rating)},
          {"comment", reaction == nullptr ? std::string{} : reaction->comment}};
}

Result<Answer> Reactions::mark_seen(const Call& call, const insight::Insight& insight) {
  STINT_TRY(call.services.reactions.mark_seen(call.caller.user, insight.finding.id, content_of(insight),
                                              call.services.now()));
  return reaction_now(call, insight);
}

Result<Answer> Reactions::snooze(const Call& call, const insight::Insight& insight) {
  std::optional<Instant> until;
  if (const JsonDocument& given = call.body["until"]; given.is_string()) {
    until = parse_iso_instant(given.get<std::string>());
    if (!until)
      return fail(ErrorCode::usage, "until takes an instant", {}, "for example 2026-11-24T08:00:00Z");
  }
  STINT_TRY(call.services.reactions.snooze(call.caller.user, insight.finding.id, until));
  return reaction_now(call, insight);
}

Result<Answer> Reactions::rate(const Call& call, const insight::Insight& insight) {
  if (call.body["helpful"].is_null()) {
    STINT_TRY(call.services.reactions.take_rating_back(call.caller.user, insight.finding.id));
    return reaction_now(call, insight);
  }
  access::NewRating rating;
  rating.helpful = call.body["helpful"].get<bool>();
  rating.comment = call.body.value("comment", std::string{});
  rating.kind = insight.finding.kind;
  rating.content = content_of(insight);
  rating.words_source = insight.source;
  rating.prompt_version = insight.prompt;
  STINT_TRY(call.services.reactions.rate(call.caller.user, insight.finding.id, rating, call.services.now()));
  return reaction_now(call, insight);
}

}  // namespace stint::server
