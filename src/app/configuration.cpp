#include "app/configuration.h"

#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace stint::app {
namespace {

constexpr std::array<std::pair<std::string_view, std::string Configuration::*>, 5> kTexts{{
    {"data", &Configuration::data},
    {"time_zone", &Configuration::time_zone},
    {"points_field", &Configuration::points_field},
    {"project", &Configuration::project},
    {"style", &Configuration::style},
}};

Outcome take(const FileSetting& setting, Configuration& configuration) {
  for (const auto& [name, text] : kTexts) {
    if (setting.name != name) continue;
    if (setting.listed) return fail(ErrorCode::usage, fmt::format("\"{}\" takes a single value", name));
    configuration.*text = setting.value;
    return {};
  }
  if (setting.name.starts_with("options.")) {
    if (setting.listed) return fail(ErrorCode::usage, "an option takes a single value, not a list");
    configuration.options.push_back(setting);
    return {};
  }
  const std::string_view section = setting.path.front();
  if (section == "calendar") return set_calendar(setting, configuration.calendar);
  if (section == "statuses" || section == "types" || section == "boards")
    return set_override(setting, configuration.overrides);
  if (section == "models") return set_model_setting(setting, configuration.models);
  if (section == "server") return set_server_setting(setting, configuration.server);
  if (section == "retention") return set_retention_setting(setting, configuration.retention);
  return fail(
      ErrorCode::usage, "unknown setting \"" + setting.name + "\"", {},
      "known are data, time_zone, points_field, project, style, options.NAME, calendar, statuses, types, "
      "boards, models, server and retention");
}

}  // namespace

std::string Configuration::where(const FileSetting& setting) const {
  return fmt::format("{}, line {}", file.string(), setting.line);
}

std::string unmatched_text(const history::Unmatched& name) {
  constexpr std::size_t kShown = 12;
  std::string known;
  for (std::size_t i = 0; i < name.known.size() && i < kShown; ++i) {
    known += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", name.known[i]);
  }
  if (name.known.size() > kShown) known += fmt::format(" and {} more", name.known.size() - kShown);
  return fmt::format("the configuration names the {} \"{}\", which is not in the data; there {}", name.what,
                     name.name, known.empty() ? "is none at all" : "are " + known);
}

Result<Configuration> read_configuration(const std::filesystem::path& file) {
  STINT_ASSIGN(settings, read_settings_file(file));
  Configuration configuration;
  configuration.file = file;
  for (const FileSetting& setting : settings) {
    if (Outcome taken = take(setting, configuration); !taken) {
      Error error = std::move(taken).error();
      error.where = configuration.where(setting);
      return fail(std::move(error));
    }
  }
  // Relative to the file that names it, wherever the program is started.
  if (!configuration.calendar.holidays.empty())
    configuration.calendar.holidays = file.parent_path() / configuration.calendar.holidays;
  if (Outcome fits = access::check_proxy(configuration.server.proxy); !fits) {
    Error error = std::move(fits).error();
    error.where = file.string();
    return fail(std::move(error));
  }
  return configuration;
}

}  // namespace stint::app
