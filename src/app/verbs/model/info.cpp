#include <fmt/format.h>

#include "app/verbs/model/progress.h"
#include "app/verbs/model/sub_verb.h"
#include "app/verbs/model/view.h"
#include "lib/llama/memory.h"
#include "lib/utf8proc/display.h"

namespace stint::app {
namespace {

std::string human_text(const ExaminedModel& examined, bool verified_now) {
  const language::StoredModel& model = examined.model;
  std::string out;
  const auto line = [&](std::string_view name, std::string_view value) {
    out += fmt::format("{:13} {}\n", name, printable(value));
  };
  line("model", model.provenance());
  line("kind", kind_text(model.family));
  if (examined.description) {
    const llama::Description& about = *examined.description;
    line("architecture", fmt::format("{}, {} parameters, weights mostly {}", about.architecture,
                                     about.parameters, about.weights_type));
    line("context", fmt::format("{} tokens", about.context_length));
    const llama::Memory memory = llama::memory_needed(about, {});
    line("RAM", fmt::format("{}: weights {}, context {}, computing {}", size_text(memory.total()),
                            size_text(memory.weights), size_text(memory.cache), size_text(memory.compute)));
  }
  line("file", model.file.string() + (model.linked ? " (linked)" : ""));
  line("size", fmt::format("{} bytes", model.bytes));
  line("SHA-256", fmt::format("{} ({}{})", model.sha256, language::verified_name(model.verified),
                              verified_now ? "; compared just now: the same" : ""));
  line("source", model.source);
  line("licence", model.licence.empty() ? "not known" : model.licence);
  line("added", format_iso(model.added));
  line("used for", uses_text(examined.uses));
  if (examined.problem) line("problem", examined.problem->to_string());
  return out;
}

}  // namespace

Result<int> show_model(const Session& session, const ModelArguments& arguments) {
  const language::ModelStore store = model_store(session);
  const std::string& name = arguments.words.front();
  STINT_ASSIGN(model, store.find(name));
  if (arguments.verify) {
    TransferBar bar{session, "Hashing"};
    auto verified = store.verify(name, [&](std::uint64_t done) { bar.update(done, model.bytes); });
    bar.clear();
    if (!verified) return fail(std::move(verified).error());
    model = std::move(*verified);
  }
  STINT_ASSIGN(index, store.read());
  const ExaminedModel examined = examine(store, index, model);
  if (session.given().json) {
    JsonDocument json{{"schema", "stint.model-info/1"}};
    json.update(to_json(examined));
    json["verified_now"] = arguments.verify;
    STINT_TRY(session.write(to_text(json)));
  } else {
    STINT_TRY(session.write(human_text(examined, arguments.verify)));
  }
  return examined.problem ? error_kind(examined.problem->code).exit_status : 0;
}

}  // namespace stint::app
