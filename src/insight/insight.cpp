#include "insight/insight.h"

#include <array>
#include <cassert>
#include <string_view>

#include "insight/further.h"
#include "insight/narrators/narrators.h"
#include "insight/words.h"

namespace stint::insight {
namespace {

struct Narrator {
  std::string_view topic;
  void (*narrate)(Words& title, Words& message);
};

constexpr std::array kNarrators{
    Narrator{"scope_creep", narrate_scope_creep},
    Narrator{"missed_target", narrate_missed_target},
    Narrator{"velocity", narrate_velocity},
    Narrator{"defect_leakage", narrate_defect_leakage},
    Narrator{"flow", narrate_flow},
    Narrator{"flow.ageing", narrate_ageing},
    Narrator{"flow.trend", narrate_trend},
    Narrator{"knowledge_silo", narrate_knowledge_silo},
    Narrator{"burnout_risk", narrate_burnout_risk},
    Narrator{"hygiene.score", narrate_hygiene_score},
    Narrator{"hygiene.blocked", narrate_blocked},
    Narrator{"hygiene.stale", narrate_stale},
    Narrator{"hygiene.unestimated", narrate_unestimated},
};

}  // namespace

Insight narrate(const history::Dataset& data, metrics::Finding finding, const language::Controls& controls) {
  // The counts of causes are said, so they are facts.
  for (const metrics::Cause& cause : finding.causes) {
    finding.fact("cause_" + cause.name, static_cast<double>(cause.issues.size()), metrics::FactUnit::issues,
                 cause.issues);
  }
  Insight insight;
  insight.source = "builtin";
  const Style style{controls};
  Words title{data, finding, style};
  Words message{data, finding, style};
  for (const Narrator& narrator : kNarrators) {
    if (narrator.topic == finding.topic) narrator.narrate(title, message);
  }
  say_details(message, style.details());
  if (style.says_meaning()) say_meaning(message);
  if (style.says_more()) say_more_issues(message);
  insight.title = title.take();
  insight.message = style.laid_out(message.take_sentences());
  assert(!insight.title.empty() && !insight.message.empty());
  insight.finding = std::move(finding);
  return insight;
}

}  // namespace stint::insight
