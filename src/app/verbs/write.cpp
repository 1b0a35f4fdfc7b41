#include "app/sub_verbs.h"
#include "app/verb.h"
#include "app/verbs/write/sub_verb.h"

namespace stint::app {
namespace {

constexpr std::string_view kVerb = "write";

class WriteVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("WHAT", what_, sub_verb_names(write_sub_verbs()) + "; without, how each is used", false)
        .arguments("WORDS", arguments_.words, "What it is about", false)
        .option("--on", arguments_.connection, "The connection, where there are several", "NAME")
        .options("--field", arguments_.fields,
                 "create, edit: a field and its value; may be given several times", "NAME=VALUE")
        .option("--assignee", arguments_.assignee, "create: who does it", "WHO")
        .option("--sprint", arguments_.sprint, "create: the sprint it goes into", "SPRINT")
        .option("--made", arguments_.made, "settle: it was done, and this is the issue", "KEY")
        .flag("--not-made", arguments_.not_made, "settle: it was not done")
        .flag("--plan", arguments_.plan_only, "Show what would be done, and the word to do it with");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (what_.empty()) {
      STINT_TRY(session.write(
          usage_of_all(kVerb, "What to do in a tracker; each is shown first and done only when confirmed",
                       write_sub_verbs())));
      return 0;
    }
    STINT_ASSIGN(found, find_sub_verb(kVerb, write_sub_verbs(), what_, arguments_));
    if (found->asked == nullptr) return found->run(session, arguments_);
    STINT_ASSIGN(asked, found->asked(arguments_));
    return plan_write(session, arguments_, asked);
  }

 private:
  std::string what_;
  WriteArguments arguments_;
};

}  // namespace

std::unique_ptr<Verb> make_write_verb() {
  return std::make_unique<WriteVerb>();
}

}  // namespace stint::app
