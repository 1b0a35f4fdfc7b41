#include <algorithm>
#include <fmt/format.h>

#include "app/verb.h"
#include "app/verbs/model/sub_verb.h"
#include "language/models/task.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

std::string sub_verb_names() {
  std::string names;
  for (const ModelSubVerb& sub_verb : model_sub_verbs()) {
    if (!names.empty()) names += ", ";
    names += sub_verb.name;
  }
  return names;
}

std::string usage_of(const ModelSubVerb& sub_verb) {
  std::string text = fmt::format("stint model {}", sub_verb.name);
  if (!sub_verb.usage.empty()) text += fmt::format(" {}", sub_verb.usage);
  return text;
}

std::string usage() {
  std::string text = "What to do with models:\n";
  for (const ModelSubVerb& sub_verb : model_sub_verbs()) {
    text += fmt::format("  {}\n      {}\n", usage_of(sub_verb), sub_verb.summary);
  }
  return text;
}

Outcome check(const ModelSubVerb& sub_verb, const ModelArguments& arguments) {
  const std::size_t count = arguments.words.size();
  if (count < sub_verb.least_words || count > sub_verb.most_words) {
    return fail(ErrorCode::usage, fmt::format("stint model {} takes other words than these", sub_verb.name),
                {}, usage_of(sub_verb));
  }
  for (const std::string_view option : arguments.options()) {
    if (!sub_verb.usage.contains(option)) {
      return fail(ErrorCode::usage, fmt::format("stint model {} takes no {}", sub_verb.name, option), {},
                  usage_of(sub_verb));
    }
  }
  return {};
}

class ModelVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("WHAT", what_, sub_verb_names() + "; without, how each is used", false)
        .arguments("NAME", arguments_.words, "A model's name, a GGUF file (add), or a URL (pull)", false)
        .option("--for", arguments_.task, "use: for this task only, " + language::task_names(), "TASK")
        .option("--name", arguments_.name, "add, pull: call it so", "NAME")
        .option("--sha256", arguments_.sha256, "add, pull: the hash that the file has to have", "HEX")
        .options("--also-from", arguments_.hosts,
                 "pull: the URL may redirect to this host and those under it", "HOST")
        .flag("--link", arguments_.link, "add: leave the file where it is")
        .flag("--verify", arguments_.verify, "info: compare the hash of the whole file")
        .flag("--show", arguments_.show, "prompt: print it as a file");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (what_.empty()) {
      STINT_TRY(session.write(usage()));
      return 0;
    }
    const auto sub_verbs = model_sub_verbs();
    const auto found = std::ranges::find(sub_verbs, what_, &ModelSubVerb::name);
    if (found == sub_verbs.end()) {
      return fail(ErrorCode::usage, "stint model knows no \"" + what_ + "\"", {},
                  "there are " + sub_verb_names());
    }
    STINT_TRY(check(*found, arguments_));
    return found->run(session, arguments_);
  }

 private:
  std::string what_;
  ModelArguments arguments_;
};

}  // namespace

std::unique_ptr<Verb> make_model_verb() {
  return std::make_unique<ModelVerb>();
}

}  // namespace stint::app
