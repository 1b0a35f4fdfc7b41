// What stands behind `stint model`. Adding one: a function in a file of its own, and a row in sub_verbs.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/models.h"
#include "app/session.h"
#include "base/result.h"

namespace stint::app {

// What all sub-verbs may be given; each says in its row what it takes.
struct ModelArguments {
  std::vector<std::string> words;  // behind the sub-verb's name
  std::string task;                // --for
  std::string name;                // --name
  std::string sha256;              // --sha256
  std::vector<std::string> hosts;  // --also-from
  bool link = false;               // --link
  bool verify = false;             // --verify
  bool show = false;               // --show
  bool controls = false;           // --controls
  bool brief = false;              // --brief

  // The names of the options that were given.
  [[nodiscard]] std::vector<std::string_view> options() const;
};

struct ModelSubVerb {
  std::string_view name;
  std::string_view usage;  // its words and options: "FILE [--name NAME]"
  std::string_view summary;
  std::size_t least_words = 0;
  std::size_t most_words = 0;
  Result<int> (*run)(const Session& session, const ModelArguments& arguments) = nullptr;
};

[[nodiscard]] std::span<const ModelSubVerb> model_sub_verbs();

Result<int> list_models(const Session& session, const ModelArguments& arguments);
Result<int> add_model_file(const Session& session, const ModelArguments& arguments);
Result<int> pull_model_file(const Session& session, const ModelArguments& arguments);
Result<int> use_model(const Session& session, const ModelArguments& arguments);
Result<int> remove_model(const Session& session, const ModelArguments& arguments);
Result<int> show_model(const Session& session, const ModelArguments& arguments);
Result<int> show_prompts(const Session& session, const ModelArguments& arguments);
Result<int> show_calls(const Session& session, const ModelArguments& arguments);
Result<int> bench_model(const Session& session, const ModelArguments& arguments);
// What `bench` does with --controls.
Result<int> bench_controls(const Session& session, const language::StoredModel& model);
Result<int> rebuild_models(const Session& session, const ModelArguments& arguments);

}  // namespace stint::app
