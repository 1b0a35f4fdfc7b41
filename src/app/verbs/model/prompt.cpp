#include <fmt/format.h>

#include "app/models.h"
#include "app/verbs/model/sub_verb.h"
#include "language/prompt/library.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {
namespace {

using language::PromptTemplate;

Result<std::vector<PromptTemplate>> prompts_of(const Session& session,
                                               const std::vector<std::string>& names) {
  std::vector<PromptTemplate> prompts;
  if (!names.empty()) {
    STINT_ASSIGN(prompt, language::find_prompt(names.front(), prompt_folder(session)));
    prompts.push_back(std::move(prompt));
    return prompts;
  }
  for (const language::BuiltinPrompt& builtin : language::builtin_prompts()) {
    STINT_ASSIGN(prompt, language::find_prompt(builtin.name, prompt_folder(session)));
    prompts.push_back(std::move(prompt));
  }
  return prompts;
}

bool is_users_own(const Session& session, const PromptTemplate& prompt) {
  std::error_code code;
  return std::filesystem::exists(prompt_folder(session) / (prompt.name() + ".md"), code);
}

}  // namespace

Result<int> show_prompts(const Session& session, const ModelArguments& arguments) {
  STINT_ASSIGN(prompts, prompts_of(session, arguments.words));
  if (arguments.show) {
    if (arguments.words.empty())
      return fail(ErrorCode::usage, "--show wants the name of a prompt", {},
                  "stint model prompt insight --show");
    STINT_TRY(session.write(prompts.front().text()));
    return 0;
  }
  if (session.given().json) {
    JsonDocument list = JsonDocument::array();
    for (const PromptTemplate& prompt : prompts) {
      list.push_back({{"name", prompt.name()},
                      {"purpose", prompt.purpose()},
                      {"version", prompt.version()},
                      {"inputs", prompt.inputs()},
                      {"builtin", !is_users_own(session, prompt)}});
    }
    STINT_TRY(session.write(to_text({{"schema", "stint.prompts/1"}, {"prompts", std::move(list)}})));
    return 0;
  }
  std::string out;
  for (const PromptTemplate& prompt : prompts) {
    out += fmt::format("{:12} {}\n{:12} version {}, inputs {}{}\n", prompt.name(), prompt.purpose(), "",
                       prompt.version(), fmt::join(prompt.inputs(), ", "),
                       is_users_own(session, prompt) ? "; your own" : "");
  }
  if (!session.given().quiet)
    out += fmt::format("To use one of your own, put it into {}.\n", prompt_folder(session).string());
  STINT_TRY(session.write(out));
  return 0;
}

}  // namespace stint::app
