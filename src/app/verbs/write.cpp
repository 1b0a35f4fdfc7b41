#include <algorithm>
#include <fmt/format.h>

#include "app/verb.h"
#include "app/verbs/write/sub_verb.h"

namespace stint::app {
namespace {

std::string sub_verb_names() {
  std::string names;
  for (const WriteSubVerb& sub_verb : write_sub_verbs()) {
    if (!names.empty()) names += ", ";
    names += sub_verb.name;
  }
  return names;
}

std::string usage_of(const WriteSubVerb& sub_verb) {
  std::string text = fmt::format("stint write {}", sub_verb.name);
  if (!sub_verb.usage.empty()) text += fmt::format(" {}", sub_verb.usage);
  return text;
}

std::string usage() {
  std::string text = "What to do in a tracker; each is shown first and done only when confirmed:\n";
  for (const WriteSubVerb& sub_verb : write_sub_verbs())
    text += fmt::format("  {}\n      {}\n", usage_of(sub_verb), sub_verb.summary);
  return text;
}

Outcome check(const WriteSubVerb& sub_verb, const WriteArguments& arguments) {
  const std::size_t count = arguments.words.size();
  if (count < sub_verb.least_words || count > sub_verb.most_words) {
    return fail(ErrorCode::usage, fmt::format("stint write {} takes other words than these", sub_verb.name),
                {}, usage_of(sub_verb));
  }
  for (const std::string_view option : arguments.options()) {
    if (!sub_verb.usage.contains(option)) {
      return fail(ErrorCode::usage, fmt::format("stint write {} takes no {}", sub_verb.name, option), {},
                  usage_of(sub_verb));
    }
  }
  return {};
}

class WriteVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("WHAT", what_, sub_verb_names() + "; without, how each is used", false)
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
      STINT_TRY(session.write(usage()));
      return 0;
    }
    const auto sub_verbs = write_sub_verbs();
    const auto found = std::ranges::find(sub_verbs, what_, &WriteSubVerb::name);
    if (found == sub_verbs.end()) {
      return fail(ErrorCode::usage, "stint write knows no \"" + what_ + "\"", {},
                  "there are " + sub_verb_names());
    }
    STINT_TRY(check(*found, arguments_));
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
