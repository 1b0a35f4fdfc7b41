#include <chrono>
#include <fmt/format.h>

#include "app/verbs/model/progress.h"
#include "app/verbs/model/sub_verb.h"
#include "app/verbs/model/view.h"
#include "language/models/add_model.h"
#include "lib/utf8proc/display.h"

namespace stint::app {

Result<int> add_model_file(const Session& session, const ModelArguments& arguments) {
  const language::ModelStore store = model_store(session);
  STINT_ASSIGN(sha256, checked_hash(arguments.sha256));
  TransferBar bar{session, "Hashing"};
  language::AddOptions options;
  options.name = arguments.name;
  options.sha256 = sha256;
  options.link = arguments.link;
  options.progress = [&](std::uint64_t done, std::uint64_t total) { bar.update(done, total); };
  auto added = language::add_model(store, arguments.words.front(), options, now());
  bar.clear();
  if (!added) return fail(std::move(added).error());
  STINT_ASSIGN(index, store.read());
  const ExaminedModel examined = examine(store, index, added->model);
  if (session.given().json) {
    STINT_TRY(session.write(to_text(to_json(examined))));
  } else if (!session.given().quiet) {
    STINT_TRY(session.write(
        added->already ? fmt::format("{} is here already, with the same content.\n", added->model.name)
                       : arrived_text(examined)));
  }
  return 0;
}

}  // namespace stint::app
