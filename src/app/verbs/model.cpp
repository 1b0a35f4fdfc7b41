#include "app/sub_verbs.h"
#include "app/verb.h"
#include "app/verbs/model/sub_verb.h"
#include "language/models/task.h"

namespace stint::app {
namespace {

constexpr std::string_view kVerb = "model";

class ModelVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("WHAT", what_, sub_verb_names(model_sub_verbs()) + "; without, how each is used", false)
        .arguments("NAME", arguments_.words, "A model's name, a GGUF file (add), or a URL (pull)", false)
        .option("--for", arguments_.task, "use: for this task only, " + language::task_names(), "TASK")
        .option("--name", arguments_.name, "add, pull: call it so", "NAME")
        .option("--sha256", arguments_.sha256, "add, pull: the hash that the file has to have", "HEX")
        .options("--also-from", arguments_.hosts,
                 "pull: the URL may redirect to this host and those under it", "HOST")
        .flag("--link", arguments_.link, "add: leave the file where it is")
        .flag("--verify", arguments_.verify, "info: compare the hash of the whole file")
        .flag("--show", arguments_.show, "prompt: print it as a file")
        .flag("--brief", arguments_.brief, "bench: only how fast it reads and writes freely, once")
        .flag("--controls", arguments_.controls, "bench: word the data's insights at each setting of style");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    if (what_.empty()) {
      STINT_TRY(session.write(usage_of_all(kVerb, "What to do with models", model_sub_verbs())));
      return 0;
    }
    STINT_ASSIGN(found, find_sub_verb(kVerb, model_sub_verbs(), what_, arguments_));
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
