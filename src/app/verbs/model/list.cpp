#include <fmt/format.h>

#include "app/verbs/model/sub_verb.h"
#include "app/verbs/model/view.h"
#include "lib/utf8proc/display.h"
#include "views/table.h"

namespace stint::app {
namespace {

using views::Table;

using language::CatalogueEntry;
using language::StrayFile;

std::string context_text(std::uint32_t tokens) {
  return tokens == 0 ? "–" : fmt::format("{}", tokens);
}

Table model_table(const std::vector<ExaminedModel>& models) {
  Table table;
  table.columns = {{"model"},     {"size", true}, {"kind"},     {"context", true},
                   {"RAM", true}, {"used for"},   {"verified"}, {"state"}};
  for (const ExaminedModel& examined : models) {
    table.rows.push_back({examined.model.name, size_text(examined.model.bytes),
                          std::string{kind_text(examined.model.family)},
                          context_text(examined.description ? examined.description->context_length : 0),
                          size_text(examined.memory()), uses_text(examined.uses),
                          std::string{language::verified_name(examined.model.verified)}, examined.state});
  }
  return table;
}

Table catalogue_table(const language::StoreIndex& index) {
  Table table;
  table.columns = {{"can be fetched"}, {"size", true}, {"kind"}, {"context", true},
                   {"RAM", true},      {"licence"},    {"hash"}};
  for (const CatalogueEntry& entry : language::catalogue()) {
    if (index.find(entry.name) != nullptr) continue;
    table.rows.push_back({std::string{entry.name}, size_text(entry.bytes),
                          std::string{kind_text(entry.family)}, context_text(entry.context),
                          size_text(language::memory_estimate(entry)), std::string{entry.licence},
                          entry.sha256.empty() ? "unverified" : "known"});
  }
  return table;
}

JsonDocument to_json(const StrayFile& stray) {
  return {{"name", stray.name},
          {"file", stray.file.string()},
          {"bytes", stray.bytes},
          {"unfinished", stray.unfinished}};
}

std::string stray_line(const StrayFile& stray) {
  if (stray.unfinished) {
    return fmt::format(
        "Unfinished: {0} ({1} so far). The same pull goes on; stint model remove {0} deletes it.\n",
        stray.name, size_text(stray.bytes));
  }
  return fmt::format(
      "Not in the list: {}. Take it in with stint model rebuild, or delete it with stint model remove {}.\n",
      printable(stray.file.string()), stray.name);
}

std::string human_text(const Session& session, const language::StoreIndex& index,
                       const std::vector<ExaminedModel>& models, const std::vector<StrayFile>& strays) {
  std::string out;
  if (models.empty()) {
    out += "No models yet. Words come from built-in rules; a model can only improve on them.\n";
  } else {
    out += model_table(models).to_text(session.columns());
  }
  for (const ExaminedModel& examined : models) {
    if (examined.problem) out += "  " + printable(examined.problem->to_string()) + "\n";
  }
  for (const StrayFile& stray : strays) out += stray_line(stray);
  const Table more = catalogue_table(index);
  if (!more.rows.empty()) out += "\n" + more.to_text(session.columns());
  for (const CatalogueEntry& entry : language::catalogue()) {
    if (!entry.note.empty()) out += fmt::format("  {}: {}\n", entry.name, entry.note);
  }
  out +=
      "\nstint model pull NAME fetches one, stint model use NAME chooses it; a file of your own: stint model "
      "add FILE.\n";
  return out;
}

}  // namespace

Result<int> list_models(const Session& session, const ModelArguments& /*arguments*/) {
  const language::ModelStore store = model_store(session);
  STINT_ASSIGN(index, store.read());
  STINT_ASSIGN(strays, store.strays());
  std::vector<ExaminedModel> models;
  for (const language::StoredModel& model : index.models) models.push_back(examine(store, index, model));
  if (session.given().csv) {
    STINT_TRY(session.write(model_table(models).to_csv()));
    return 0;
  }
  if (!session.given().json) {
    STINT_TRY(session.write(human_text(session, index, models, strays)));
    return 0;
  }
  JsonDocument list = JsonDocument::array();
  for (const ExaminedModel& examined : models) list.push_back(to_json(examined));
  JsonDocument known = JsonDocument::array();
  for (const CatalogueEntry& entry : language::catalogue()) known.push_back(to_json(entry, index));
  JsonDocument others = JsonDocument::array();
  for (const StrayFile& stray : strays) others.push_back(to_json(stray));
  STINT_TRY(session.write(to_text({{"schema", "stint.models/1"},
                                   {"models", std::move(list)},
                                   {"catalogue", std::move(known)},
                                   {"other_files", std::move(others)}})));
  return 0;
}

}  // namespace stint::app
