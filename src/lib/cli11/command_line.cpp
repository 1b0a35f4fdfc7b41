#include "lib/cli11/command_line.h"

#include <CLI/CLI.hpp>
#include <map>

namespace stint {
namespace {

CLI::App& app_of(void* app) {
  return *static_cast<CLI::App*>(app);
}

std::vector<OptionDescription> describe(const CLI::App& app) {
  std::vector<OptionDescription> options;
  for (const CLI::Option* option : app.get_options()) {
    OptionDescription description;
    for (const std::string& name : option->get_snames()) description.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) description.names.push_back("--" + name);
    if (description.names.empty()) continue;  // an argument
    description.help = option->get_description();
    description.takes_value = option->get_items_expected_max() > 0;
    options.push_back(std::move(description));
  }
  return options;
}

}  // namespace

struct CommandLine::Parts {
  CLI::App app;
  std::map<std::string, std::pair<std::string, std::string>> texts;  // verb → summary, example
};

CommandLine::Verb& CommandLine::Verb::flag(const std::string& names, bool& target, const std::string& help) {
  app_of(app_).add_flag(names, target, help);
  return *this;
}
CommandLine::Verb& CommandLine::Verb::option(const std::string& names, std::string& target,
                                             const std::string& help, const std::string& value) {
  app_of(app_).add_option(names, target, help)->type_name(value);
  return *this;
}
CommandLine::Verb& CommandLine::Verb::option(const std::string& names, std::int64_t& target,
                                             const std::string& help, const std::string& value) {
  app_of(app_).add_option(names, target, help)->type_name(value);
  return *this;
}
CommandLine::Verb& CommandLine::Verb::options(const std::string& names, std::vector<std::string>& target,
                                              const std::string& help, const std::string& value) {
  app_of(app_)
      .add_option(names, target, help)
      ->type_name(value)
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  return *this;
}
CommandLine::Verb& CommandLine::Verb::argument(const std::string& name, std::string& target,
                                               const std::string& help, bool required) {
  app_of(app_).add_option(name, target, help)->required(required)->type_name("");
  return *this;
}
CommandLine::Verb& CommandLine::Verb::arguments(const std::string& name, std::vector<std::string>& target,
                                                const std::string& help, bool required) {
  app_of(app_).add_option(name, target, help)->required(required)->type_name("");
  return *this;
}

CommandLine::CommandLine(const std::string& name, const std::string& description, const std::string& version)
    : parts_(std::make_unique<Parts>()) {
  CLI::App& app = parts_->app;
  app.name(name);
  app.description(description);
  app.set_version_flag("--version", version);
  app.set_help_flag("-h,--help", "Show help and leave");
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(30);
}

CommandLine::~CommandLine() = default;

CommandLine::Verb CommandLine::global() {
  return Verb{&parts_->app};
}

CommandLine::Verb CommandLine::verb(const std::string& name, const std::string& summary,
                                    const std::string& example) {
  CLI::App* const verb = parts_->app.add_subcommand(name, summary);
  verb->fallthrough();
  verb->footer("Example:\n  " + example);
  parts_->texts[name] = {summary, example};
  return Verb{verb};
}

Result<CommandLine::Parsed> CommandLine::parse(int argc, const char* const* argv) {
  CLI::App& app = parts_->app;
  Parsed parsed;
  const auto chosen = [&]() -> CLI::App* {
    const auto verbs = app.get_subcommands();
    return verbs.empty() ? nullptr : verbs.front();
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    parsed.text = chosen() != nullptr ? chosen()->help(app.get_name()) : app.help();
    return parsed;
  } catch (const CLI::CallForVersion&) {
    parsed.text = app.version() + "\n";
    return parsed;
  } catch (const CLI::ParseError& error) {
    const std::string verb = chosen() != nullptr ? " " + chosen()->get_name() : "";
    return fail(ErrorCode::usage, error.what(), {}, "see " + app.get_name() + verb + " --help");
  }
  if (chosen() == nullptr) {
    parsed.text = app.help();
    return parsed;
  }
  parsed.verb = chosen()->get_name();
  return parsed;
}

std::vector<OptionDescription> CommandLine::describe_globals() const {
  return describe(parts_->app);
}

std::vector<VerbDescription> CommandLine::describe_verbs() const {
  std::vector<VerbDescription> verbs;
  for (const CLI::App* app : parts_->app.get_subcommands([](const CLI::App*) { return true; })) {
    const auto& [summary, example] = parts_->texts.at(app->get_name());
    verbs.push_back({app->get_name(), summary, example, describe(*app)});
  }
  return verbs;
}

}  // namespace stint
