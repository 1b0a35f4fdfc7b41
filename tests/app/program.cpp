#include "app/program.h"

#include <sstream>

#include "app/application.h"

namespace stint::app {

JsonDocument Ran::json() const {
  JsonDocument document = JsonDocument::parse(out, nullptr, false);
  EXPECT_FALSE(document.is_discarded()) << out << err;
  return document;
}

Program::Variables Program::variables() const {
  Variables variables{{"STINT_DATA", data()},
                      {"HOME", (scratch_ / "home").string()},
                      {"XDG_CONFIG_HOME", (scratch_ / "config").string()}};
  for (const auto& [name, value] : environment_) variables[name] = value;
  return variables;
}

World Program::world(std::ostream& out, std::ostream& err, const Variables& variables) const {
  return {.out = out,
          .err = err,
          .environment = [&variables](const char* name) -> const char* {
            const auto found = variables.find(name);
            return found == variables.end() ? nullptr : found->second.c_str();
          },
          .ask = [this](std::string_view, bool) { return answer_; },
          .read_line = [this] { return input_; }};
}

Ran Program::run(const std::vector<std::string>& words, Terminal terminal) const {
  std::vector<const char*> argv{"stint"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  const Variables environment = variables();
  std::ostringstream out;
  std::ostringstream err;
  World around = world(out, err, environment);
  around.out_is_terminal = terminal.out;
  around.err_is_terminal = terminal.err;
  around.columns = terminal.columns;
  Ran ran;
  ran.status = app::run(static_cast<int>(argv.size()), argv.data(), around);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

void Program::with_session(const std::function<void(const Session& session)>& use) const {
  const Variables environment = variables();
  std::ostringstream out;
  std::ostringstream err;
  const auto session = Session::create({}, world(out, err, environment));
  ASSERT_TRUE(session) << session.error().to_string();
  use(*session);
}

void Program::import_demo() const {
  const std::string folder = (scratch_ / "demo").string();
  ASSERT_EQ(
      run({"demo", folder, "--issues", "150", "--seed", "4", "--plant", "blocked,missed_target"}).status, 0);
  const Ran imported = run({"import", folder});
  ASSERT_EQ(imported.status, 0) << imported.err;
}

Ran Program::import_json(std::string_view text) const {
  return run({"import", scratch_.write("in.json", text).string()});
}

}  // namespace stint::app
