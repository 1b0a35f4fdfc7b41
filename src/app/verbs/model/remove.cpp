#include <fmt/format.h>

#include "app/verbs/model/sub_verb.h"
#include "app/verbs/model/view.h"

namespace stint::app {

Result<int> remove_model(const Session& session, const ModelArguments& arguments) {
  const std::string& name = arguments.words.front();
  STINT_ASSIGN(uses, model_store(session).remove(name));
  if (session.given().json) {
    STINT_TRY(
        session.write(to_text({{"schema", "stint.model-remove/1"}, {"name", name}, {"was_used_for", uses}})));
  } else if (!session.given().quiet) {
    std::string text = fmt::format("{} is removed.\n", name);
    if (!uses.empty())
      text += fmt::format("It was used for: {}. Nothing takes its place there.\n", uses_text(uses));
    STINT_TRY(session.write(text));
  }
  return 0;
}

}  // namespace stint::app
