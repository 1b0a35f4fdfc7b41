// What stands behind `stint write`. Adding one: a function, and a row in sub_verbs.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/session.h"
#include "base/result.h"
#include "exchange/writes/plan.h"

namespace stint::app {

// What all sub-verbs may be given; each says in its row what it takes.
struct WriteArguments {
  std::vector<std::string> words;   // behind the sub-verb's name
  std::string connection;           // --on
  std::vector<std::string> fields;  // --field NAME=VALUE
  std::string assignee;             // --assignee
  std::string sprint;               // --sprint
  std::string made;                 // --made
  bool not_made = false;            // --not-made
  bool plan_only = false;           // --plan

  // The names of the options that were given.
  [[nodiscard]] std::vector<std::string_view> options() const;
};

struct WriteSubVerb {
  std::string_view name;
  std::string_view usage;
  std::string_view summary;
  std::size_t least_words = 0;
  std::size_t most_words = 0;
  // Either what is asked of a tracker, which is then planned, shown and confirmed …
  Result<writes::Asked> (*asked)(const WriteArguments& arguments) = nullptr;
  // … or something else.
  Result<int> (*run)(const Session& session, const WriteArguments& arguments) = nullptr;
};

[[nodiscard]] std::span<const WriteSubVerb> write_sub_verbs();

Result<writes::Asked> asked_create(const WriteArguments& arguments);
Result<writes::Asked> asked_edit(const WriteArguments& arguments);
Result<writes::Asked> asked_comment(const WriteArguments& arguments);
Result<writes::Asked> asked_move(const WriteArguments& arguments);
Result<writes::Asked> asked_assign(const WriteArguments& arguments);
Result<writes::Asked> asked_link(const WriteArguments& arguments);
Result<writes::Asked> asked_sprint(const WriteArguments& arguments);

Result<int> plan_write(const Session& session, const WriteArguments& arguments, const writes::Asked& asked);
Result<int> apply_write(const Session& session, const WriteArguments& arguments);
Result<int> undo_write(const Session& session, const WriteArguments& arguments);
Result<int> settle_write(const Session& session, const WriteArguments& arguments);
Result<int> show_write(const Session& session, const WriteArguments& arguments);
Result<int> log_writes(const Session& session, const WriteArguments& arguments);

}  // namespace stint::app
