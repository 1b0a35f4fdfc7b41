// What the caller made of insights: seen, put off, rated.
#pragma once

#include <memory>
#include <string>

#include "access/reactions.h"
#include "insight/insight.h"
#include "server/route.h"

namespace stint::server {

class Reactions {
 public:
  [[nodiscard]] static Result<Reactions> of_caller(const Call& call);

  // {"seen", "new", "snoozed_until", "rating", "comment"}
  [[nodiscard]] JsonDocument of(const insight::Insight& insight) const;

  // Each answers with what the caller has made of the insight then.
  [[nodiscard]] static Result<Answer> mark_seen(const Call& call, const insight::Insight& insight);
  [[nodiscard]] static Result<Answer> snooze(const Call& call, const insight::Insight& insight);
  [[nodiscard]] static Result<Answer> rate(const Call& call, const insight::Insight& insight);

 private:
  Reactions(std::shared_ptr<const access::ReactionMap> all, Instant now) : all_(std::move(all)), now_(now) {}

  std::shared_ptr<const access::ReactionMap> all_;
  Instant now_;
};

}  // namespace stint::server
