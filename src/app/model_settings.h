// The section "models" of the configuration file: which models speak, and within which limits.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/engine/engine.h"
#include "language/models/task.h"
#include "language/providers/remote_settings.h"
#include "lib/llama/options.h"
#include "lib/yaml/settings_file.h"

namespace stint::app {

// A provider as the file describes it; its key is not in there, only where it is found.
struct ProviderSettings {
  language::RemoteSettings remote;
  bool kind_given = false;
  std::string key_variable;  // of the environment; empty: the usual one of its kind
  std::string key_file;
};

struct ModelSettings {
  // Who is asked, one after another until somebody answers: "local", "local:NAME", or a provider. By task;
  // "default" for the others. Empty where the file says nothing.
  std::map<std::string, std::vector<std::string>, std::less<>> chains;
  llama::ContextOptions context{.context_length = 8192, .sequences = 8};
  language::EngineOptions engine;
  std::vector<ProviderSettings> providers;

  // For a task; empty where nothing is said.
  [[nodiscard]] const std::vector<std::string>& chain(language::Task task) const;
  // Whether the file says who is asked for the task, be it nobody ("none").
  [[nodiscard]] bool says_who(language::Task task) const;
  [[nodiscard]] const ProviderSettings* find(std::string_view provider) const;
};

// One setting below "models.". The error's `where` is left to the caller.
[[nodiscard]] Outcome set_model_setting(const FileSetting& setting, ModelSettings& models);

}  // namespace stint::app
