#include <fmt/format.h>

#include "app/verbs/model/progress.h"
#include "app/verbs/model/sub_verb.h"
#include "app/verbs/model/view.h"

namespace stint::app {

Result<int> rebuild_models(const Session& session, const ModelArguments& /*arguments*/) {
  const language::ModelStore store = model_store(session);
  STINT_ASSIGN(models, store.rebuild(now()));
  if (session.given().json) {
    JsonDocument names = JsonDocument::array();
    for (const language::StoredModel& model : models) names.push_back(model.name);
    STINT_TRY(session.write(to_text({{"schema", "stint.model-rebuild/1"}, {"models", std::move(names)}})));
  } else if (!session.given().quiet) {
    std::string text = fmt::format("The list has {} now. The former one is kept beside it.\n",
                                   models.size() == 1 ? "1 model" : fmt::format("{} models", models.size()));
    text += "Choose again with stint model use what they are for; linked files are to be added again.\n";
    STINT_TRY(session.write(text));
  }
  return 0;
}

}  // namespace stint::app
