#include <array>

#include "app/verbs/model/sub_verb.h"

namespace stint::app {
namespace {

constexpr std::array kSubVerbs{
    ModelSubVerb{"list", "", "What is here, and what can be fetched", 0, 0, list_models},
    ModelSubVerb{"add", "FILE [--name NAME] [--sha256 HEX] [--link]", "Take in a GGUF file of this machine",
                 1, 1, add_model_file},
    ModelSubVerb{"pull", "NAME|URL [--name NAME] [--sha256 HEX] [--also-from HOST]",
                 "Fetch one of the list, or from a URL", 1, 1, pull_model_file},
    ModelSubVerb{"use", "NAME [--for TASK]", "Choose it for a task, or for all that want text", 1, 1,
                 use_model},
    ModelSubVerb{"remove", "NAME", "Delete it, or an unfinished download", 1, 1, remove_model},
    ModelSubVerb{"info", "NAME [--verify]", "All that is known of it; --verify reads the whole file", 1, 1,
                 show_model},
    ModelSubVerb{"prompt", "[NAME] [--show]", "What models are asked with; --show prints one as a file", 0, 1,
                 show_prompts},
    ModelSubVerb{"calls", "", "What was asked in the last 30 days, and what it took", 0, 0, show_calls},
    ModelSubVerb{
        "bench", "[NAME] [--brief | --controls]",
        "How fast it reads and writes here; --controls: what the settings of style do with its words", 0, 1,
        bench_model},
    ModelSubVerb{"rebuild", "", "Make the list anew from the files, when it is damaged", 0, 0,
                 rebuild_models},
};

}  // namespace

std::span<const ModelSubVerb> model_sub_verbs() {
  return kSubVerbs;
}

std::vector<std::string_view> ModelArguments::options() const {
  std::vector<std::string_view> given;
  if (!task.empty()) given.emplace_back("--for");
  if (!name.empty()) given.emplace_back("--name");
  if (!sha256.empty()) given.emplace_back("--sha256");
  if (!hosts.empty()) given.emplace_back("--also-from");
  if (link) given.emplace_back("--link");
  if (verify) given.emplace_back("--verify");
  if (show) given.emplace_back("--show");
  if (controls) given.emplace_back("--controls");
  if (brief) given.emplace_back("--brief");
  return given;
}

}  // namespace stint::app
