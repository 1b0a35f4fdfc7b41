// The program as a test runs it: inside this process, with texts for its outputs and an environment of its
// own.
#pragma once

#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/session.h"
#include "lib/nlohmann/json_document.h"
#include "support/scratch.h"

namespace stint::app {

struct Ran {
  int status = -1;
  std::string out;
  std::string err;

  // Standard output as JSON; fails the test when it is none.
  [[nodiscard]] JsonDocument json() const;
};

struct Terminal {
  bool out = false;
  bool err = false;
  std::size_t columns = 100;
};

class Program : public ::testing::Test {
 protected:
  // Runs it with --data set to the test's data folder by the environment.
  Ran run(const std::vector<std::string>& words, Terminal terminal = {}) const;

  // Likewise the session that a verb would be run with.
  void with_session(const std::function<void(const Session& session)>& use) const;

  // Writes a small demo and imports it.
  void import_demo() const;
  // Imports texts of Jira JSON.
  Ran import_json(std::string_view text) const;

  [[nodiscard]] std::string data() const { return (scratch_ / "data").string(); }

  using Variables = std::map<std::string, std::string>;
  [[nodiscard]] Variables variables() const;
  [[nodiscard]] World world(std::ostream& out, std::ostream& err, const Variables& variables) const;

  test::Scratch scratch_;
  std::map<std::string, std::string> environment_;
  std::string input_;                  // of standard input, one line
  std::optional<std::string> answer_;  // of the person at the terminal; nothing: nobody is there
};

}  // namespace stint::app
