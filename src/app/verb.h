// Verbs of the command line. Adding one: a file in verbs/, and a row in verbs.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "app/session.h"
#include "base/result.h"
#include "lib/cli11/command_line.h"

namespace stint::app {

class Verb {
 public:
  Verb() = default;
  Verb(const Verb&) = delete;
  Verb& operator=(const Verb&) = delete;
  virtual ~Verb() = default;

  // Declares options and arguments of its own.
  virtual void declare(CommandLine::Verb& line) = 0;
  // The exit status.
  [[nodiscard]] virtual Result<int> run(const Session& session, const CommandLine& line) = 0;
};

struct VerbInfo {
  std::string_view name;
  std::string_view summary;
  std::string_view example;
  std::unique_ptr<Verb> (*make)();
};

[[nodiscard]] std::span<const VerbInfo> verbs();

std::unique_ptr<Verb> make_backup_verb();
std::unique_ptr<Verb> make_capacity_verb();
std::unique_ptr<Verb> make_completion_verb();
std::unique_ptr<Verb> make_connect_verb();
std::unique_ptr<Verb> make_demo_verb();
std::unique_ptr<Verb> make_doctor_verb();
std::unique_ptr<Verb> make_forecast_verb();
std::unique_ptr<Verb> make_import_verb();
std::unique_ptr<Verb> make_insights_verb();
std::unique_ptr<Verb> make_issues_verb();
std::unique_ptr<Verb> make_key_verb();
std::unique_ptr<Verb> make_metrics_verb();
std::unique_ptr<Verb> make_model_verb();
std::unique_ptr<Verb> make_report_verb();
std::unique_ptr<Verb> make_restore_verb();
std::unique_ptr<Verb> make_serve_verb();
std::unique_ptr<Verb> make_sync_verb();
std::unique_ptr<Verb> make_user_verb();
std::unique_ptr<Verb> make_write_verb();

}  // namespace stint::app
