#include <fmt/format.h>

#include "app/verbs/model/sub_verb.h"
#include "language/models/task.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {

Result<int> use_model(const Session& session, const ModelArguments& arguments) {
  const std::string& name = arguments.words.front();
  std::optional<language::Task> task;
  if (!arguments.task.empty()) {
    task = language::find_task(arguments.task);
    if (!task) {
      return fail(ErrorCode::usage, "there is no task \"" + arguments.task + "\"", {},
                  "there are " + language::task_names());
    }
  }
  STINT_TRY(model_store(session).use(name, task));
  const std::string_view purpose = task ? language::task_name(*task) : std::string_view{"default"};
  if (session.given().json) {
    STINT_TRY(
        session.write(to_text({{"schema", "stint.model-use/1"}, {"name", name}, {"used_for", purpose}})));
  } else if (!session.given().quiet) {
    STINT_TRY(
        session.write(task ? fmt::format("{} is used for {}.\n", name, purpose)
                           : fmt::format("{} is used for every text that has no model of its own.\n", name)));
  }
  return 0;
}

}  // namespace stint::app
