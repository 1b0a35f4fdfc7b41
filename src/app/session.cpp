#include "app/session.h"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <ostream>
#include <system_error>

#include "history/load.h"
#include "lib/ical/holidays.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

std::string from_environment(const World& world, const char* name) {
  const char* const value = world.environment(name);
  return value != nullptr ? value : "";
}

// The folder of an XDG variable, or the usual one below the home folder.
fs::path xdg_folder(const World& world, const char* variable, const char* usual) {
  if (const std::string folder = from_environment(world, variable); !folder.empty()) return folder;
  const std::string home = from_environment(world, "HOME");
  return fs::path{home.empty() ? "." : home} / usual;
}

// A date alone is the end of that day.
Result<Instant> parse_as_of(const std::string& text, const TimeZone& zone) {
  const auto instant = parse_iso_instant(text);
  if (!instant) {
    return fail(ErrorCode::usage, "--as-of takes a date or an instant, not \"" + text + "\"", {},
                "for example 2026-11-20 or 2026-11-20T17:00:00Z");
  }
  constexpr std::size_t kDateLength = 10;
  if (text.size() > kDateLength) return *instant;
  const std::chrono::local_time<Milliseconds> midnight{instant->time_since_epoch()};
  return zone.instant_of(midnight + std::chrono::days{1}) - Milliseconds{1};
}

}  // namespace

Outcome Session::read_config() {
  const bool chosen = !given_.config.empty();
  configuration_.file = chosen ? fs::path{given_.config}
                               : xdg_folder(world_, "XDG_CONFIG_HOME", ".config") / "stint" / "config.yaml";
  auto read = read_configuration(configuration_.file);
  if (read) {
    configuration_ = std::move(*read);
  } else if (chosen || read.error().code != ErrorCode::not_found) {
    return fail(std::move(read).error());
  }
  return {};
}

Outcome Session::set_options() {
  constexpr std::string_view kOptions = "options.";
  for (const FileSetting& row : configuration_.options) {
    const std::string_view name = std::string_view{row.name}.substr(kOptions.size());
    if (Outcome set = metrics::set_option(options_, name, row.value); !set) {
      Error error = std::move(set).error();
      error.where = configuration_.where(row);
      return fail(std::move(error));
    }
  }
  for (const std::string& assignment : given_.set) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::usage, "--set takes NAME=VALUE, not \"" + assignment + "\"");
    }
    STINT_TRY(metrics::set_option(options_, assignment.substr(0, equals), assignment.substr(equals + 1)));
  }
  return {};
}

Outcome Session::set_calendar() {
  const CalendarSettings& settings = configuration_.calendar;
  std::vector<Day> days;
  if (!settings.holidays.empty()) {
    STINT_ASSIGN(holidays, read_holidays(settings.holidays));
    days = std::move(holidays.days);
    timed_events_ = holidays.timed_events;
  }
  holidays_ = days.size();
  calendar_ = metrics::WorkingCalendar{settings.week, std::move(days)};
  return {};
}

Result<Session> Session::create(const GlobalOptions& given, World world) {
  Session session{std::move(world)};
  session.given_ = given;
  STINT_TRY(session.read_config());
  const Configuration& file = session.configuration_;
  const auto first = [](std::initializer_list<std::string> values) {
    for (const std::string& value : values) {
      if (!value.empty()) return value;
    }
    return std::string{};
  };
  const std::string data = first({given.data, from_environment(session.world_, "STINT_DATA"), file.data});
  session.data_folder_ =
      data.empty() ? xdg_folder(session.world_, "XDG_DATA_HOME", ".local/share") / "stint" : fs::path{data};
  session.points_field_ = first({given.points_field, file.points_field});
  session.given_.project = first({given.project, file.project});
  STINT_ASSIGN(zone, TimeZone::find(first({given.time_zone, file.time_zone, "UTC"})));
  session.zone_ = zone;
  STINT_TRY(session.set_options());
  STINT_TRY(session.set_calendar());
  if (!given.as_of.empty()) {
    STINT_ASSIGN(as_of, parse_as_of(given.as_of, session.zone_));
    session.as_of_ = as_of;
  }
  if (given.json && given.csv) return fail(ErrorCode::usage, "--json and --csv exclude each other");
  session.colour_ = session.world_.out_is_terminal && given.output.empty() &&
                    from_environment(session.world_, "NO_COLOR").empty();
  return session;
}

Result<language::Controls> Session::controls(std::string_view list) const {
  auto base = language::parse_controls(configuration_.style);
  if (!base) {
    Error error = std::move(base).error();
    error.where = configuration_.file.string();
    return fail(std::move(error));
  }
  return language::parse_controls(list, *base);
}

std::string Session::calendar_text() const {
  constexpr std::array kNames{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  std::string text;
  // Weeks are read from Monday on.
  for (std::size_t i = 1; i <= kNames.size(); ++i) {
    const std::size_t day = i % kNames.size();
    if (!calendar_.week()[day]) continue;
    if (!text.empty()) text += ' ';
    text += kNames[day];
  }
  if (configuration_.calendar.holidays.empty()) return text;
  text += fmt::format("; {} holidays in {}", holidays_, configuration_.calendar.holidays.string());
  if (timed_events_ > 0) {
    text += fmt::format(", without {} {} at a time of day", timed_events_,
                        timed_events_ == 1 ? "event" : "events");
  }
  return text;
}

Outcome Session::write(std::span<const std::string_view> pieces) const {
  const auto write_to = [&](std::ostream& stream) {
    for (const std::string_view piece : pieces) stream << piece;
    stream << std::flush;
  };
  if (given_.output.empty() || given_.output == "-") {
    write_to(world_.out);
    if (!world_.out)
      return fail(ErrorCode::failure, "standard output cannot be written", {},
                  "check the disk or the reading program");
    return {};
  }
  std::error_code code;
  fs::path file{given_.output};
  if (fs::exists(file, code) && !fs::is_regular_file(file, code)) {
    // A device or a pipe has nothing to be renamed over.
    std::ofstream stream{file, std::ios::binary};
    write_to(stream);
    if (!stream)
      return fail(ErrorCode::failure, "cannot be written", file.string(), "choose another file with -o");
    return {};
  }
  if (fs::is_symlink(file, code)) file = fs::canonical(file, code);
  // Written beside and renamed, so that a reader never sees half of it.
  fs::path part = file;
  part += ".part";
  {
    std::ofstream stream{part, std::ios::binary | std::ios::trunc};
    write_to(stream);
    if (!stream) {
      std::error_code ignored;
      fs::remove(part, ignored);
      return fail(ErrorCode::failure, "cannot be written", file.string(),
                  "check the folder and the free space");
    }
  }
  fs::rename(part, file, code);
  if (code) return fail(ErrorCode::failure, "cannot be written: " + code.message(), file.string());
  return {};
}

Result<Session::Data> Session::load(bool tell) const {
  history::LoadOptions options;
  options.project = given_.project;
  options.points_field = points_field_;
  options.overrides = configuration_.overrides;
  // A field chosen for this call only would have the cache made anew twice.
  options.use_cache = given_.points_field.empty();
  STINT_ASSIGN(loaded, history::load(data_folder_, options));
  Data data;
  data.dataset = std::move(loaded.dataset);
  data.unmatched = std::move(loaded.unmatched);
  if (tell && !given_.quiet) {
    for (const history::Unmatched& name : data.unmatched)
      world_.err << "stint: " << printable(unmatched_text(name)) << '\n';
  }
  const auto& newest = data.dataset.newest_change;
  const auto& end = data.dataset.export_end;
  if (as_of_) {
    data.as_of = *as_of_;
    data.as_of_source = "option";
  } else if (end && (!newest || *end > *newest)) {
    data.as_of = *end;
    data.as_of_source = "end of the export";
  } else if (newest) {
    data.as_of = *newest;
    data.as_of_source = "newest change";
  } else {
    data.as_of_source = "no data";
  }
  return data;
}

}  // namespace stint::app
