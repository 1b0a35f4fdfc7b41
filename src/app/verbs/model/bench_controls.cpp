#include <fmt/format.h>
#include <ostream>
#include <set>

#include "app/interruption.h"
#include "app/models.h"
#include "app/verbs/model/sub_verb.h"
#include "insight/potentiometers.h"
#include "insight/standing.h"
#include "lib/nlohmann/json_document.h"

namespace stint::app {
namespace {

using insight::PotentiometerLevel;

constexpr std::size_t kInsights = 6;

// The worst of each topic.
std::vector<insight::Insight> some_insights(insight::Standing standing) {
  std::vector<insight::Insight> some;
  std::set<std::string> topics;
  for (insight::Told& told : standing.told) {
    if (some.size() == kInsights) break;
    if (topics.insert(told.insight.finding.topic).second) some.push_back(std::move(told.insight));
  }
  return some;
}

JsonDocument as_json(const PotentiometerLevel& level) {
  return {{"control", level.control},
          {"level", level.level},
          {"by_model", level.by_model},
          {"by_builtin", level.by_narrator},
          {"words", level.figures.words},
          {"words_per_sentence", level.figures.words_per_sentence},
          {"numbers", level.figures.numbers},
          {"terms", level.figures.terms},
          {"different_words", level.figures.different_words}};
}

std::string human_text(const std::vector<PotentiometerLevel>& levels, std::size_t insights) {
  std::string text = fmt::format(
      "{} insights, worded at each level; figures of the model's texts\n\n"
      "                 texts   words  a sentence  numbers  terms  different\n",
      insights);
  for (const PotentiometerLevel& level : levels) {
    text += fmt::format("{:<10} {:>4} {:>4}/{:<2} {:>7.1f} {:>11.1f} {:>8.1f} {:>4.0f} % {:>8.0f} %\n",
                        level.control, level.level, level.by_model, insights, level.figures.words,
                        level.figures.words_per_sentence, level.figures.numbers, level.figures.terms * 100,
                        level.figures.different_words * 100);
  }
  return text;
}

}  // namespace

Result<int> bench_controls(const Session& session, const language::StoredModel& model) {
  const Interruption interruption;
  STINT_ASSIGN(data, session.load());
  const metrics::Context context = session.context(data);
  const std::vector<insight::Insight> insights = some_insights(insight::stand(
      context, metrics::assess(context),
      {.compared_with = context.as_of - std::chrono::days{1}, .since = false, .controls = {}}));
  if (insights.empty()) {
    return fail(ErrorCode::not_found, "there is no insight that could be worded",
                session.data_folder().string(), "stint demo DIR && stint import DIR brings some");
  }
  const auto engine = make_bare_engine(session, model);
  insight::SpeechOptions options;
  options.prompts = prompt_folder(session);
  const bool tells = session.err_is_terminal() && !session.given().quiet;
  STINT_ASSIGN(levels, insight::try_potentiometers(
                           data.dataset, insights, *engine, options,
                           [&](std::string_view control, int level) {
                             if (tells)
                               session.err() << fmt::format("\r{:<10} {:>3}", control, level) << std::flush;
                           },
                           interruption.token()));
  if (tells) session.err() << "\r              \r";
  if (!session.given().json) {
    STINT_TRY(session.write(human_text(levels, insights.size())));
    return 0;
  }
  JsonDocument list = JsonDocument::array();
  for (const PotentiometerLevel& level : levels) list.push_back(as_json(level));
  STINT_TRY(session.write(to_text({{"schema", "stint.model-controls/1"},
                                   {"model", model.provenance()},
                                   {"insights", insights.size()},
                                   {"levels", std::move(list)}})));
  return 0;
}

}  // namespace stint::app
