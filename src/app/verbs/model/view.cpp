#include "app/verbs/model/view.h"

#include <fmt/format.h>

#include "language/models/task.h"
#include "lib/llama/memory.h"

namespace stint::app {
namespace {

JsonDocument text_or_null(std::string_view text) {
  return text.empty() ? JsonDocument(nullptr) : JsonDocument(text);
}

std::string_view state_of(const Error& error) {
  if (error.code == ErrorCode::not_found) return "missing";
  return error.code == ErrorCode::conflict ? "changed" : "unreadable";
}

JsonDocument memory_json(const ExaminedModel& examined) {
  if (!examined.description) return nullptr;
  const llama::Memory memory = llama::memory_needed(*examined.description, {});
  return {{"weights", memory.weights},
          {"context", memory.cache},
          {"computing", memory.compute},
          {"total", memory.total()}};
}

template <class T>
JsonDocument of_description(const ExaminedModel& examined, T llama::Description::* member) {
  if (!examined.description) return nullptr;
  return (*examined.description).*member;
}

}  // namespace

std::optional<std::uint64_t> ExaminedModel::memory() const {
  if (!description) return std::nullopt;
  return llama::memory_needed(*description, {}).total();
}

ExaminedModel examine(const language::ModelStore& store, const language::StoreIndex& index,
                      const language::StoredModel& model) {
  ExaminedModel examined{model, index.uses_of(model.name), std::nullopt, "ok", std::nullopt};
  if (Outcome unchanged = store.check_unchanged(model); !unchanged) {
    examined.problem = std::move(unchanged).error();
    examined.state = state_of(*examined.problem);
    return examined;
  }
  if (auto description = llama::inspect(model.file)) {
    examined.description = std::move(*description);
  } else {
    examined.problem = std::move(description).error();
    examined.state = "unreadable";
  }
  return examined;
}

JsonDocument to_json(const ExaminedModel& examined) {
  const language::StoredModel& model = examined.model;
  return {
      {"name", model.name},
      {"provenance", model.provenance()},
      {"file", model.file.string()},
      {"linked", model.linked},
      {"kind", language::family_name(model.family)},
      {"architecture", of_description(examined, &llama::Description::architecture)},
      {"parameters", of_description(examined, &llama::Description::parameters)},
      {"weights_type", of_description(examined, &llama::Description::weights_type)},
      {"context", of_description(examined, &llama::Description::context_length)},
      {"vocabulary", of_description(examined, &llama::Description::vocabulary)},
      {"memory_bytes", memory_json(examined)},
      {"bytes", model.bytes},
      {"sha256", model.sha256},
      {"verified", language::verified_name(model.verified)},
      {"source", model.source},
      {"licence", text_or_null(model.licence)},
      {"added", format_iso(model.added)},
      {"used_for", examined.uses},
      {"state", examined.state},
      {"problem", examined.problem ? JsonDocument(examined.problem->to_string()) : JsonDocument(nullptr)}};
}

JsonDocument to_json(const language::CatalogueEntry& entry, const language::StoreIndex& index) {
  return {{"name", entry.name},
          {"title", entry.title},
          {"kind", language::family_name(entry.family)},
          {"files", JsonDocument::array({{{"url", entry.url},
                                          {"bytes", or_null(entry.bytes)},
                                          {"sha256", text_or_null(entry.sha256)},
                                          {"hash_source", text_or_null(entry.hash_source)}}})},
          {"verified", !entry.sha256.empty()},
          {"licence", text_or_null(entry.licence)},
          {"context", entry.context == 0 ? JsonDocument(nullptr) : JsonDocument(entry.context)},
          {"memory_bytes", or_null(language::memory_estimate(entry))},
          {"note", text_or_null(entry.note)},
          {"here", index.find(entry.name) != nullptr}};
}

std::string size_text(std::uint64_t bytes) {
  constexpr double kMega = 1e6;
  constexpr double kGiga = 1e9;
  const auto number = static_cast<double>(bytes);
  if (number >= kGiga) return fmt::format("{:.2f} GB", number / kGiga);
  if (number >= 10 * kMega) return fmt::format("{:.0f} MB", number / kMega);
  return fmt::format("{:.1f} MB", number / kMega);
}

std::string size_text(const std::optional<std::uint64_t>& bytes) {
  return bytes ? size_text(*bytes) : "–";
}

std::string_view kind_text(llama::Family family) {
  switch (family) {
    case llama::Family::decoder:
      return "writes text";
    case llama::Family::encoder:
      return "makes vectors";
    case llama::Family::encoder_decoder:
      return "rewrites text (T5)";
  }
  return "";
}

std::string uses_text(const std::vector<std::string>& uses) {
  std::string text;
  for (const std::string& use : uses) text += (text.empty() ? "" : ", ") + use;
  return text.empty() ? "–" : text;
}

}  // namespace stint::app
