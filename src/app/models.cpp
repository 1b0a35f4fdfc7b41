#include "app/models.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>

#include "app/client_options.h"
#include "language/providers/anthropic.h"
#include "language/providers/gemini.h"
#include "language/providers/local.h"
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

Result<ChainLink> remote_link(const Session& session, const ProviderSettings& given) {
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
  const std::optional<language::Price> price = settings.price;
  language::RemoteOutbound outbound;
  outbound.client = client_options(session);
  STINT_ASSIGN(provider, kind.make(std::move(settings), std::move(outbound)));
  return ChainLink{std::move(provider), price};
}

ChainLink local_link(const Session& session, const language::StoredModel& model) {
  llama::ContextOptions context = session.models().context;
  if (context.memory_limit == 0) context.memory_limit = available_memory();
  return {language::make_local(
              {.model = model.provenance(), .file = model.file, .adapter = {}, .context = context}),
          {}};
}

Result<ChainLink> link_of(const Session& session, language::Task task, const std::string& name) {
  const language::ModelStore store = model_store(session);
  if (name == kLocal) {
    STINT_ASSIGN(model, store.find_for(task));
    return local_link(session, model);
  }
  if (name.starts_with(kLocalNamed)) {
    STINT_ASSIGN(model, store.find(std::string_view(name).substr(kLocalNamed.size())));
    STINT_TRY(store.check_unchanged(model));
    return local_link(session, model);
  }
  if (const ProviderSettings* const provider = session.models().find(name))
    return remote_link(session, *provider);
  return fail(ErrorCode::not_found, fmt::format("there is no provider \"{}\" in the configuration", name),
              session.config_file().string(),
              "describe it under models.providers, or use local or local:NAME");
}

}  // namespace

language::ModelStore model_store(const Session& session) {
  return language::ModelStore(session.data_folder() / "models");
}

std::filesystem::path prompt_folder(const Session& session) {
  return session.config_file().parent_path() / "prompts";
}

Result<std::unique_ptr<language::Engine>> make_engine(const Session& session, language::Task task) {
  std::vector<ChainLink> chain;
  const std::vector<std::string>& names = session.models().chain(task);
  for (const std::string& name : names) {
    STINT_ASSIGN(link, link_of(session, task, name));
    chain.push_back(std::move(link));
  }
  if (!session.models().says_who(task)) {
    auto model = model_store(session).find_for(task);
    if (model) {
      chain.push_back(local_link(session, *model));
    } else if (model.error().code != ErrorCode::not_found) {
      return fail(std::move(model).error());
    }
  }
  return std::make_unique<language::Engine>(
      std::move(chain), session.models().engine, session.data_folder(),
      [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); });
}

}  // namespace stint::app
