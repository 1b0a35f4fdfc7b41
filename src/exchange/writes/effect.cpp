#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <utility>

#include "base/text.h"
#include "exchange/writes/standing.h"
#include "tracker/text/markdown_printer.h"
#include "tracker/text/markdown_reader.h"

namespace stint::writes {
namespace {

using namespace tracker;

// The tracker's clock may be behind ours by as much.
constexpr Milliseconds kClockSkew = std::chrono::minutes{5};

// As it would come back from a tracker that keeps another format.
std::string comparable(std::string_view markdown) {
  return text::markdown_of(text::document_of_markdown(markdown));
}

std::string keys_of(const std::vector<Receipt>& receipts) {
  std::vector<std::string> keys;
  for (const Receipt& one : receipts) keys.push_back(one.issue_key);
  return fmt::format("{}", fmt::join(keys, ", "));
}

// Looks at what was read of the target; one case per kind of write.
struct Judge {
  Connector& connector;
  const Plan& plan;
  const Target& now;
  Instant since;

  [[nodiscard]] Result<Look> done(std::string made_id = {}) const {
    return Look{
        Effect::done, {now.record.issue.id, now.record.issue.key, std::move(made_id), now.version}, {}};
  }
  [[nodiscard]] static Result<Look> not_done() { return Look{Effect::not_done, {}, {}}; }
  [[nodiscard]] static Result<Look> unclear(std::string remark) {
    return Look{Effect::unclear, {}, std::move(remark)};
  }

  [[nodiscard]] Result<Look> by_fields() const {
    const Standing standing = standing_of(connector, plan, now);
    if (!standing.proposal) return unclear("the tracker does not say how it stands");
    const auto is_wanted = [](const FieldConflict& field) { return field.now == field.wanted; };
    const auto is_old = [](const FieldConflict& field) { return field.now == field.planned; };
    if (std::ranges::all_of(standing.fields, is_wanted)) return done();
    if (std::ranges::all_of(standing.fields, is_old)) return not_done();
    return unclear("some of it is as wanted, some is not");
  }

  Result<Look> operator()(const CreateIssue&) const { return unclear({}); }
  Result<Look> operator()(const EditFields&) const { return by_fields(); }
  Result<Look> operator()(const Assign&) const { return by_fields(); }
  Result<Look> operator()(const MoveToSprint&) const { return by_fields(); }

  Result<Look> operator()(const Transition& write) const {
    const Status& status = now.record.issue.status;
    if (status.id == write.status || equal_ignoring_case(status.name, write.status)) return done();
    return by_fields();
  }

  Result<Look> operator()(const AddComment& write) const {
    STINT_ASSIGN(account, connector.account());
    const std::string wanted = comparable(write.body);
    std::vector<std::string> found;
    for (const Comment& comment : now.record.issue.comments) {
      if (comment.at >= since && comment.author == account.id && comparable(comment.body) == wanted)
        found.push_back(comment.id);
    }
    if (found.size() == 1) return done(found.front());
    if (found.empty()) return unclear("no such comment is there");
    return unclear("there are several such comments");
  }

  Result<Look> operator()(const AddLink& write) const {
    for (const Link& link : now.record.issue.links) {
      if (link.other_key == write.other && equal_ignoring_case(link.wording, write.wording)) return done();
    }
    return unclear("no such link is there");
  }

  Result<Look> operator()(const DeleteComment& write) const {
    const std::vector<Comment>& comments = now.record.issue.comments;
    return std::ranges::find(comments, write.id, &Comment::id) != comments.end() ? not_done() : done();
  }
  Result<Look> operator()(const DeleteLink&) const {
    const auto proposal = connector.propose(plan.write, &now);
    if (!proposal && proposal.error().code == ErrorCode::not_found) return done();
    return proposal ? not_done() : unclear("the tracker does not say how it stands");
  }
  Result<Look> operator()(const DeleteIssue&) const { return not_done(); }
};

Result<Look> look_for_created(Connector& connector, const CreateIssue& create, Instant since) {
  STINT_ASSIGN(found, connector.find_created(create, since));
  if (found.size() == 1) return Look{Effect::done, std::move(found.front()), {}};
  if (found.empty()) return Look{Effect::unclear, {}, "no such issue is found yet"};
  return Look{Effect::unclear, {}, fmt::format("there are several such issues: {}", keys_of(found))};
}

}  // namespace

Result<Look> look_for_effect(Connector& connector, const Plan& plan) {
  const Instant since = plan.claimed.value_or(plan.created) - kClockSkew;
  if (const auto* const create = std::get_if<CreateIssue>(&plan.write))
    return look_for_created(connector, *create, since);
  auto now = connector.target(plan.target_id);
  if (!now && now.error().code == ErrorCode::not_found) {
    const bool wanted = std::holds_alternative<DeleteIssue>(plan.write);
    return Look{wanted ? Effect::done : Effect::unclear,
                {plan.target_id, plan.target_key, {}, {}},
                wanted ? "" : "the issue is not there any more"};
  }
  if (!now) return fail(std::move(now).error());
  return std::visit(Judge{connector, plan, *now, since}, plan.write);
}

}  // namespace stint::writes
