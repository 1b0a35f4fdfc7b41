#include <fmt/format.h>
#include <ostream>

#include "app/verb.h"

namespace stint::app {
namespace {

std::string names_of(const std::vector<OptionDescription>& options) {
  std::string out;
  for (const OptionDescription& option : options) {
    for (const std::string& name : option.names) out += (out.empty() ? "" : " ") + name;
  }
  return out;
}

std::string names_of(const std::vector<VerbDescription>& verbs) {
  std::string out;
  for (const VerbDescription& verb : verbs) out += (out.empty() ? "" : " ") + verb.name;
  return out;
}

std::string bash_script(const CommandLine& line) {
  std::string cases;
  for (const VerbDescription& verb : line.describe_verbs()) {
    cases += fmt::format("    {}) words=\"{}\" ;;\n", verb.name, names_of(verb.options));
  }
  return fmt::format(
      "_stint() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" verb=\"\" word words\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case \" {0} \" in *\" $word \"*) verb=\"$word\"; break ;; esac\n"
      "  done\n"
      "  case \"$verb\" in\n"
      "    \"\") words=\"{0}\" ;;\n"
      "{1}"
      "  esac\n"
      "  case \"$current\" in\n"
      "    -*) COMPREPLY=($(compgen -W \"$words {2}\" -- \"$current\")) ;;\n"
      "    *) COMPREPLY=($( [ -z \"$verb\" ] && compgen -W \"$words\" -- \"$current\"; compgen -f -- "
      "\"$current\")) ;;\n"
      "  esac\n"
      "}}\n"
      "complete -o filenames -F _stint stint\n",
      names_of(line.describe_verbs()), cases, names_of(line.describe_globals()));
}

// In single quotes, as zsh and fish take them.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return out + "'";
}

std::string zsh_script(const CommandLine& line) {
  std::string verbs;
  std::string cases;
  for (const VerbDescription& verb : line.describe_verbs()) {
    verbs += fmt::format("    {}\n", shell_quoted(verb.name + ":" + verb.summary));
    cases += fmt::format("    {}) options+=({}) ;;\n", verb.name, names_of(verb.options));
  }
  return fmt::format(
      "#compdef stint\n"
      "_stint() {{\n"
      "  local verb word\n"
      "  local -a verbs options\n"
      "  verbs=(\n{}  )\n"
      "  options=({})\n"
      "  for word in ${{words[2,CURRENT-1]}}; do\n"
      "    if (( ${{verbs[(I)$word:*]}} )); then verb=$word; break; fi\n"
      "  done\n"
      "  case $verb in\n{}  esac\n"
      "  if [[ $PREFIX == -* ]]; then compadd -- $options\n"
      "  elif [[ -z $verb ]]; then _describe verb verbs\n"
      "  else _files; fi\n"
      "}}\n"
      "compdef _stint stint\n",
      verbs, names_of(line.describe_globals()), cases);
}

void add_fish_options(const std::vector<OptionDescription>& options, const std::string& condition,
                      std::string& out) {
  for (const OptionDescription& option : options) {
    out += "complete -c stint" + condition;
    for (const std::string& name : option.names) {
      out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    out += (option.takes_value ? " -r -d " : " -d ") + shell_quoted(option.help) + "\n";
  }
}

std::string fish_script(const CommandLine& line) {
  std::string out;
  add_fish_options(line.describe_globals(), "", out);
  const auto verbs = line.describe_verbs();
  for (const VerbDescription& verb : verbs) {
    out += fmt::format("complete -c stint -n '__fish_use_subcommand' -a {} -d {}\n", verb.name,
                       shell_quoted(verb.summary));
    add_fish_options(verb.options, " -n '__fish_seen_subcommand_from " + verb.name + "'", out);
  }
  return out;
}

class CompletionVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("SHELL", shell_, "bash, zsh or fish", true);
  }

  Result<int> run(const Session& session, const CommandLine& line) override {
    std::string script;
    if (shell_ == "bash") {
      script = bash_script(line);
    } else if (shell_ == "zsh") {
      script = zsh_script(line);
    } else if (shell_ == "fish") {
      script = fish_script(line);
    } else {
      return fail(ErrorCode::usage, "no completion for \"" + shell_ + "\"", {},
                  "there is one for bash, zsh and fish");
    }
    STINT_TRY(session.write(script));
    return 0;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Verb> make_completion_verb() {
  return std::make_unique<CompletionVerb>();
}

}  // namespace stint::app
