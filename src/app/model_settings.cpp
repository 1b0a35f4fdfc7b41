#include "app/model_settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <fmt/format.h>
#include <string_view>

namespace stint::app {
namespace {

constexpr std::string_view kDefault = "default";

Outcome wrong(const FileSetting& setting, std::string_view expected) {
  return fail(ErrorCode::usage,
              fmt::format("\"{}\" takes {}, not \"{}\"", setting.name, expected, setting.value));
}

template <class Number>
Outcome set_number(const FileSetting& setting, Number least, Number most, Number& target) {
  Number value{};
  const char* const end = setting.value.data() + setting.value.size();
  const auto read = std::from_chars(setting.value.data(), end, value);
  if (read.ec != std::errc{} || read.ptr != end || !(value >= least) || !(value <= most))
    return wrong(setting, fmt::format("a number from {} to {}", least, most));
  target = value;
  return {};
}

Outcome set_switch(const FileSetting& setting, bool& target) {
  if (setting.value != "on" && setting.value != "off" && setting.value != "true" && setting.value != "false")
    return wrong(setting, "on or off");
  target = setting.value == "on" || setting.value == "true";
  return {};
}

// "1500000", "512M", "4G", "4 GB".
Outcome set_bytes(const FileSetting& setting, std::uint64_t& target) {
  std::uint64_t value = 0;
  const char* const end = setting.value.data() + setting.value.size();
  const auto read = std::from_chars(setting.value.data(), end, value);
  std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  constexpr std::array<std::pair<std::string_view, unsigned>, 9> kUnits{
      {{"", 0}, {"K", 10}, {"KB", 10}, {"M", 20}, {"MB", 20}, {"G", 30}, {"GB", 30}, {"T", 40}, {"TB", 40}}};
  const auto* const found = std::ranges::find(kUnits, unit, &std::pair<std::string_view, unsigned>::first);
  if (read.ec != std::errc{} || found == kUnits.end() || value > (std::uint64_t{1} << 50U) >> found->second)
    return wrong(setting, "an amount of memory such as 4G");
  target = value << found->second;
  return {};
}

Outcome set_cache_type(const FileSetting& setting, llama::CacheType& target) {
  constexpr std::array<std::pair<std::string_view, llama::CacheType>, 3> kTypes{
      {{"f32", llama::CacheType::f32}, {"f16", llama::CacheType::f16}, {"q8_0", llama::CacheType::q8_0}}};
  for (const auto& [name, type] : kTypes) {
    if (setting.value != name) continue;
    target = type;
    return {};
  }
  return wrong(setting, "f32, f16 or q8_0");
}

Outcome set_budget(const FileSetting& setting, std::string_view name, language::Budget& budget) {
  std::int64_t tokens = 0;
  constexpr std::int64_t kMost = std::int64_t{1} << 50U;
  if (name == "tokens" || name == "user_tokens") {
    STINT_TRY(set_number<std::int64_t>(setting, 0, kMost, tokens));
    (name == "tokens" ? budget.tokens : budget.user_tokens) = tokens;
    return {};
  }
  if (name == "money" || name == "user_money") {
    double money = 0;
    STINT_TRY(set_number(setting, 0.0, 1e9, money));
    (name == "money" ? budget.cost : budget.user_cost) = static_cast<std::int64_t>(money * 1e6);
    return {};
  }
  return fail(ErrorCode::usage, fmt::format("unknown setting \"{}\"", setting.name), {},
              "a budget has tokens, user_tokens, money and user_money, each for a day");
}

ProviderSettings& provider_named(ModelSettings& models, const std::string& name) {
  for (ProviderSettings& provider : models.providers) {
    if (provider.remote.name == name) return provider;
  }
  ProviderSettings& provider = models.providers.emplace_back();
  provider.remote.name = name;
  if (const auto kind = language::find_remote_kind(name)) {
    provider.remote.kind = *kind;
    provider.kind_given = true;
  }
  return provider;
}

Outcome set_provider(const FileSetting& setting, ModelSettings& models) {
  const std::string& name = setting.path[2];
  const std::string_view entry = setting.path[3];
  if (name == "local") return fail(ErrorCode::usage, "\"local\" is this machine, and no name for a provider");
  ProviderSettings& provider = provider_named(models, name);
  language::RemoteSettings& remote = provider.remote;
  if (entry == "kind") {
    const auto kind = language::find_remote_kind(setting.value);
    if (!kind) return wrong(setting, "openai, gemini or anthropic");
    remote.kind = *kind;
    provider.kind_given = true;
    return {};
  }
  if (entry == "server") {
    const auto server = language::find_openai_server(setting.value);
    if (!server) return wrong(setting, "openai, llama, ollama, vllm, openrouter or other");
    remote.server = *server;
    return {};
  }
  const auto text = [&](std::string& target) -> Outcome {
    target = setting.value;
    return {};
  };
  if (entry == "url") return text(remote.base_url);
  if (entry == "model") return text(remote.model);
  if (entry == "key_variable") return text(provider.key_variable);
  if (entry == "key_file") return text(provider.key_file);
  if (entry == "side_by_side") return set_number(setting, 1U, 64U, remote.concurrency);
  if (entry == "context") return set_number<std::uint32_t>(setting, 0, 1U << 30U, remote.context_tokens);
  if (entry == "stream") return set_switch(setting, remote.stream);
  if (entry == "sampling") return set_switch(setting, remote.sampling);
  if (entry == "price_read" || entry == "price_written") {
    if (!remote.price) remote.price.emplace();
    return set_number(
        setting, 0.0, 1e6,
        entry == "price_read" ? remote.price->read_per_million : remote.price->written_per_million);
  }
  if (entry == "key") {
    return fail(
        ErrorCode::usage, "keys do not belong into this file", {},
        "put it into the environment (key_variable) or into a file that only you can read (key_file)");
  }
  return fail(
      ErrorCode::usage, fmt::format("unknown setting \"{}\"", setting.name), {},
      "a provider has kind, server, url, model, key_variable, key_file, side_by_side, context, stream, "
      "sampling, price_read and price_written");
}

}  // namespace

const std::vector<std::string>& ModelSettings::chain(language::Task task) const {
  static const std::vector<std::string> kNobody;
  for (const std::string_view name : {language::task_name(task), kDefault}) {
    if (const auto found = chains.find(name); found != chains.end()) return found->second;
  }
  return kNobody;
}

bool ModelSettings::says_who(language::Task task) const {
  return chains.contains(language::task_name(task)) || chains.contains(kDefault);
}

const ProviderSettings* ModelSettings::find(std::string_view provider) const {
  const auto found = std::ranges::find(
      providers, provider, [](const ProviderSettings& one) -> std::string_view { return one.remote.name; });
  return found == providers.end() ? nullptr : &*found;
}

Outcome set_model_setting(const FileSetting& setting, ModelSettings& models) {
  const std::vector<std::string>& path = setting.path;
  const auto unknown = [&] {
    return fail(
        ErrorCode::usage, fmt::format("unknown setting \"{}\"", setting.name), {},
        fmt::format("models have default, {}, context, side_by_side, threads, memory_limit, cache_type, "
                    "cache, cache_size, record_prompts, budget and providers",
                    language::task_names()));
  };
  if (path.size() == 4 && path[1] == "providers") return set_provider(setting, models);
  if (path.size() == 3 && path[1] == "budget") return set_budget(setting, path[2], models.engine.budget);
  if (path.size() != 2) return unknown();
  const std::string_view name = path[1];
  if (name == kDefault || language::find_task(name)) {
    auto& chain = models.chains[std::string(name)];
    if (setting.value != "none") chain.push_back(setting.value);
    return {};
  }
  if (setting.listed) return fail(ErrorCode::usage, fmt::format("\"{}\" takes a single value", setting.name));
  if (name == "context")
    return set_number<std::uint32_t>(setting, 256, 1U << 20U, models.context.context_length);
  if (name == "side_by_side") return set_number<std::uint32_t>(setting, 1, 63, models.context.sequences);
  if (name == "threads") return set_number<std::uint32_t>(setting, 0, 1024, models.context.threads);
  if (name == "memory_limit") return set_bytes(setting, models.context.memory_limit);
  if (name == "cache_type") return set_cache_type(setting, models.context.cache_type);
  if (name == "cache") return set_switch(setting, models.engine.cache);
  if (name == "cache_size") {
    std::uint64_t bytes = 0;
    STINT_TRY(set_bytes(setting, bytes));
    models.engine.cache_bytes = static_cast<std::int64_t>(bytes);
    return {};
  }
  if (name == "record_prompts") return set_switch(setting, models.engine.record_prompts);
  return unknown();
}

}  // namespace stint::app
