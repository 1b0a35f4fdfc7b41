#include <array>

#include "app/verbs/write/sub_verb.h"

namespace stint::app {
namespace {

constexpr std::array kSubVerbs{
    WriteSubVerb{"create", "PROJECT TYPE SUMMARY [--field NAME=VALUE]… [--assignee WHO] [--sprint SPRINT]",
                 "Make an issue", 3, 3, asked_create},
    WriteSubVerb{"edit", "KEY --field NAME=VALUE…", "Change fields; an empty value clears one", 1, 1,
                 asked_edit},
    WriteSubVerb{"comment", "KEY TEXT", "Add a comment, in Markdown", 2, 2, asked_comment},
    WriteSubVerb{"move", "KEY STATUS", "Bring it to that status", 2, 2, asked_move},
    WriteSubVerb{"assign", "KEY [WHO]", "Assign it; without WHO to nobody", 1, 2, asked_assign},
    WriteSubVerb{"link", "KEY WORDING OTHER", "Link it: stint write link PAY-1 blocks PAY-2", 3, 3,
                 asked_link},
    WriteSubVerb{"sprint", "KEY [SPRINT]", "Put it into that sprint; without, into the backlog", 1, 2,
                 asked_sprint},
    WriteSubVerb{"apply", "WORD", "Do what was planned, with the word that came with the plan", 1, 1, nullptr,
                 apply_write},
    WriteSubVerb{"undo", "NUMBER", "Take back what was done", 1, 1, nullptr, undo_write},
    WriteSubVerb{"settle", "NUMBER [--made KEY] [--not-made]",
                 "Find out whether a write without an answer was done, or say it", 1, 1, nullptr,
                 settle_write},
    WriteSubVerb{"show", "NUMBER", "A plan: what it would change, and what became of it", 1, 1, nullptr,
                 show_write},
    WriteSubVerb{"log", "", "What was planned, refused and done", 0, 0, nullptr, log_writes},
};

}  // namespace

std::span<const WriteSubVerb> write_sub_verbs() {
  return kSubVerbs;
}

std::vector<std::string_view> WriteArguments::options() const {
  std::vector<std::string_view> given;
  if (!fields.empty()) given.emplace_back("--field");
  if (!assignee.empty()) given.emplace_back("--assignee");
  if (!sprint.empty()) given.emplace_back("--sprint");
  if (!made.empty()) given.emplace_back("--made");
  if (not_made) given.emplace_back("--not-made");
  return given;
}

}  // namespace stint::app
