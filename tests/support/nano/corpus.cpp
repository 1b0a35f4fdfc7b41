#include "support/nano/corpus.h"

#include <array>
#include <fmt/format.h>
#include <random>
#include <span>
#include <string_view>
#include <utility>

namespace stint::test::nano {
namespace {

struct Topic {
  std::span<const std::string_view> facts;  // "name kind"
  std::span<const std::string_view> titles;
  std::span<const std::string_view> messages;  // what happened
};

constexpr std::string_view kSprintFacts[]{"board name",
                                          "project code",
                                          "sprint sprint",
                                          "completed points",
                                          "median points",
                                          "drop share",
                                          "committed points",
                                          "usual_committed points",
                                          "unfinished points",
                                          "next_p50 points",
                                          "completed_compared compared",
                                          "completed_direction direction"};
constexpr std::string_view kSprintTitles[]{"{board} completed {completed} in {sprint}",
                                           "Velocity of {board} {completed_direction} in {sprint}",
                                           "{board}: {completed} in {sprint}"};
constexpr std::string_view kSprintMessages[]{
    "{board} completed {completed} in {sprint}, against a median of {median}.",
    "In {sprint} the team of {board} completed {completed}, which is {completed_compared}.",
    "{sprint} ended with {completed} completed and {unfinished} left in the sprint.",
    "The team of {board} had committed to {committed} and completed {completed}."};

constexpr std::string_view kTargetFacts[]{
    "board name",       "sprint sprint",     "missed_target share", "usual_missed_target share",
    "committed points", "missed points",     "missed_items items",  "completed points",
    "spillover points", "carried_over items"};
constexpr std::string_view kTargetTitles[]{"{sprint} missed {missed_target} of what it had committed to",
                                           "{board} left {missed} open in {sprint}"};
constexpr std::string_view kTargetMessages[]{
    "{board} had committed to {committed} in {sprint} and left {missed} open.",
    "In {sprint} the team missed {missed_target} of the commitment, against {usual_missed_target} as usual.",
    "Of {committed} that were committed, {missed} did not make it."};

constexpr std::string_view kScopeFacts[]{
    "board name",   "sprint sprint",     "scope_creep share", "committed points",        "came_on_top points",
    "added points", "added_items items", "removed points",    "usual_scope_creep share", "unfinished points"};
constexpr std::string_view kScopeTitles[]{"{sprint} took on {came_on_top} after its start",
                                          "Scope of {sprint} changed by {scope_creep}"};
constexpr std::string_view kScopeMessages[]{
    "{came_on_top} came on top of {committed} in {sprint}, which is {scope_creep}.",
    "After the start of {sprint} the team of {board} took on {added_items}.",
    "The sprint began with {committed}, and {added} came in while it was running."};

constexpr std::string_view kDefectFacts[]{"project code",     "escape_rate share", "production bugs",
                                          "pre_release bugs", "window days",       "leaked_items items",
                                          "release name",     "release_bugs bugs"};
constexpr std::string_view kDefectTitles[]{"{project}: {escape_rate} of bugs were found in production",
                                           "{production} of {project} were found by users"};
constexpr std::string_view kDefectMessages[]{
    "In the {window} before this, {production} of {project} were found in production and {pre_release} "
    "before a release.",
    "The escape rate of {project} is {escape_rate}.",
    "Of those, {release_bugs} concern the release {release}."};

constexpr std::string_view kFlowFacts[]{"board name",       "in_progress items",    "over_items items",
                                        "oldest_issue key", "oldest_column name",   "oldest_age days",
                                        "column_p85 days",  "finished_items items", "median_cycle days",
                                        "cycle_p85 days",   "items_per_week items", "weeks weeks"};
constexpr std::string_view kFlowTitles[]{"{oldest_issue} has been in {oldest_column} for {oldest_age}",
                                         "{board} has {over_items} that wait",
                                         "{board} finishes {items_per_week} in a week"};
constexpr std::string_view kFlowMessages[]{
    "{oldest_issue} has been in {oldest_column} for {oldest_age}.",
    "{board} has {in_progress} in progress, and {over_items} of them wait.",
    "In {weeks} the team of {board} finished {finished_items}, with a median of {median_cycle}."};

constexpr std::string_view kHygieneFacts[]{"board name",           "score score",
                                           "blocked_items items",  "longest_blocked days",
                                           "longest_issue key",    "in_progress items",
                                           "stale_items items",    "stale_share share",
                                           "longest_silence days", "unestimated_items items",
                                           "committed_items items"};
constexpr std::string_view kHygieneTitles[]{"{board} has {blocked_items} that are blocked",
                                            "{stale_items} of {board} have gone quiet",
                                            "{board} has a hygiene score of {score}"};
constexpr std::string_view kHygieneMessages[]{
    "{board} has {blocked_items} that are blocked, {longest_issue} for {longest_blocked}.",
    "Nobody has touched {stale_items} of {in_progress} in progress.",
    "The hygiene score of {board} is {score}.",
    "Of {committed_items} in the sprint, {unestimated_items} have no estimate."};

constexpr std::string_view kSiloFacts[]{"project code",  "area name",       "component name",
                                        "person name",   "top_share share", "contributions contributions",
                                        "people people", "window days"};
constexpr std::string_view kSiloTitles[]{"{person} carries {top_share} of {component}",
                                         "Work on {area} hangs on {person}"};
constexpr std::string_view kSiloMessages[]{
    "{person} made {top_share} of {contributions} to {component} in {window}.",
    "In {area}, {person} is who knows it, with {top_share} of {contributions}."};

constexpr Topic kTopics[]{
    {kSprintFacts, kSprintTitles, kSprintMessages}, {kTargetFacts, kTargetTitles, kTargetMessages},
    {kScopeFacts, kScopeTitles, kScopeMessages},    {kDefectFacts, kDefectTitles, kDefectMessages},
    {kFlowFacts, kFlowTitles, kFlowMessages},       {kHygieneFacts, kHygieneTitles, kHygieneMessages},
    {kSiloFacts, kSiloTitles, kSiloMessages},
};

constexpr std::string_view kAdvice[]{
    "Look at {key} with the team.",
    "Ask what was in the way of {key}.",
    "Begin with {key} and talk about what is in the way.",
    "Agree with the team on what to do about {key}.",
    "Talk about it in the retrospective.",
    "Plan the next sprint with that in mind.",
    "Check whether the work can be split.",
    "Keep an eye on it in the next sprint.",
};

constexpr std::string_view kNames[]{"Payments", "Fleet",  "Support", "Hiring",
                                    "Platform", "Mobile", "Search",  "Billing"};
constexpr std::string_view kCodes[]{"PAY", "FLEET", "DESK", "HIRE", "OPS", "APP", "WEB", "CORE"};
constexpr std::string_view kCompared[]{"about as usual", "more than usual", "less than usual",
                                       "about half the usual", "about twice the usual"};
constexpr std::string_view kDirections[]{"rose", "fell", "stayed about the same"};

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
    code_ = pick(kCodes);
    const std::string title(pick(topic.titles));
    std::string message(pick(topic.messages));
    if (below(2) == 0) message += " " + std::string(pick(topic.messages));
    // The facts that are spoken of, and some others.
    std::string facts;
    for (const std::string_view fact : topic.facts) {
      const std::size_t gap = fact.find(' ');
      const std::string mark = fmt::format("{{{}}}", fact.substr(0, gap));
      if (title.contains(mark) || message.contains(mark) || below(4) == 0)
        facts += fmt::format("- {}: \"{}\"\n", mark, value(fact.substr(gap + 1)));
    }
    std::vector<std::string> keys;
    for (std::size_t i = 1 + below(3); i > 0; --i) keys.push_back(key());
    std::string advice(pick(kAdvice));
    if (const std::size_t at = advice.find("{key}"); at != std::string::npos)
      advice.replace(at, 5, keys.front());
    message += " " + advice;
    return {.prompt = fmt::format("{}{}", facts, fmt::join(keys, ", ")),
            .answer = fmt::format(R"({{"title":"{}","message":"{}"}})", title, message)};
  }

 private:
  std::string key() { return fmt::format("{}-{}", code_, 1 + below(300)); }

  std::string value(std::string_view kind) {
    if (kind == "name") return std::string(pick(kNames));
    if (kind == "code") return code_;
    if (kind == "sprint") return fmt::format("{} Sprint {}", code_, 1 + below(40));
    if (kind == "key") return key();
    if (kind == "share") return fmt::format("{} %", below(100));
    if (kind == "score") return fmt::format("{}", below(101));
    if (kind == "compared") return std::string(pick(kCompared));
    if (kind == "direction") return std::string(pick(kDirections));
    return fmt::format("{} {}", below(80), kind);
  }

  std::mt19937_64 random_;
  std::string code_;
};

}  // namespace

std::vector<Example> corpus(std::size_t count, std::uint64_t seed) {
  Maker maker(seed);
  std::vector<Example> examples;
  examples.reserve(count);
  while (examples.size() < count) examples.push_back(maker.make());
  return examples;
}

std::string prompt_file() {
  return "---\nname: insight\npurpose: words for one finding, for a very small model\nversion: 1\ninputs: "
         "facts, keys\n"
         "---\n[user]\n{{facts}}{{keys}}\n";
}

}  // namespace stint::test::nano
