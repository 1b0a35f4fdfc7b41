#include "app/models.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>

#include "app/client_options.h"
#include "language/providers/anthropic.h"
#include "language/providers/gemini.h"
#include "language/providers/local_embedding.h"
#include "language/providers/openai.h"

namespace stint::app {
namespace {

using language::ChainLink;
using language::RemoteKind;
using language::RemoteSettings;

constexpr std::string_view kLocal = "local";
constexpr std::string_view kLocalNamed = "local:";

struct Kind {
  RemoteKind kind;
  const char* key_variable;
  const char* url_variable;  // null: none
  Result<std::unique_ptr<language::Provider>> (*make)(RemoteSettings, language::RemoteOutbound);
};

constexpr std::array kKinds{
    Kind{RemoteKind::openai, "OPENAI_API_KEY", "OPENAI_BASE_URL", language::make_openai},
    Kind{RemoteKind::gemini, "GEMINI_API_KEY", nullptr, language::make_gemini},
    Kind{RemoteKind::anthropic, "ANTHROPIC_API_KEY", nullptr, language::make_anthropic},
};

const Kind& kind_of(RemoteKind kind) {
  return *std::ranges::find(kKinds, kind, &Kind::kind);
}

// What the machine can give now. 0 where it does not say.
std::uint64_t available_memory() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  std::uint64_t kilobytes = 0;
  std::string unit;
  while (file >> name >> kilobytes >> unit) {
    if (name == "MemAvailable:") return kilobytes * 1024;
  }
  return 0;
}

Result<std::string> read_key(const std::string& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0)
    return fail(ErrorCode::authentication, "the file of the key cannot be read", file);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(ErrorCode::usage, "others may read the file of the key", file,
                fmt::format("chmod 600 {}", file));
  std::ifstream in(file);
  std::string key;
  if (!(in >> key)) return fail(ErrorCode::authentication, "there is no key in the file", file);
  return key;
}

std::string from_environment(const Session& session, const std::string& name) {
  const char* const value = session.environment(name.c_str());
  return value == nullptr ? std::string{} : value;
}

// With its key, wherever that is kept.
Result<RemoteSettings> remote_settings(const Session& session, const ProviderSettings& given) {
  RemoteSettings settings = given.remote;
  if (!given.kind_given) {
    return fail(ErrorCode::usage, fmt::format("the provider \"{}\" has no kind", settings.name), {},
                "openai (also for llama-server, Ollama and vLLM), gemini or anthropic");
  }
  const Kind& kind = kind_of(settings.kind);
  if (settings.base_url.empty() && kind.url_variable != nullptr)
    settings.base_url = from_environment(session, kind.url_variable);
  if (!given.key_file.empty()) {
    STINT_ASSIGN(key, read_key(given.key_file));
    settings.key = std::move(key);
  } else {
    const std::string variable = given.key_variable.empty() ? kind.key_variable : given.key_variable;
    settings.key = from_environment(session, variable);
    // A server of one's own may need none.
    if (settings.key.empty() && (settings.base_url.empty() || !given.key_variable.empty())) {
      return fail(ErrorCode::authentication,
                  fmt::format("there is no key for the provider \"{}\"", settings.name), {},
                  fmt::format("put it into {}, or into a file named by key_file", variable));
    }
  }
  return settings;
}

Result<ChainLink> remote_link(const Session& session, const ProviderSettings& given) {
  STINT_ASSIGN(settings, remote_settings(session, given));
  const std::optional<language::Price> price = settings.price;
  language::RemoteOutbound outbound;
  outbound.client = client_options(session);
  STINT_ASSIGN(provider, kind_of(settings.kind).make(std::move(settings), std::move(outbound)));
  return ChainLink{std::move(provider), price};
}

Instant now() {
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

language::LocalSettings local_settings(const Session& session, const language::StoredModel& model) {
  llama::ContextOptions context = session.models().context;
  if (context.memory_limit == 0) context.memory_limit = available_memory();
  return {.model = model.provenance(), .file = model.file, .adapter = {}, .context = context, .now = now};
}

// "local" or "local:NAME".
Result<language::StoredModel> stored_model(const Session& session, language::Task task,
                                           const std::string& name) {
  const language::ModelStore store = model_store(session);
  if (name == kLocal) return store.find_for(task);
  STINT_ASSIGN(model, store.find(std::string_view(name).substr(kLocalNamed.size())));
  STINT_TRY(store.check_unchanged(model));
  return model;
}

Result<const ProviderSettings*> provider_named(const Session& session, const std::string& name) {
  if (const ProviderSettings* const provider = session.models().find(name)) return provider;
  return fail(ErrorCode::not_found, fmt::format("there is no provider \"{}\" in the configuration", name),
              session.config_file().string(),
              "describe it under models.providers, or use local or local:NAME");
}

Result<ChainLink> link_of(const Session& session, language::Task task, const std::string& name) {
  if (name == kLocal || name.starts_with(kLocalNamed)) {
    STINT_ASSIGN(model, stored_model(session, task, name));
    return ChainLink{language::make_local(local_settings(session, model)), {}};
  }
  STINT_ASSIGN(provider, provider_named(session, name));
  return remote_link(session, *provider);
}

}  // namespace

language::ModelStore model_store(const Session& session) {
  return language::ModelStore(session.data_folder() / "models");
}

std::filesystem::path prompt_folder(const Session& session) {
  return session.config_file().parent_path() / "prompts";
}

Result<std::vector<std::string>> chain_names(const Session& session, language::Task task) {
  if (session.models().says_who(task)) return session.models().chain(task);
  auto model = model_store(session).find_for(task);
  if (model) return std::vector{std::string{kLocalNamed} + model->name};
  if (model.error().code != ErrorCode::not_found) return fail(std::move(model).error());
  return std::vector<std::string>{};
}

Result<std::string> model_identity(const Session& session, language::Task task, const std::string& name) {
  const language::ModelStore store = model_store(session);
  const bool named = name.starts_with(kLocalNamed);
  if (name != kLocal && !named) return name;
  STINT_ASSIGN(model,
               named ? store.find(std::string_view(name).substr(kLocalNamed.size())) : store.find_for(task));
  return std::string{kLocalNamed} + model.provenance();
}

Result<std::unique_ptr<language::Engine>> make_engine(const Session& session, language::Task task,
                                                      std::span<const std::string> names) {
  std::vector<ChainLink> chain;
  for (const std::string& name : names) {
    STINT_ASSIGN(link, link_of(session, task, name));
    chain.push_back(std::move(link));
  }
  return std::make_unique<language::Engine>(std::move(chain), session.models().engine, session.data_folder(),
                                            now);
}

Result<std::unique_ptr<language::Engine>> make_engine(const Session& session, language::Task task) {
  STINT_ASSIGN(names, chain_names(session, task));
  return make_engine(session, task, names);
}

std::unique_ptr<language::Engine> make_bare_engine(const Session& session,
                                                   const language::StoredModel& model) {
  language::EngineOptions options;
  options.cache = false;
  return std::make_unique<language::Engine>(
      std::vector<ChainLink>{{language::make_local(local_settings(session, model)), {}}}, options,
      std::filesystem::path{}, now);
}

Result<std::unique_ptr<language::EmbeddingEngine>> make_embedding_engine(const Session& session,
                                                                         const std::string& name) {
  language::EmbeddingLink link;
  if (name == kLocal || name.starts_with(kLocalNamed)) {
    STINT_ASSIGN(model, stored_model(session, language::Task::embed, name));
    link.provider = language::make_local_embedding(local_settings(session, model));
  } else {
    STINT_ASSIGN(provider, provider_named(session, name));
    STINT_ASSIGN(settings, remote_settings(session, *provider));
    if (settings.kind != RemoteKind::openai) {
      return fail(ErrorCode::usage, fmt::format("the provider \"{}\" has no vectors for texts", name), {},
                  "only those of the kind openai have");
    }
    link.price = settings.price;
    language::RemoteOutbound outbound;
    outbound.client = client_options(session);
    STINT_ASSIGN(remote, language::make_openai_embedding(std::move(settings), std::move(outbound)));
    link.provider = std::move(remote);
  }
  return std::make_unique<language::EmbeddingEngine>(std::move(link), session.models().engine,
                                                     session.data_folder(), now);
}

}  // namespace stint::app
