#include <filesystem>

#include "app/verb.h"
#include "app/version.h"
#include "report/build.h"
#include "report/format.h"
#include "views/choices.h"

namespace stint::app {
namespace {

using views::find_board;
using views::find_sprint;

// The format that a file's name asks for; empty where it says nothing.
std::string_view format_of(const std::string& file) {
  const std::string extension = std::filesystem::path{file}.extension().string();
  if (extension == ".html" || extension == ".htm") return "html";
  if (extension == ".md" || extension == ".markdown") return "md";
  if (extension == ".csv") return "csv";
  if (extension == ".json") return "json";
  return {};
}

class ReportVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.option("--format", format_, "html, md, csv or json (else by the name of the file, else html)",
                "FORMAT")
        .option("--board", board_, "Only this board, by id or name", "ID")
        .option("--sprint", sprint_, "Burndown of this sprint, by id or name", "ID");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    STINT_ASSIGN(format, chosen_format(session.given()));
    STINT_ASSIGN(data, session.load());
    report::Choice choice;
    STINT_TRY(choose(data.dataset, choice));
    choice.project = session.given().project;
    choice.as_of_source = data.as_of_source;
    choice.generator = "Stint " + std::string{kVersion};
    const metrics::Analysis analysis = metrics::analyse(session.context(data));
    STINT_TRY(session.write(format->write(report::build(analysis, choice))));
    return 0;
  }

 private:
  [[nodiscard]] Result<const report::Format*> chosen_format(const GlobalOptions& given) const {
    std::string name = format_;
    const std::string_view flag = given.json ? "json" : given.csv ? "csv" : "";
    if (!name.empty() && !flag.empty() && name != flag) {
      return fail(ErrorCode::usage,
                  "--format " + name + " and --" + std::string{flag} + " exclude each other");
    }
    if (name.empty()) name = flag;
    if (name.empty()) name = format_of(given.output);
    if (name.empty()) name = "html";
    if (const report::Format* format = report::find_format(name)) return format;
    std::string known;
    for (const report::Format& format : report::formats())
      (known += known.empty() ? "" : ", ") += format.name;
    return fail(ErrorCode::usage, "there is no format \"" + name + "\"", {}, "there are " + known);
  }

  [[nodiscard]] Outcome choose(const history::Dataset& data, report::Choice& choice) const {
    if (!board_.empty()) {
      STINT_ASSIGN(board, find_board(data, board_));
      choice.board = board;
    }
    if (!sprint_.empty()) {
      STINT_ASSIGN(sprint, find_sprint(data, sprint_, choice.board));
      choice.sprint = sprint;
      choice.board = data.sprints[sprint].board;
    }
    return {};
  }

  std::string format_;
  std::string board_;
  std::string sprint_;
};

}  // namespace

std::unique_ptr<Verb> make_report_verb() {
  return std::make_unique<ReportVerb>();
}

}  // namespace stint::app
