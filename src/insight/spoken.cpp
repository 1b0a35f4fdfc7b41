#include "insight/spoken.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "insight/comparisons.h"
#include "insight/words.h"
#include "language/controls/effects.h"
#include "language/engine/structured.h"
#include "language/grounding/check.h"
#include "language/grounding/lexicon.h"
#include "language/grounding/prose.h"
#include "language/prompt/library.h"
#include "language/quality/quality.h"

namespace stint::insight {
namespace {

using language::GenerationRequest;
using language::Ground;
using language::GroundFact;
using language::Lexicon;

constexpr std::size_t kKeys = 8;
// Of what quality/quality.h gives; short texts are honestly not known to be of any language.
constexpr double kLeastQuality = 0.5;

constexpr std::string_view kSchema = R"({
  "type": "object",
  "properties": {
    "title": {"type": "string", "minLength": 1, "maxLength": 200, "description": "a headline without a full stop"},
    "message": {"type": "string", "minLength": 1, "maxLength": 1500, "description": "two to four plain sentences"}
  },
  "required": ["title", "message"],
  "additionalProperties": false
})";

// Facts that say how something is to be told, rather than what is there to tell.
bool is_mark(const metrics::Fact& fact) {
  const auto* const text = std::get_if<std::string>(&fact.value);
  return (text != nullptr && (*text == "yes" || text->empty())) || fact.name == "sprint_id" ||
         fact.name == "unit" || fact.name == "state";
}

// On one line and without anything that could be taken for a placeholder or for the end of the list.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = static_cast<unsigned char>(c) >= 0x20 && c != '{' && c != '}' && c != '"';
    out += plain ? c : ' ';
  }
  return out;
}

std::string listed(const Ground& ground) {
  std::string text;
  for (const GroundFact& fact : ground.facts)
    text += fmt::format("- {{{}}}: \"{}\"\n", fact.name, on_one_line(fact.shown));
  return text;
}

std::string names_of(const Ground& ground) {
  std::string text;
  for (const GroundFact& fact : ground.facts) text += (text.empty() ? "" : " ") + fact.name;
  return text;
}

std::string joined(const std::vector<std::string>& keys) {
  return keys.empty() ? "none" : fmt::format("{}", fmt::join(keys, ", "));
}

language::grammar::Expression grammar_of(const Ground& ground, const Lexicon& lexicon,
                                         const language::Limits& limits) {
  using language::grammar::text;
  return language::grammar::seq({text(R"({"title":")"), language::headline(ground, lexicon),
                                 text(R"(","message":")"),
                                 language::prose(ground, lexicon,
                                                 {.least_sentences = limits.least_sentences,
                                                  .most_sentences = limits.most_sentences,
                                                  .most_words = limits.words_per_sentence}),
                                 text(R"("})")});
}

struct Words {
  std::string title;
  std::string message;
};

// Nothing when it says what is no fact, or is nothing to be shown.
std::optional<Words> words_of(const JsonDocument& value, const Ground& ground, const Lexicon& lexicon,
                              const language::Expectations& expected) {
  const auto title = value.at("title").get<std::string>();
  const auto message = value.at("message").get<std::string>();
  if (!language::check(title, ground, lexicon).empty() || !language::check(message, ground, lexicon).empty())
    return std::nullopt;
  Words words{language::fill(title, ground), language::fill(message, ground)};
  language::Expectations headline = expected;
  headline.whole_sentences = false;
  headline.least_words = 1;  // however long the message is to be
  const bool fine = language::assess(words.title, headline).passes(kLeastQuality) &&
                    language::assess(words.message, expected).passes(kLeastQuality);
  return fine ? std::optional(std::move(words)) : std::nullopt;
}

// One finding on its way to words.
struct Task {
  std::size_t insight = 0;
  metrics::Finding finding;  // with its comparisons
  Ground ground;
};

class Speaker {
 public:
  Speaker(std::vector<Insight>& insights, language::Engine& engine, const SpeechOptions& options,
          const Lexicon& lexicon, const language::PromptTemplate& prompt,
          std::shared_ptr<const language::Schema> schema)
      : insights_(insights),
        engine_(engine),
        options_(options),
        lexicon_(lexicon),
        prompt_(prompt),
        schema_(std::move(schema)) {}

  Result<std::vector<GenerationRequest>> requests(const std::vector<Task>& tasks, std::uint32_t seed) {
    std::vector<GenerationRequest> list;
    const language::Limits limits = language::limits(options_.controls);
    language::Sampling sampling = language::sampling(options_.controls);
    sampling.seed = seed;
    for (const Task& task : tasks) {
      const metrics::Finding& finding = task.finding;
      std::map<std::string, std::string> inputs{
          {"style", language::instructions(options_.controls)},
          {"kind", finding.topic},
          {"severity", std::string(metrics::severity_name(finding.severity))},
          {"facts", listed(task.ground)},
          {"names", names_of(task.ground)},
          {"keys", joined(task.ground.keys)}};
      // A user's prompt may do without some.
      std::erase_if(inputs, [&](const auto& input) {
        return std::ranges::find(prompt_.inputs(), input.first) == prompt_.inputs().end();
      });
      STINT_ASSIGN(messages, prompt_.render(inputs));
      list.push_back({.messages = std::move(messages),
                      .sampling = sampling,
                      .max_tokens = limits.max_tokens,
                      .schema = schema_,
                      .grammar = std::make_shared<const language::grammar::Expression>(
                          grammar_of(task.ground, lexicon_, limits))});
    }
    return list;
  }

  // What is left without words.
  Result<std::vector<Task>> round(std::vector<Task> tasks, std::uint32_t seed, const std::stop_token& stop) {
    STINT_ASSIGN(asked, requests(tasks, seed));
    auto answers = language::generate_json(engine_, {options_.user, "insights"}, asked, stop);
    std::vector<Task> left;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      if (!answers[i]) {
        if (!speech_.trouble) speech_.trouble = answers[i].error().error;
        // Asking again would not help where nobody answers.
        if (answers[i].error().kind == language::FaultKind::malformed) left.push_back(std::move(tasks[i]));
        continue;
      }
      const language::Generation& generation = answers[i]->generation;
      if (!generation.cached) speech_.tokens += generation.usage.written;
      auto words =
          words_of(answers[i]->value, tasks[i].ground, lexicon_, language::expectations(options_.controls));
      if (!words) {
        left.push_back(std::move(tasks[i]));
        continue;
      }
      Insight& insight = insights_[tasks[i].insight];
      insight.title = std::move(words->title);
      insight.message = std::move(words->message);
      insight.source = fmt::format("model:{}", generation.model);
      insight.prompt = fmt::format("{} {}", prompt_.name(), prompt_.version());
      insight.finding = std::move(tasks[i].finding);
      ++speech_.by_model;
    }
    return left;
  }

  [[nodiscard]] Speech& speech() { return speech_; }

 private:
  std::vector<Insight>& insights_;
  language::Engine& engine_;
  const SpeechOptions& options_;
  const Lexicon& lexicon_;
  const language::PromptTemplate& prompt_;
  std::shared_ptr<const language::Schema> schema_;
  Speech speech_;
};

}  // namespace

std::string_view answer_schema() {
  return kSchema;
}

language::Ground ground_of(const history::Dataset& data, const metrics::Finding& finding,
                           const FactWords& language) {
  Ground ground;
  for (const metrics::Fact& fact : finding.facts) {
    if (!is_mark(fact)) ground.facts.push_back({fact.name, render(fact, language)});
  }
  for (const metrics::Index issue : finding.evidence) {
    if (ground.keys.size() == kKeys) break;
    ground.keys.emplace_back(data.key(issue));
  }
  return ground;
}

Result<Speech> speak(const history::Dataset& data, std::vector<Insight>& insights, language::Engine& engine,
                     const SpeechOptions& options, const std::stop_token& stop) {
  const Lexicon* const lexicon = language::find_lexicon(options.controls.language);
  const FactWords* const facts = find_fact_words(options.controls.language);
  if (lexicon == nullptr || facts == nullptr) {
    std::vector<std::string_view> known;
    for (const Lexicon* const one : language::lexicons()) known.push_back(one->code);
    return fail(
        ErrorCode::usage,
        fmt::format(
            "there is no lexicon for the language \"{}\", so its words cannot be checked; known are {}",
            options.controls.language, fmt::join(known, ", ")));
  }
  STINT_ASSIGN(prompt, language::find_prompt("insight", options.prompts));
  STINT_ASSIGN(schema, language::Schema::parse(kSchema));
  Speaker speaker(insights, engine, options, *lexicon, prompt,
                  std::make_shared<const language::Schema>(std::move(schema)));
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < insights.size(); ++i) {
    Task task{.insight = i, .finding = insights[i].finding, .ground = {}};
    add_comparisons(task.finding, *facts);
    task.ground = ground_of(data, task.finding, *facts);
    tasks.push_back(std::move(task));
  }
  // A second try with another seed, then the narrator's words stay.
  for (std::uint32_t attempt = 0; attempt < 2 && !tasks.empty() && !stop.stop_requested(); ++attempt) {
    STINT_ASSIGN(left, speaker.round(std::move(tasks), options.seed + attempt, stop));
    tasks = std::move(left);
  }
  Speech speech = std::move(speaker.speech());
  speech.by_narrator = insights.size() - speech.by_model;
  return speech;
}

}  // namespace stint::insight
