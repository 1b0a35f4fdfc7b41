#include "app/serving/served_models.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

#include "app/models.h"

namespace stint::app {
namespace {

using language::Task;

constexpr std::string_view kUsual = "stint";
constexpr std::string_view kAlsoUsual = "default";
constexpr std::string_view kLocal = "local";

std::unexpected<Error> no_model(bool text) {
  return fail(
      ErrorCode::not_found, "no language model is set up for this", {},
      text ? "add one with `stint model`, or name a provider in the configuration"
           : "choose one with `stint model use NAME --for embed`, or name a provider under models.embed");
}

bool is_local(std::string_view name) {
  return name == kLocal || name.starts_with("local:");
}

}  // namespace

// The first task somebody is named for.
Result<ServedModels::Chosen> ServedModels::usual(bool text) const {
  const std::vector<Task> tasks =
      text ? std::vector{Task::assistant, Task::insights} : std::vector{Task::embed};
  for (const Task task : tasks) {
    STINT_ASSIGN(names, chain_names(session_, task));
    if (!names.empty()) return Chosen{task, std::move(names)};
    if (session_.models().says_who(task)) break;  // nobody is to be asked
  }
  return no_model(text);
}

bool ServedModels::stands_in_a_chain(std::string_view provider) const {
  return std::ranges::any_of(session_.models().chains, [&](const auto& chain) {
    return std::ranges::find(chain.second, provider) != chain.second.end();
  });
}

Result<ServedModels::Chosen> ServedModels::choose(const std::string& model, bool text) const {
  if (model == kUsual || model == kAlsoUsual) return usual(text);
  const Task task = text ? Task::assistant : Task::embed;
  STINT_ASSIGN(index, model_store(session_).read());
  const auto stored = std::ranges::find(index.models, model, &language::StoredModel::name);
  if (stored != index.models.end()) {
    if (language::makes_text(stored->family) == text) return Chosen{task, {"local:" + model}};
    return fail(ErrorCode::not_found, fmt::format("the model \"{}\" makes {}", model,
                                                  text ? "vectors, and no text" : "text, and no vectors"));
  }
  if (session_.models().find(model) != nullptr) {
    if (stands_in_a_chain(model)) return Chosen{task, {model}};
    return fail(ErrorCode::not_found, fmt::format("nothing is sent to \"{}\"", model), {},
                "name it for a task under models in the configuration");
  }
  return fail(ErrorCode::not_found, fmt::format("there is no model \"{}\"", model), {},
              "GET /v1/models lists those there are");
}

Result<std::vector<language::openai::ListedModel>> ServedModels::list() {
  std::vector<language::openai::ListedModel> models;
  if (usual(true) || usual(false)) models.push_back({std::string{kUsual}, 0, std::string{kUsual}});
  STINT_ASSIGN(index, model_store(session_).read());
  for (const language::StoredModel& model : index.models) {
    const auto added = std::chrono::floor<std::chrono::seconds>(model.added);
    models.push_back({model.name, added.time_since_epoch().count(), std::string{kLocal}});
  }
  for (const ProviderSettings& provider : session_.models().providers) {
    const language::RemoteSettings& remote = provider.remote;
    if (stands_in_a_chain(remote.name))
      models.push_back({remote.name, 0, std::string{language::remote_kind_name(remote.kind)}});
  }
  return models;
}

Result<std::shared_ptr<language::Engine>> ServedModels::writer(const std::string& model) {
  STINT_ASSIGN(chosen, choose(model, true));
  EngineShelf<language::Engine>::Wanted wanted{.identity = {}, .local = false, .now = now_()};
  for (const std::string& name : chosen.names) {
    STINT_ASSIGN(identity, model_identity(session_, chosen.task, name));
    (wanted.identity += identity) += '\n';
    wanted.local = wanted.local || is_local(name);
  }
  return writers_.find(wanted, [&] { return make_engine(session_, chosen.task, chosen.names); });
}

Result<std::shared_ptr<language::EmbeddingEngine>> ServedModels::embedder(const std::string& model) {
  STINT_ASSIGN(chosen, choose(model, false));
  // Vectors of two models cannot be compared: whoever comes first in the chain is the only one.
  const std::string& name = chosen.names.front();
  STINT_ASSIGN(identity, model_identity(session_, chosen.task, name));
  return embedders_.find({.identity = identity, .local = is_local(name), .now = now_()},
                         [&] { return make_embedding_engine(session_, name); });
}

}  // namespace stint::app
