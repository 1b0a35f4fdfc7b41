// The built-in narrators, one per topic of finding; insight.cpp lists them in its table.
#pragma once

#include "insight/insight.h"
#include "insight/words.h"

namespace stint::insight {

// Each writes the headline into `title` and the message into `message`.
void narrate_scope_creep(Words& title, Words& message);
void narrate_missed_target(Words& title, Words& message);
void narrate_velocity(Words& title, Words& message);
void narrate_defect_leakage(Words& title, Words& message);
void narrate_flow(Words& title, Words& message);
void narrate_ageing(Words& title, Words& message);
void narrate_trend(Words& title, Words& message);
void narrate_knowledge_silo(Words& title, Words& message);
void narrate_burnout_risk(Words& title, Words& message);
void narrate_hygiene_score(Words& title, Words& message);
void narrate_blocked(Words& title, Words& message);
void narrate_stale(Words& title, Words& message);
void narrate_unestimated(Words& title, Words& message);

}  // namespace stint::insight
