#include <fmt/format.h>
#include <ostream>
#include <system_error>
#include <unistd.h>

#include "app/models.h"
#include "app/verb.h"
#include "app/version.h"
#include "lib/nlohmann/json_document.h"
#include "lib/sqlite/database.h"
#include "store/schema.h"
#include "store/store.h"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

struct Check {
  std::string name;
  bool fine = true;
  std::string state;
  std::string advice;  // what to do when it is not fine
};

Check check_data_folder(const Session& session) {
  const fs::path& folder = session.data_folder();
  std::error_code code;
  if (!fs::exists(folder, code)) {
    return {"data folder", true, folder.string() + " (not there yet; the first import makes it)", {}};
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return {"data folder", false, folder.string() + " is not writable",
            "make it writable, or choose another with --data"};
  }
  const auto space = fs::space(folder, code);
  if (code) return {"data folder", true, folder.string(), {}};
  const double free = static_cast<double>(space.available) / 1e9;
  if (free < 1) {
    return {"data folder", false, fmt::format("{}: {:.1f} GB free", folder.string(), free),
            "free some space"};
  }
  return {"data folder", true, fmt::format("{} ({:.0f} GB free)", folder.string(), free), {}};
}

Check check_database(const Session& session) {
  if (!store::exists(session.data_folder())) {
    return {"database", true, "none yet", {}};
  }
  auto database = store::open_for_reading(session.data_folder());
  if (!database) return {"database", false, database.error().message, database.error().hint};
  const auto sound =
      database->query_integer("SELECT count(*) FROM pragma_quick_check WHERE quick_check <> 'ok'");
  if (!sound || *sound != 0) {
    return {"database", false, "damaged",
            "move " + store::database_file(session.data_folder()).string() + " away and import again"};
  }
  const auto issues = database->query_integer("SELECT count(*) FROM issue");
  const auto projects = database->query_integer("SELECT count(*) FROM project");
  const auto incomplete = database->query_integer(
      "SELECT count(*) FROM issue WHERE has_history AND history_total > history_count");
  std::string state = fmt::format("version {}; issues: {}, projects: {}", store::schema_version(),
                                  issues.value_or(0), projects.value_or(0));
  if (incomplete.value_or(0) > 0) {
    return {"database", false, state + fmt::format(", {} with incomplete history", *incomplete),
            "import the missing /changelog pages"};
  }
  return {"database", true, state, {}};
}

Check check_config(const Session& session) {
  std::error_code code;
  const bool there = fs::exists(session.config_file(), code);
  return {"configuration",
          true,
          session.config_file().string() + (there ? "" : " (not there: defaults are used)"),
          {}};
}

// Who words insights.
Check check_model(const Session& session) {
  const auto engine = make_engine(session, language::Task::insights);
  if (!engine) return {"language model", false, engine.error().message, engine.error().hint};
  std::string names;
  for (const language::ChainLink& link : (*engine)->chain()) {
    names += fmt::format("{}{} ({})", names.empty() ? "" : ", then ", link.provider->info().model,
                         link.provider->info().name);
  }
  return {"language model", true, names.empty() ? "none; insights are worded by built-in rules" : names, {}};
}

// One configuration may serve several trackers: a name that is not there is nothing wrong, but worth a look.
Check check_overrides(const Session& session) {
  const history::Overrides& overrides = session.overrides();
  const std::size_t count = overrides.statuses.size() + overrides.types.size() + overrides.boards.size();
  Check check{"overrides", true, fmt::format("{} statuses, types and boards", count), {}};
  if (count == 0 || !store::exists(session.data_folder())) return check;
  const auto data = session.load(false);
  if (!data) return {"overrides", false, data.error().to_string(), {}};
  for (const history::Unmatched& name : data->unmatched) {
    if (!check.advice.empty()) check.advice += "; ";
    check.advice += unmatched_text(name);
  }
  return check;
}

class DoctorVerb : public Verb {
 public:
  void declare(CommandLine::Verb& /*line*/) override {}

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    const std::vector<Check> checks{
        {"stint", true, std::string{kVersion}, {}},
        {"sqlite", true, std::string{sqlite::library_version()}, {}},
        {"time zone", true, session.zone().name(), {}},
        {"calendar", true, session.calendar_text(), {}},
        check_config(session),
        check_data_folder(session),
        check_database(session),
        check_overrides(session),
        check_model(session),
    };
    bool fine = true;
    for (const Check& check : checks) fine = fine && check.fine;
    if (session.given().json) {
      JsonDocument list = JsonDocument::array();
      for (const Check& check : checks) {
        list.push_back(
            {{"name", check.name},
             {"ok", check.fine},
             {"state", check.state},
             {"advice", check.advice.empty() ? JsonDocument(nullptr) : JsonDocument(check.advice)}});
      }
      STINT_TRY(
          session.write(to_text({{"schema", "stint.doctor/1"}, {"ok", fine}, {"checks", std::move(list)}})));
    } else {
      std::string out;
      for (const Check& check : checks) {
        out += fmt::format("{:4} {:15} {}\n", check.fine ? "ok" : "BAD", check.name, check.state);
        if (!check.advice.empty()) out += fmt::format("{:20} → {}\n", "", check.advice);
      }
      STINT_TRY(session.write(out));
    }
    return fine ? 0 : error_kind(ErrorCode::failure).exit_status;
  }
};

}  // namespace

std::unique_ptr<Verb> make_doctor_verb() {
  return std::make_unique<DoctorVerb>();
}

}  // namespace stint::app
