// One run of the program: where its data lies, what it was asked to show and how, and the world outside.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/configuration.h"
#include "base/result.h"
#include "history/dataset.h"
#include "language/controls/controls.h"
#include "lib/tz/time_zone.h"
#include "metrics/analysis.h"
#include "metrics/options.h"

namespace stint::app {

// As given on the command line; empty where not.
struct GlobalOptions {
  std::string data;
  std::string config;
  std::string as_of;
  std::string project;
  std::string time_zone;
  std::string points_field;
  std::string output;
  std::vector<std::string> set;
  bool json = false;
  bool csv = false;
  bool quiet = false;
  bool no_input = false;
};

// What the program takes from outside itself.
struct World {
  std::ostream& out;  // data
  std::ostream& err;  // progress and messages
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t columns = 80;
  std::function<const char*(const char*)> environment;  // nullptr where not set
  // Asks the person at the terminal; nothing when there is none. Without `echo` what is typed is not shown.
  std::function<std::optional<std::string>(std::string_view question, bool echo)> ask;
  std::function<std::string()> read_line;  // of standard input; empty at its end
};

class Session {
 public:
  // Settles every choice: flag, else environment, else configuration file, else default.
  [[nodiscard]] static Result<Session> create(const GlobalOptions& given, World world);

  [[nodiscard]] std::ostream& out() const { return world_.out; }
  [[nodiscard]] std::ostream& err() const { return world_.err; }
  [[nodiscard]] const GlobalOptions& given() const { return given_; }
  [[nodiscard]] const std::filesystem::path& data_folder() const { return data_folder_; }
  [[nodiscard]] const std::filesystem::path& config_file() const { return configuration_.file; }
  [[nodiscard]] const TimeZone& zone() const { return zone_; }
  [[nodiscard]] const metrics::Options& options() const { return options_; }
  [[nodiscard]] const metrics::WorkingCalendar& calendar() const { return calendar_; }
  // "Monday to Friday, 12 holidays (FILE)"
  [[nodiscard]] std::string calendar_text() const;
  [[nodiscard]] const history::Overrides& overrides() const { return configuration_.overrides; }
  [[nodiscard]] const ServerSettings& server() const { return configuration_.server; }
  [[nodiscard]] const RetentionSettings& retention() const { return configuration_.retention; }
  [[nodiscard]] const ModelSettings& models() const { return configuration_.models; }
  // How things are worded: what the configuration says, with `list` over it.
  [[nodiscard]] Result<language::Controls> controls(std::string_view list) const;
  // nullptr where it is not set.
  [[nodiscard]] const char* environment(const char* name) const { return world_.environment(name); }
  // Nothing with --no-input, or where nobody is there to answer.
  [[nodiscard]] std::optional<std::string> ask(std::string_view question, bool echo = true) const {
    if (given_.no_input || !world_.ask) return std::nullopt;
    return world_.ask(question, echo);
  }
  [[nodiscard]] std::string read_line() const {
    return world_.read_line ? world_.read_line() : std::string{};
  }
  [[nodiscard]] const std::string& points_field() const { return points_field_; }
  // The instant of --as-of.
  [[nodiscard]] const std::optional<Instant>& chosen_as_of() const { return as_of_; }
  [[nodiscard]] bool colour() const { return colour_; }
  [[nodiscard]] bool err_is_terminal() const { return world_.err_is_terminal; }
  [[nodiscard]] std::size_t columns() const { return world_.columns; }

  // Sends the text to the file of --output, or to standard output.
  [[nodiscard]] Outcome write(std::string_view text) const { return write(std::span{&text, 1}); }
  // The pieces of a text that would be too long to be put together first.
  [[nodiscard]] Outcome write(std::span<const std::string_view> pieces) const;

  // What the store holds, and the instant to look at it from.
  struct Data {
    history::Dataset dataset;
    Instant as_of{};
    std::string as_of_source;                   // "option", "newest change", "end of the export"
    std::vector<history::Unmatched> unmatched;  // names of the configuration's overrides
  };
  // Overrides of the configuration are laid over. What they name in vain is told on err(), if `tell` and not
  // --quiet.
  [[nodiscard]] Result<Data> load(bool tell = true) const;
  [[nodiscard]] metrics::Context context(const Data& data) const {
    return {data.dataset, data.as_of, zone_, options_, calendar_};
  }

 private:
  explicit Session(World world) : world_(std::move(world)) {}
  [[nodiscard]] Outcome read_config();
  [[nodiscard]] Outcome set_options();
  [[nodiscard]] Outcome set_calendar();

  World world_;
  GlobalOptions given_;
  std::filesystem::path data_folder_;
  Configuration configuration_;
  TimeZone zone_;
  metrics::Options options_;
  metrics::WorkingCalendar calendar_;
  std::size_t holidays_ = 0;  // of the file, on whatever days
  int timed_events_ = 0;      // of the file, which are no holidays
  std::string points_field_;
  std::optional<Instant> as_of_;
  bool colour_ = false;
};

}  // namespace stint::app
