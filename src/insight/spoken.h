// Findings in the words of a model: grounded by construction, or the narrator's words instead.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "history/dataset.h"
#include "insight/insight.h"
#include "insight/languages/fact_words.h"
#include "language/controls/controls.h"
#include "language/engine/engine.h"
#include "language/grounding/ground.h"

namespace stint::insight {

struct SpeechOptions {
  language::Controls controls;
  std::uint32_t seed = 1;
  std::filesystem::path prompts;  // of the user; see language/prompt/library.h
  std::string user;               // who asks, for queue and budget
};

struct Speech {
  std::size_t by_model = 0;
  std::size_t by_narrator = 0;   // because the model failed, or said what is no fact
  std::uint64_t tokens = 0;      // written for this; what was kept from earlier costs none
  std::optional<Error> trouble;  // the first failure; to be told once
};

// Puts the model's words in the place of the narrator's, where there are some that keep to the facts;
// `source` then says "model:NAME@HASH", and the finding has the facts of comparisons.h besides. All that is
// not in the cache is asked at once.
//
// Errors: ErrorCode::usage for a prompt of the user that is none, and for a language without a lexicon. That
// a model fails is none: `trouble` tells.
[[nodiscard]] Result<Speech> speak(const history::Dataset& data, std::vector<Insight>& insights,
                                   language::Engine& engine, const SpeechOptions& options,
                                   const std::stop_token& stop = {});

// JSON Schema of what a model answers.
[[nodiscard]] std::string_view answer_schema();

// What may be said about a finding.
[[nodiscard]] language::Ground ground_of(const history::Dataset& data, const metrics::Finding& finding,
                                         const FactWords& language = kEnglishFacts);

}  // namespace stint::insight
