#include "app/program.h"

#include <sstream>

#include "app/application.h"

namespace stint::app {

JsonDocument Ran::json() const {
  JsonDocument document = JsonDocument::parse(out, nullptr, false);
  EXPECT_FALSE(document.is_discarded()) << out << err;
  return document;
}

Ran Program::run(const std::vector<std::string>& words, Terminal terminal) const {
  std::vector<const char*> argv{"stint"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  std::map<std::string, std::string> environment{{"STINT_DATA", data()},
                                                 {"HOME", (scratch_ / "home").string()},
                                                 {"XDG_CONFIG_HOME", (scratch_ / "config").string()}};
  for (const auto& [name, value] : environment_) environment[name] = value;
  std::ostringstream out;
  std::ostringstream err;
  const World world{.out = out,
                    .err = err,
                    .out_is_terminal = terminal.out,
                    .err_is_terminal = terminal.err,
                    .columns = terminal.columns,
                    .environment = [&](const char* name) -> const char* {
                      const auto found = environment.find(name);
                      return found == environment.end() ? nullptr : found->second.c_str();
                    },
                    .ask = [&](std::string_view, bool) { return answer_; },
                    .read_line = [&] { return input_; }};
  Ran ran;
  ran.status = app::run(static_cast<int>(argv.size()), argv.data(), world);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
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
