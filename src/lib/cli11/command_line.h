// The command line, over CLI11: options that may stand before or behind the verb, help with an example per
// verb, and a description of it all for shell completion.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stint {

// What a verb, or the program itself, understands; for completion and documentation.
struct OptionDescription {
  std::vector<std::string> names;  // "--json", "-o"
  std::string help;
  bool takes_value = false;
};
struct VerbDescription {
  std::string name;
  std::string summary;
  std::string example;
  std::vector<OptionDescription> options;
};

class CommandLine {
 public:
  class Verb {
   public:
    // `names` as "-o,--output"; the targets must outlive the parsing and are set only when the option is
    // given.
    Verb& flag(const std::string& names, bool& target, const std::string& help);
    Verb& option(const std::string& names, std::string& target, const std::string& help,
                 const std::string& value);
    Verb& option(const std::string& names, std::int64_t& target, const std::string& help,
                 const std::string& value);
    // May be given several times.
    Verb& options(const std::string& names, std::vector<std::string>& target, const std::string& help,
                  const std::string& value);
    Verb& argument(const std::string& name, std::string& target, const std::string& help, bool required);
    Verb& arguments(const std::string& name, std::vector<std::string>& target, const std::string& help,
                    bool required);

   private:
    friend class CommandLine;
    explicit Verb(void* app) : app_(app) {}
    void* app_;  // CLI::App
  };

  CommandLine(const std::string& name, const std::string& description, const std::string& version);
  ~CommandLine();

  // Options of the program itself, understood before and behind the verb.
  [[nodiscard]] Verb global();
  [[nodiscard]] Verb verb(const std::string& name, const std::string& summary, const std::string& example);

  struct Parsed {
    std::string verb;  // empty: nothing to run
    std::string text;  // help or version, to be printed
  };
  // ErrorCode::usage for a wrong command line, with the help to look at as its hint.
  [[nodiscard]] Result<Parsed> parse(int argc, const char* const* argv);

  [[nodiscard]] std::vector<OptionDescription> describe_globals() const;
  [[nodiscard]] std::vector<VerbDescription> describe_verbs() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stint
