#include "support/nano/corpus.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <random>
#include <span>
#include <string_view>
#include <utility>

namespace stint::test::nano {
namespace {

// What findings of a topic carry, and what can be said of them.
struct Topic {
  std::string_view facts;      // that are always there
  std::string_view sometimes;  // further ones
  std::span<const std::string_view> titles;
  std::span<const std::string_view> beginnings;  // of the message: what happened
  std::span<const std::string_view> further;     // what else there is to say
  std::span<const std::string_view> advice;
};

constexpr std::string_view kAboutKeys[]{
    "Look at {key} with the team.",
    "Begin with {key} and ask what is in the way.",
    "Agree with the team on what to do with {key}.",
    "Ask who can help with {key}.",
};
constexpr std::string_view kAboutPlans[]{
    "Plan the next sprint with that in mind.",
    "Talk it through in the retrospective.",
    "Keep an eye on it in the next sprint.",
};

constexpr std::string_view kVelocityTitles[]{
    "{board} completed {completed} in {sprint}",
    "Velocity of {board} {completed_direction} in {sprint}",
    "{sprint} ended with {completed} completed",
};
constexpr std::string_view kVelocityBeginnings[]{
    "{board} completed {completed} in {sprint}, against a median of {median}.",
    "In {sprint} the team completed {completed}, which is {completed_compared}.",
    "The team had committed to {committed} and completed {completed}.",
};
constexpr std::string_view kVelocityFurther[]{
    "The next sprint is likely to end with {next_p50}.",
    "Of the commitment, {unfinished} were left open.",
    "The forecasts of the past were off by {backtest_error}.",
};

constexpr std::string_view kTargetTitles[]{
    "{sprint} missed {missed_target} of its commitment",
    "{board} left {missed} open in {sprint}",
};
constexpr std::string_view kTargetBeginnings[]{
    "{board} had committed to {committed} in {sprint} and left {missed} open.",
    "In {sprint} the team missed {missed_target} of its commitment, against {usual_missed_target} as usual.",
    "Of {committed} in the commitment of {sprint}, {missed} did not make it.",
};
constexpr std::string_view kTargetFurther[]{
    "Of those, {cause_started_late} began late in the sprint.",
    "In the meantime {added} came in.",
    "The team carried {carried_over} into the next sprint.",
};

constexpr std::string_view kScopeTitles[]{
    "{sprint} took on {came_on_top} after its start",
    "Scope of {sprint} changed by {scope_creep}",
};
constexpr std::string_view kScopeBeginnings[]{
    "After its start {sprint} took on {came_on_top}, which is {scope_creep} of the commitment.",
    "The sprint began with {committed}, and {came_on_top} came in while it was running.",
    "The scope of {sprint} changed by {scope_creep}, against {usual_scope_creep} as usual.",
};
constexpr std::string_view kScopeFurther[]{
    "Of that, {added} came with {added_items}.",
    "The estimates of {re_estimated_items} were changed.",
    "In return {removed} were taken out.",
};

constexpr std::string_view kDefectTitles[]{
    "{project}: {escape_rate} of bugs were found in production",
    "In production, users of {project} found {production}",
};
constexpr std::string_view kDefectBeginnings[]{
    "In the past {window} users of {project} found {production}, and the team found {pre_release}.",
    "The escape rate of {project} is {escape_rate}.",
};
constexpr std::string_view kDefectFurther[]{
    "It is likely to be between {escape_rate_low} and {escape_rate_high}.",
    "Of those, {release_bugs} came with {release}.",
    "Of the finished work, {reopen_rate} was opened again.",
};

constexpr std::string_view kAgeingTitles[]{
    "{oldest_issue} has been in {oldest_column} for {oldest_age}",
    "{board} has {over_items} that wait",
};
constexpr std::string_view kAgeingBeginnings[]{
    "{oldest_issue} has been in {oldest_column} for {oldest_age}, against {column_p85} as usual.",
    "{board} has {in_progress} in progress, and {over_items} of them wait.",
};
constexpr std::string_view kAgeingFurther[]{"That is {over_share} of the work in progress."};

constexpr std::string_view kTrendTitles[]{
    "{board}: {figure} {direction} the usual in {week}",
    "{figure} of {board} was {direction} the usual in {week}",
};
constexpr std::string_view kTrendBeginnings[]{
    "In {week} the {figure} of {board} was {value}, against {usual} as usual.",
    "With {value} the {figure} of {board} was {direction} the usual {usual}.",
};
constexpr std::string_view kTrendFurther[]{"The limit of what is usual is {upper_limit}.",
                                           "This is what {signal_weeks} of {weeks} show."};

constexpr std::string_view kFlowTitles[]{"{board} finishes {items_per_week} in a week",
                                         "{board} finished {finished_items} in {weeks}"};
constexpr std::string_view kFlowBeginnings[]{
    "In {weeks} the team of {board} finished {finished_items}, with a median of {median_cycle}.",
    "{board} finishes {items_per_week} in a week.",
};
constexpr std::string_view kFlowFurther[]{"Of the work, a typical item took {median_cycle}.",
                                          "An item that takes {cycle_p85} is unusual."};

constexpr std::string_view kUnestimatedTitles[]{"{sprint} has {unestimated_items} without an estimate"};
constexpr std::string_view kUnestimatedBeginnings[]{
    "Of {committed_items} in {sprint}, {unestimated_items} have not been estimated.",
    "In {sprint} the team of {board} has {unestimated_items} without an estimate."};
constexpr std::string_view kUnestimatedFurther[]{"That is {unestimated_share} of the commitment."};

constexpr std::string_view kStaleTitles[]{"{stale_items} of {board} have gone quiet"};
constexpr std::string_view kStaleBeginnings[]{
    "Of {in_progress} in progress, {stale_items} have been quiet for {stalled_days}.",
    "The team of {board} has not touched {stale_items} for {stalled_days}."};
constexpr std::string_view kStaleFurther[]{"The silence of {longest_issue} has been {longest_silence}."};

constexpr std::string_view kBlockedTitles[]{"{board} has {blocked_items} that are blocked"};
constexpr std::string_view kBlockedBeginnings[]{
    "{board} has {blocked_items} that are blocked, and {longest_issue} has been for {longest_blocked}.",
    "Of {in_progress} in progress, {blocked_items} are blocked."};
constexpr std::string_view kBlockedFurther[]{"{longest_issue} has been blocked for {longest_blocked}."};

constexpr std::string_view kScoreTitles[]{"Hygiene of {board} is at {score}"};
constexpr std::string_view kScoreBeginnings[]{"Hygiene of {board} is at {score} out of {full_score}.",
                                              "The hygiene of {board} is at {score}."};
constexpr std::string_view kScoreFurther[]{"What costs it points: {too_long} are open for too long.",
                                           "Of the items, {unestimated} have not been estimated.",
                                           "It has {stale} that are quiet."};

constexpr std::string_view kSiloTitles[]{"{component} of {project} hangs on {absence_factor}",
                                         "Work on {area} hangs on {absence_factor}"};
constexpr std::string_view kSiloBeginnings[]{
    "In the past {window} a person made {top_share} of {contributions} to {component}.",
    "Work on {component} hangs on {absence_factor}, with {top_share} of {contributions}."};
constexpr std::string_view kSiloFurther[]{"In {project} {people} know the area.",
                                          "Find somebody who would like to learn {component}."};

constexpr Topic kTopics[]{
    {"sprint board project completed median least most sprints predictability next_p15 next_p50 next_p85 "
     "backtest_error committed usual_committed unfinished removed",
     "drop cause_started_late cause_blocked cause_reopened completed_compared completed_direction "
     "committed_compared committed_direction cause_descoped cause_too_large",
     kVelocityTitles, kVelocityBeginnings, kVelocityFurther, kAboutPlans},
    {"sprint board project missed_target usual_missed_target committed committed_completed missed "
     "missed_items "
     "completed added added_items spillover carried_over",
     "cause_started_late cause_blocked cause_reopened missed_target_compared missed_target_direction "
     "cause_in_review carry_over_chain cause_descoped cause_too_large",
     kTargetTitles, kTargetBeginnings, kTargetFurther, kAboutKeys},
    {"sprint board project scope_creep committed came_on_top added added_items re_estimated_up "
     "re_estimated_items removed usual_scope_creep",
     "grown_items stories_grown_share scope_creep_compared scope_creep_direction unfinished", kScopeTitles,
     kScopeBeginnings, kScopeFurther, kAboutPlans},
    {"project escape_rate production pre_release classified unclassified escape_rate_low escape_rate_high "
     "window "
     "done_items leaked_items leakage reopen_rate defects_per_item",
     "release release_bugs", kDefectTitles, kDefectBeginnings, kDefectFurther, kAboutKeys},
    {"board project in_progress over_items over_share oldest_issue oldest_column oldest_age column_p85 "
     "column_p95",
     "far_over_items oldest_age_compared oldest_age_direction", kAgeingTitles, kAgeingBeginnings,
     kAgeingFurther, kAboutKeys},
    {"board project figure rule direction change week week_start value usual upper_limit signal_weeks weeks",
     "value_compared value_direction lower_limit", kTrendTitles, kTrendBeginnings, kTrendFurther,
     kAboutPlans},
    {"board project finished_items median_cycle cycle_p85 items_per_week weeks", "", kFlowTitles,
     kFlowBeginnings, kFlowFurther, kAboutPlans},
    {"sprint board project unestimated_items committed_items unestimated_share", "", kUnestimatedTitles,
     kUnestimatedBeginnings, kUnestimatedFurther, kAboutKeys},
    {"board project stale_items in_progress stale_share stalled_days longest_silence longest_issue", "",
     kStaleTitles, kStaleBeginnings, kStaleFurther, kAboutKeys},
    {"board project blocked_items blocked_warning_days longest_blocked longest_issue in_progress",
     "longest_reason", kBlockedTitles, kBlockedBeginnings, kBlockedFurther, kAboutKeys},
    {"board project score full_score",
     "too_long no_start blocked stale unestimated no_criteria open_subtasks cause_too_long cause_no_start "
     "cause_blocked cause_stale cause_unestimated cause_no_criteria cause_open_subtasks",
     kScoreTitles, kScoreBeginnings, kScoreFurther, kAboutKeys},
    {"project area component absence_factor top_share top_contributions contributions people others window",
     "", kSiloTitles, kSiloBeginnings, kSiloFurther, kAboutPlans},
};

// The projects of made-up organisations: see demo/domains.cpp.
constexpr std::string_view kCodes[]{"BOOK", "CARE",  "DESK", "FLEET", "GRID",
                                    "HIRE", "LEARN", "PAY",  "SHIP",  "SHOP"};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t gap = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, gap));
    text.remove_prefix(std::min(gap + 1, text.size()));
  }
  return words;
}

class Maker {
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  template <class List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }

 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  Example make() {
    const Topic& topic = pick(kTopics);
    Example example{.facts = words_of(topic.facts), .keys = {}, .title = {}, .message = {}};
    for (std::string& fact : words_of(topic.sometimes))
      if (below(2) == 0) example.facts.push_back(std::move(fact));
    const std::string code(pick(kCodes));
    for (std::size_t i = 1 + below(5); i > 0; --i)
      example.keys.push_back(fmt::format("{}-{}", code, 1 + below(400)));

    example.title = sentence(topic.titles, example);
    example.message = sentence(topic.beginnings, example);
    if (below(2) == 0) add(sentence(topic.further, example), example.message);
    add(sentence(topic.advice, example), example.message);
    return example;
  }

 private:
  // One whose facts are all there; empty where there is none.
  std::string sentence(std::span<const std::string_view> sentences, const Example& example) {
    std::vector<std::string> possible;
    for (const std::string_view each : sentences) {
      std::string text(each);
      if (const std::size_t at = text.find("{key}"); at != std::string::npos)
        text.replace(at, 5, example.keys.front());
      if (says_only(text, example.facts)) possible.push_back(std::move(text));
    }
    return possible.empty() ? std::string() : pick(possible);
  }

  static bool says_only(std::string_view text, const std::vector<std::string>& facts) {
    for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
      const std::string_view name = text.substr(open + 1, text.find('}', open) - open - 1);
      if (std::ranges::find(facts, name) == facts.end()) return false;
    }
    return true;
  }

  static void add(const std::string& sentence, std::string& message) {
    if (!sentence.empty()) message += " " + sentence;
  }

  std::mt19937_64 random_;
};

}  // namespace

std::string Example::prompt() const {
  return fmt::format("{}\n{}", fmt::join(facts, " "), fmt::join(keys, ", "));
}

std::string Example::answer() const {
  return fmt::format(R"({{"title":"{}","message":"{}"}})", title, message);
}

std::vector<Example> corpus(std::size_t count, std::uint64_t seed) {
  Maker maker(seed);
  std::vector<Example> examples;
  examples.reserve(count);
  while (examples.size() < count) examples.push_back(maker.make());
  return examples;
}

std::string vocabulary() {
  std::string text = R"({"title":"","message":""})";
  for (const Topic& topic : kTopics) text += fmt::format("\n{} {}", topic.facts, topic.sometimes);
  for (const std::string_view code : kCodes) text += fmt::format("\n{}-, {}-", code, code);
  // With and without a space before, as words come.
  for (const std::string& sentence : sentences()) text += fmt::format("\n{}\n {}", sentence, sentence);
  return text;
}

std::vector<std::string> sentences() {
  std::vector<std::string> all;
  for (const Topic& topic : kTopics)
    for (const auto list : {topic.titles, topic.beginnings, topic.further, topic.advice})
      all.insert(all.end(), list.begin(), list.end());
  return all;
}

std::string prompt_file() {
  return "---\nname: insight\npurpose: words for one finding, for a very small model\nversion: 1\ninputs: "
         "names, keys\n"
         "---\n[user]\n{{names}}\n{{keys}}\n";
}

}  // namespace stint::test::nano
