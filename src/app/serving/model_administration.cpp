#include "app/serving/model_administration.h"

#include <algorithm>

#include "app/models.h"
#include "app/pulling.h"
#include "base/files.h"
#include "language/models/task.h"

namespace stint::app {
namespace {

constexpr std::string_view kDefault = "default";
constexpr std::string_view kWantedFile = "wanted.json";

}  // namespace

JsonDocument ModelAdministrator::list() const {
  JsonDocument models = JsonDocument::array();
  const auto index = model_store(session_).read();
  if (index) {
    for (const language::StoredModel& model : index->models)
      models.push_back({{"name", model.name}, {"size", model.bytes}, {"tasks", index->uses_of(model.name)}});
  }
  JsonDocument tasks = JsonDocument::array({kDefault});
  JsonDocument configured = JsonDocument::array();
  for (const language::Task task : language::kTasks) {
    tasks.push_back(language::task_name(task));
    if (session_.models().says_who(task)) configured.push_back(language::task_name(task));
  }
  const std::scoped_lock lock{mutex_};
  const std::vector<std::string> coming = wanted();
  JsonDocument catalogue = JsonDocument::array();
  for (const language::CatalogueEntry& entry : language::catalogue()) {
    catalogue.push_back({{"name", entry.name},
                         {"title", entry.title},
                         {"size", or_null(entry.bytes)},
                         {"licence", entry.licence},
                         {"note", entry.note},
                         {"here", index && index->find(entry.name) != nullptr},
                         {"wanted", std::ranges::find(coming, entry.name) != coming.end()}});
  }
  return {{"models", std::move(models)},
          {"tasks", std::move(tasks)},
          {"configured", std::move(configured)},
          {"catalogue", std::move(catalogue)}};
}

Outcome ModelAdministrator::use(const server::ModelUse& use) const {
  std::optional<language::Task> task;
  if (use.task != kDefault) {
    task = language::find_task(use.task);
    if (!task) {
      return fail(ErrorCode::usage, "there is no task \"" + use.task + "\"", {},
                  "there are default, " + language::task_names());
    }
  }
  return model_store(session_).use(use.model, task);
}

Outcome ModelAdministrator::remove(const std::string& name) {
  STINT_ASSIGN(was_wanted, unwant(name));
  const auto removed = model_store(session_).remove(name);
  if (removed || (was_wanted && removed.error().code == ErrorCode::not_found)) return {};
  return fail(removed.error());
}

// Whatever cannot be read wants nothing.
std::vector<std::string> ModelAdministrator::wanted() const {
  std::vector<std::string> names;
  const auto text = files::read_text(model_store(session_).folder() / kWantedFile);
  if (!text) return names;
  const JsonDocument document = JsonDocument::parse(*text, nullptr, false);
  if (!document.is_object() || !document.contains("wanted") || !document["wanted"].is_array()) return names;
  for (const JsonDocument& name : document["wanted"]) {
    if (name.is_string() && language::find_in_catalogue(name.get<std::string>()) != nullptr)
      names.push_back(name.get<std::string>());
  }
  return names;
}

Outcome ModelAdministrator::write_wanted(const std::vector<std::string>& names) const {
  return files::replace_text(model_store(session_).folder() / kWantedFile,
                             to_text({{"schema", "stint.wanted-models/1"}, {"wanted", names}}),
                             files::Readers::owner);
}

Outcome ModelAdministrator::want(const std::string& name) {
  STINT_TRY(catalogue_entry(name));
  STINT_TRY(model_store(session_).make_folder());
  const std::scoped_lock lock{mutex_};
  std::vector<std::string> names = wanted();
  if (std::ranges::find(names, name) != names.end()) return {};
  names.push_back(name);
  return write_wanted(names);
}

Result<bool> ModelAdministrator::unwant(const std::string& name) {
  const std::scoped_lock lock{mutex_};
  std::vector<std::string> names = wanted();
  if (std::erase(names, name) == 0) return false;
  STINT_TRY(write_wanted(names));
  return true;
}

Outcome ModelAdministrator::pull_one(jobs::JobContext& context, const std::string& name) const {
  STINT_ASSIGN(entry, catalogue_entry(name));
  language::PullOptions options;
  options.download.free_bytes = free_bytes;
  options.progress = [&](language::PullPhase phase, const language::DownloadProgress& progress) {
    constexpr std::uint64_t kKilobyte = 1000;
    context.progress(static_cast<std::int64_t>(progress.done / kKilobyte),
                     static_cast<std::int64_t>(progress.total / kKilobyte),
                     phase == language::PullPhase::fetching ? name + ", in kB" : name + " is checked");
  };
  const Instant now = outbound::system_clock().now();
  STINT_TRY(language::pull_model(model_store(session_), pull_source(*entry), pull_network(session_), options,
                                 now, context.stop()));
  return {};
}

// One that cannot be had keeps none of the others from coming. What was stopped stays wanted.
Result<JsonDocument> ModelAdministrator::pull(jobs::JobContext& context) {
  std::vector<std::string> names;
  {
    const std::scoped_lock lock{mutex_};
    names = wanted();
  }
  JsonDocument pulled = JsonDocument::array();
  Outcome outcome;
  for (const std::string& name : names) {
    context.begin_step(name);
    auto one = pull_one(context, name);
    if (context.stop().stop_requested()) return fail(ErrorCode::declined, "asked to stop");
    STINT_TRY(unwant(name));
    if (one) {
      pulled.push_back(name);
    } else if (outcome) {
      outcome = std::move(one);
    }
  }
  STINT_TRY(std::move(outcome));
  return JsonDocument{{"pulled", std::move(pulled)}};
}

std::vector<jobs::JobKind> ModelAdministrator::kinds() {
  std::vector<jobs::JobKind> kinds;
  kinds.push_back({"pull", "Fetches the models that admins have asked for",
                   [this](jobs::JobContext& context) { return pull(context); }});
  return kinds;
}

server::ModelAdministration ModelAdministrator::functions() {
  return {.list = [this] { return list(); },
          .use = [this](const server::ModelUse& wanted_use) { return use(wanted_use); },
          .want = [this](const std::string& name) { return want(name); },
          .remove = [this](const std::string& name) { return remove(name); }};
}

}  // namespace stint::app
