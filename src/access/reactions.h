// What people did with insights: seen, put off until later, found helpful or not. User 0 is whoever sits
// there while there are no users. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/directory.h"
#include "base/instant.h"
#include "base/result.h"

namespace stint::access {

struct NewRating {
  bool helpful = false;
  std::string comment = {};  // up to 2000 characters
  // What was rated, for learning from it later.
  std::string kind = {};            // of the finding
  std::string content = {};         // hash of what was shown
  std::string words_source = {};    // whose words: "narrator", "model:NAME@HASH"
  std::string prompt_version = {};  // of the prompt behind them; empty for the narrator's
};

struct Reaction {
  std::optional<Instant> seen = {};
  std::string seen_content = {};  // hash of what was seen
  std::optional<Instant> snoozed_until = {};
  std::optional<bool> helpful = {};
  std::string comment = {};
};

// Never seen, or it says something else by now.
[[nodiscard]] bool is_new(const Reaction* reaction, std::string_view content);
[[nodiscard]] bool is_snoozed(const Reaction* reaction, Instant now);

// Insight → what one user did with it.
using ReactionMap = std::map<std::string, Reaction, std::less<>>;
[[nodiscard]] const Reaction* reaction_to(const ReactionMap& reactions, std::string_view insight);

struct Rating {
  std::int64_t id = 0;  // grows; a rating that is given anew gets a new one
  std::string user;     // name; empty for one who is gone, and without users
  std::string insight;
  NewRating rating;
  Instant rated{};
};

class Reactions {
 public:
  explicit Reactions(Directory& directory) : directory_(&directory) {}

  // Everything of one user. From memory; read where it is not there yet, or another process changed the file.
  [[nodiscard]] Result<std::shared_ptr<const ReactionMap>> of_user(std::int64_t user);

  // `insight` is its id, of 1 to 300 bytes (ErrorCode::usage otherwise), here and below. `content` is the
  // hash of what was shown.
  [[nodiscard]] Outcome mark_seen(std::int64_t user, std::string_view insight, std::string_view content,
                                  Instant now);
  // Without a time: to be shown again.
  [[nodiscard]] Outcome snooze(std::int64_t user, std::string_view insight, std::optional<Instant> until);
  // In the place of an earlier one. ErrorCode::usage for a comment that is too long or no UTF-8.
  [[nodiscard]] Outcome rate(std::int64_t user, std::string_view insight, const NewRating& rating,
                             Instant now);
  [[nodiscard]] Outcome take_rating_back(std::int64_t user, std::string_view insight);

  // For learning: ratings with an id above `after`, by id, at most `most` of them.
  [[nodiscard]] Result<std::vector<Rating>> ratings(std::int64_t after, std::size_t most);

 private:
  template <class Work>
  [[nodiscard]] Outcome write(std::int64_t user, std::string_view insight, Work&& work);

  Directory* directory_;
  std::mutex mutex_;  // after the directory's own
  std::uint64_t foreign_changes_ = 0;
  std::uint64_t writes_ = 0;  // so that nothing that was read before a write is kept after it
  std::unordered_map<std::int64_t, std::shared_ptr<const ReactionMap>> known_;
};

}  // namespace stint::access
