// A write that has been shown and may be done once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/instant.h"
#include "tracker/writing.h"

namespace stint::writes {

enum class State : std::uint8_t {
  planned,   // shown, not confirmed
  sending,   // confirmed; another process is at it, or it died (then it becomes `unknown` when looked at)
  applied,   // done, exactly as shown
  partly,    // its first requests were done, a later one was not
  refused,   // not done: the tracker, the policy or the network said no
  conflict,  // not done: the target is no longer what was shown
  unknown,   // it may have been done; nothing is sent again
};
// For JSON: "planned", "applied", …
[[nodiscard]] std::string_view name_of(State state);

// Who acts, and through which connection.
struct Actor {
  std::string user;
  std::string connection;  // its name
};

struct Asked {
  tracker::Write write;
  std::string target;  // key or id; empty for CreateIssue
  // A new issue gets a label of its own by which it is found again.
  bool marker = true;
};

// A field of a conflict, seen from three sides.
struct FieldConflict {
  std::string field;
  std::string planned;  // what it was when the plan was made
  std::string now;
  std::string wanted;

  bool operator==(const FieldConflict&) const = default;
};

struct Conflict {
  std::vector<FieldConflict> fields;   // those the plan would change
  std::vector<std::string> elsewhere;  // names of what else was changed since, by the tracker's history
  std::string message;                 // "PAY-12 was changed since the plan was made"
};

struct Plan {
  std::int64_t id = 0;
  Actor actor = {};
  tracker::Write write = {};
  std::string target_id = {};  // empty for CreateIssue
  std::string target_key = {};
  std::string version = {};  // of the target, as it was shown
  std::vector<tracker::WireRequest> requests = {};
  std::vector<tracker::FieldDiff> diff = {};
  std::vector<std::string> warnings = {};
  std::optional<tracker::Write> undo = {};
  std::string payload_hash =
      {};  // SHA-256 over connection, target, version and requests; 64 hexadecimal digits
  Instant created{};
  Instant expires{};
  std::int64_t undoes = 0;     // the plan that this one takes back; 0: none
  std::int64_t undone_by = 0;  // the plan that has taken this one back

  State state = State::planned;
  std::optional<Instant> claimed = {};  // when it was confirmed
  std::int64_t sent = 0;                // requests that were begun
  std::int64_t done = 0;                // requests that were answered with a yes
  tracker::Receipt receipt = {};        // of what was made or changed, as far as it is known
  std::optional<Conflict> conflict = {};
  std::optional<Error> error = {};  // of `refused`, `partly` and `unknown`
};

// What is shown before a write: the plan, and the word that confirms it, which is kept nowhere.
struct Proposed {
  Plan plan;
  std::string token;
};

// "Yes, this."
struct Confirmation {
  std::string token;
  Actor actor;
  std::string payload_hash;  // of what was shown
};

[[nodiscard]] std::string payload_hash(const Plan& plan);

}  // namespace stint::writes
