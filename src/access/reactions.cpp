#include "access/reactions.h"

#include <utility>

#include "access/plain_text.h"
#include "lib/simdjson/utf8.h"

namespace stint::access {
namespace {

constexpr std::size_t kLongestInsight = 300;
constexpr std::size_t kLongestComment = 2000;
constexpr std::size_t kMostUsers = 10'000;  // in memory

constexpr std::string_view kReactions =
    "SELECT insight, seen_at, seen_content, snoozed_until FROM reaction WHERE user = ?1";
constexpr std::string_view kOwnRatings = "SELECT insight, helpful, comment FROM rating WHERE user = ?1";
constexpr std::string_view kSeen =
    "INSERT INTO reaction (user, insight, seen_at, seen_content) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (user, insight) DO UPDATE SET seen_at = ?3, seen_content = ?4";
constexpr std::string_view kSnooze =
    "INSERT INTO reaction (user, insight, seen_content, snoozed_until) VALUES (?1, ?2, '', ?3) "
    "ON CONFLICT (user, insight) DO UPDATE SET snoozed_until = ?3";
constexpr std::string_view kUnrate = "DELETE FROM rating WHERE user = ?1 AND insight = ?2";
constexpr std::string_view kRate =
    "INSERT INTO rating (user, insight, helpful, comment, kind, content, words_source, prompt_version, "
    "rated_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr std::string_view kRatings =
    "SELECT rating.id, coalesce(user.name, ''), insight, helpful, comment, kind, content, words_source, "
    "prompt_version, rated_at FROM rating LEFT JOIN user ON user.id = rating.user "
    "WHERE rating.id > ?1 ORDER BY rating.id LIMIT ?2";

std::optional<Instant> instant(const std::optional<std::int64_t>& ms) {
  if (!ms) return std::nullopt;
  return from_epoch_ms(*ms);
}

Result<ReactionMap> read_reactions(sqlite::Database& database, std::int64_t user) {
  ReactionMap reactions;
  STINT_ASSIGN(rows, database.prepare(kReactions));
  rows.bind(1, user);
  for (;;) {
    STINT_ASSIGN(more, rows.step());
    if (!more) break;
    Reaction& reaction = reactions[std::string(rows.text(0))];
    reaction.seen = instant(rows.optional_integer(1));
    reaction.seen_content = rows.text(2);
    reaction.snoozed_until = instant(rows.optional_integer(3));
  }
  STINT_ASSIGN(rated, database.prepare(kOwnRatings));
  rated.bind(1, user);
  for (;;) {
    STINT_ASSIGN(more, rated.step());
    if (!more) return reactions;
    Reaction& reaction = reactions[std::string(rated.text(0))];
    reaction.helpful = rated.integer(1) != 0;
    reaction.comment = rated.text(2);
  }
}

Outcome unrate(sqlite::Database& database, std::int64_t user, std::string_view insight) {
  STINT_ASSIGN(remove, database.prepare(kUnrate));
  remove.bind(1, user);
  remove.bind(2, insight);
  return remove.run();
}

}  // namespace

bool is_new(const Reaction* reaction, std::string_view content) {
  return reaction == nullptr || !reaction->seen || reaction->seen_content != content;
}

bool is_snoozed(const Reaction* reaction, Instant now) {
  return reaction != nullptr && reaction->snoozed_until && now < *reaction->snoozed_until;
}

const Reaction* reaction_to(const ReactionMap& reactions, std::string_view insight) {
  const auto found = reactions.find(insight);
  return found != reactions.end() ? &found->second : nullptr;
}

Result<std::shared_ptr<const ReactionMap>> Reactions::of_user(std::int64_t user) {
  const std::uint64_t foreign = directory_->foreign_changes();
  std::uint64_t writes = 0;
  {
    const std::lock_guard lock{mutex_};
    if (foreign != foreign_changes_) {
      known_.clear();
      foreign_changes_ = foreign;
    }
    if (const auto found = known_.find(user); found != known_.end()) return found->second;
    writes = writes_;
  }
  const auto look = [&](sqlite::Database& database) { return read_reactions(database, user); };
  STINT_ASSIGN(read, directory_->read(look));
  auto reactions = std::make_shared<const ReactionMap>(std::move(read));
  const std::lock_guard lock{mutex_};
  if (writes == writes_ && foreign == foreign_changes_) {
    if (known_.size() >= kMostUsers) known_.clear();
    known_[user] = reactions;
  }
  return reactions;
}

template <class Work>
Outcome Reactions::write(std::int64_t user, std::string_view insight, Work&& work) {
  if (insight.empty() || insight.size() > kLongestInsight || !is_plain_text(insight)) {
    return fail(ErrorCode::usage, "this can be the id of no insight", "insight", "take it from the list");
  }
  const Outcome written = directory_->record(std::forward<Work>(work));
  const std::lock_guard lock{mutex_};
  ++writes_;
  known_.erase(user);
  return written;
}

Outcome Reactions::mark_seen(std::int64_t user, std::string_view insight, std::string_view content,
                             Instant now) {
  return write(user, insight, [&](sqlite::Database& database) -> Outcome {
    STINT_ASSIGN(put, database.prepare(kSeen));
    put.bind(1, user);
    put.bind(2, insight);
    put.bind(3, to_epoch_ms(now));
    put.bind(4, content);
    return put.run();
  });
}

Outcome Reactions::snooze(std::int64_t user, std::string_view insight, std::optional<Instant> until) {
  return write(user, insight, [&](sqlite::Database& database) -> Outcome {
    std::optional<std::int64_t> ms;
    if (until) ms = to_epoch_ms(*until);
    STINT_ASSIGN(put, database.prepare(kSnooze));
    put.bind(1, user);
    put.bind(2, insight);
    put.bind(3, ms);
    return put.run();
  });
}

Outcome Reactions::rate(std::int64_t user, std::string_view insight, const NewRating& rating, Instant now) {
  if (!is_valid_utf8(rating.comment) || character_count(rating.comment) > kLongestComment) {
    return fail(ErrorCode::usage, "the comment is longer than 2000 characters, or is not UTF-8", "comment",
                "shorten it");
  }
  return write(user, insight, [&](sqlite::Database& database) -> Outcome {
    // A new row, so that who collects ratings by number gets it.
    STINT_TRY(unrate(database, user, insight));
    STINT_ASSIGN(put, database.prepare(kRate));
    put.bind(1, user);
    put.bind(2, insight);
    put.bind(3, std::int64_t{rating.helpful});
    put.bind(4, rating.comment);
    put.bind(5, rating.kind);
    put.bind(6, rating.content);
    put.bind(7, rating.words_source);
    put.bind(8, rating.prompt_version);
    put.bind(9, to_epoch_ms(now));
    return put.run();
  });
}

Outcome Reactions::take_rating_back(std::int64_t user, std::string_view insight) {
  return write(user, insight, [&](sqlite::Database& database) { return unrate(database, user, insight); });
}

Result<std::vector<Rating>> Reactions::ratings(std::int64_t after, std::size_t most) {
  return directory_->read([&](sqlite::Database& database) -> Result<std::vector<Rating>> {
    STINT_ASSIGN(rows, database.prepare(kRatings));
    rows.bind(1, after);
    rows.bind(2, static_cast<std::int64_t>(most));
    std::vector<Rating> ratings;
    for (;;) {
      STINT_ASSIGN(more, rows.step());
      if (!more) return ratings;
      ratings.push_back({.id = rows.integer(0),
                         .user = std::string(rows.text(1)),
                         .insight = std::string(rows.text(2)),
                         .rating = {.helpful = rows.integer(3) != 0,
                                    .comment = std::string(rows.text(4)),
                                    .kind = std::string(rows.text(5)),
                                    .content = std::string(rows.text(6)),
                                    .words_source = std::string(rows.text(7)),
                                    .prompt_version = std::string(rows.text(8))},
                         .rated = from_epoch_ms(rows.integer(9))});
    }
  });
}

}  // namespace stint::access
