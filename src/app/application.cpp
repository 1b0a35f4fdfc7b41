#include "app/application.h"

#include <map>
#include <ostream>

#include "app/verb.h"
#include "app/version.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

int report(const Error& error, const World& world) {
  world.err << "stint: " << printable(error.to_string()) << '\n';
  return error_kind(error.code).exit_status;
}

void declare_globals(CommandLine& line, GlobalOptions& given) {
  line.global()
      .option("--data", given.data, "Data folder (else $STINT_DATA, else $XDG_DATA_HOME/stint)", "DIR")
      .option("--config", given.config, "Configuration file (else $XDG_CONFIG_HOME/stint/config.yaml)",
              "FILE")
      .option("--as-of", given.as_of, "Look from that instant; nothing later is seen", "INSTANT")
      .option("--project", given.project, "Only this project", "KEY")
      .option("--tz", given.time_zone, "Time zone in which days begin (UTC)", "ZONE")
      .option("--points-field", given.points_field, "Field that holds the estimate, by id or name", "FIELD")
      .options("--set", given.set, "Set an option of the metrics, see stint metrics --options", "NAME=VALUE")
      .option("-o,--output", given.output, "Write to this file instead of standard output", "FILE")
      .flag("--json", given.json, "Write JSON")
      .flag("--csv", given.csv, "Write CSV")
      .flag("--quiet", given.quiet, "No progress, and no notes beside the data")
      .flag("--no-input", given.no_input, "Never ask");
}

}  // namespace

int run(int argc, const char* const* argv, World world) {
  CommandLine line{"stint", "A local-first teammate for issue trackers.", "stint " + std::string{kVersion}};
  GlobalOptions given;
  declare_globals(line, given);
  std::map<std::string, std::unique_ptr<Verb>> all;
  for (const VerbInfo& info : verbs()) {
    const std::string name{info.name};
    all[name] = info.make();
    CommandLine::Verb declared = line.verb(name, std::string{info.summary}, std::string{info.example});
    all[name]->declare(declared);
  }
  const auto parsed = line.parse(argc, argv);
  if (!parsed) return report(parsed.error(), world);
  if (parsed->verb.empty()) {
    world.out << parsed->text;
    return 0;
  }
  auto session = Session::create(given, world);
  if (!session) return report(session.error(), world);
  const auto status = all.at(parsed->verb)->run(*session, line);
  if (!status) return report(status.error(), world);
  return *status;
}

}  // namespace stint::app
