#include "demo/words.h"

#include <array>
#include <fmt/format.h>

#include "demo/domains.h"
#include "demo/phrase.h"
#include "demo/random.h"

namespace stint::demo {

namespace {

using Words = std::string_view;

enum Purpose : std::uint64_t {
  kSummary = 1,
  kDescription = 2,
  kCriterion = 3,
  kComment = 4,
  kEnvironment = 5,
  kGoal = 6
};

constexpr std::array<Words, 12> kChores{"Move {system} to the new queue",
                                        "Cover {object} with contract tests",
                                        "Index the table of {object} by owner",
                                        "Raise the library versions of {system}",
                                        "Drop the old columns of {object}",
                                        "Measure how long {system} takes to answer",
                                        "Split the module behind {place}",
                                        "Document the interface of {system}",
                                        "Make the import of {object} repeatable",
                                        "Alert when {system} falls behind",
                                        "Cache {object} near {place}",
                                        "Rotate the keys of {system}"};
constexpr std::array<Words, 12> kCriteria{"{Actor} sees {object} on {place} within two seconds",
                                          "An error names the field and keeps what was entered",
                                          "A list of 500 {object} stays usable",
                                          "{System} learns of the change within a minute",
                                          "The history shows who changed {object} and when",
                                          "Nothing is shown to a {actor} without the right to see it",
                                          "The texts exist in every supported language",
                                          "It can be used with the keyboard and a screen reader",
                                          "When {system} is down, the change is kept and sent later",
                                          "An empty list says what to do next",
                                          "Old links to {object} still work",
                                          "The number of {object} matches the export"};
constexpr std::array<Words, 8> kProgress{
    "First half is done, {system} answers as expected now. The rest tomorrow.",
    "Pushed a draft. Still missing: {object} with more than one owner.",
    "Took longer than thought, the old code on {place} had two ways to do this.",
    "Works locally. I want to try it with real {object} before the review.",
    "Paired on it this morning, we found a simpler way through {system}.",
    "Tests for {object} are green, writing the last two.",
    "Small detour: {place} needed a fix first, see the commit.",
    "On it again after the support shift."};
constexpr std::array<Words, 7> kQuestions{"Do we need this for archived {object} as well?",
                                          "Which {actor} asked for it? I would like to talk to them.",
                                          "Should {place} show it too, or only the export?",
                                          "What happens to {object} that exist already?",
                                          "Is there a design for {place}, or do we go with the standard one?",
                                          "Can {system} deliver this in one call?",
                                          "Is the wording agreed with the writers?"};
constexpr std::array<Words, 7> kReviews{"Reads well. One remark on naming, otherwise good to go.",
                                        "Please add a test for empty {object}.",
                                        "Could we avoid the second call to {system}?",
                                        "Approved, thanks for splitting it up.",
                                        "The error text on {place} could be friendlier.",
                                        "Left three small comments, nothing that blocks.",
                                        "Nice, this is much shorter than before."};
constexpr std::array<Words, 5> kTested{
    "Tried on {place} with three accounts, all fine.", "Works for me, including the keyboard.",
    "Checked with a large list of {object}: fine.",
    "Fails for an empty filter, rest is fine. Fixed in the meantime.", "Regression suite is green."};
constexpr std::array<Words, 8> kImpediments{"Waiting for access to the test account of {system}.",
                                            "{System} is down on staging, the platform team is on it.",
                                            "We need a decision on {object} from the product owner.",
                                            "The supplier has not sent the new certificates yet.",
                                            "Blocked by a broken build of a shared library.",
                                            "Legal has to approve the text on {place} first.",
                                            "The other team has not released the new interface of {system}.",
                                            "No test data for {object} until the copy job runs again."};
constexpr std::array<Words, 3> kLinkReasons{
    "Cannot go on before the linked ticket is done, both change {object}.",
    "We need the linked change in {system} first.", "The linked ticket decides how {place} has to behave."};
constexpr std::array<Words, 4> kClosings{
    "Rolled out, thanks everyone.", "Shown in the review, the {actor}s liked it.",
    "Done. I will watch {system} for a day.", "Finished, the rest is in the follow-up."};
constexpr std::array<Words, 5> kLate{
    "Had another look tonight, {system} still misbehaves under load.",
    "Quick fix pushed so that nobody is stuck tomorrow.", "Reran the export of {object} by hand.",
    "Answered the open questions from the review.", "Cleaned up the data for {place}."};
constexpr std::array<Words, 3> kBotTexts{"Build of the linked branch passed.",
                                         "A pull request was linked to this issue.",
                                         "This issue was mentioned in the weekly digest."};
constexpr std::array<Words, 4> kNotes{"Half done.", "Prepared, waiting for the main change.",
                                      "Started with the easy part.", "Notes are in the wiki."};
constexpr std::array<Words, 10> kSubtasks{"Write the migration for {object}",
                                          "Add tests for {place}",
                                          "Update the texts on {place}",
                                          "Review with a {actor}",
                                          "Extend the interface of {system}",
                                          "Measure before and after",
                                          "Handle errors of {system}",
                                          "Clean up old {object}",
                                          "Adjust the help page",
                                          "Wire up the events of {system}"};

Phrase phrase_for(const Board& board, const Issue& issue, Purpose purpose, std::uint64_t number = 0) {
  return {*board.domain, mix(issue.text_seed, purpose, number)};
}

std::string_view story_pattern(Random& random) {
  static constexpr std::array<Words, 9> kPatterns{
      "Let a {actor} {action} {manner}", "Let a {actor} {action} {manner}", "{Verb} {object} {tweak}",
      "{Verb} {object} {tweak}",         "{Object} on {place}: {tweak}",    "{Verb} {object} on {place}",
      "{Verb} {object} on {place}",      "{Action} from {place}",           "{Action} {manner}"};
  return random.pick(kPatterns);
}

}  // namespace

std::string summary_of(const Board& board, const Issue& issue) {
  Phrase phrase = phrase_for(board, issue, kSummary);
  Random& random = phrase.random();
  switch (issue.type) {
    case IssueType::epic:
      return phrase.fill(random.chance(500) ? "Better {object} for every {actor}"
                                            : "{Object} and {object}, second generation");
    case IssueType::bug:
      return phrase.fill(random.chance(650) ? "{Object} {fault} {when}" : "{Place}: {object} {fault}");
    case IssueType::task:
      return phrase.fill(random.pick(kChores));
    case IssueType::subtask:
      return phrase.fill(random.pick(kSubtasks));
    case IssueType::story:
      break;
  }
  return phrase.fill(story_pattern(random));
}

Description describe(const Board& board, const Issue& issue) {
  Phrase phrase = phrase_for(board, issue, kDescription);
  Random& random = phrase.random();
  Description text;
  const auto say = [&](Words pattern) { text.paragraphs.push_back(phrase.fill(pattern)); };
  switch (issue.type) {
    case IssueType::bug:
      say("On {place}, {object} do not behave: they {fault}.");
      for (const Words step :
           {"Sign in as a {actor} and open {place}", "Choose several {object} {when}", "Try to {action}"}) {
        text.steps.push_back(phrase.fill(step));
      }
      if (random.chance(400)) say("The log of {system} shows a timeout at the same moment.");
      break;
    case IssueType::task:
      say(random.chance(500)
              ? "{System} has grown over the years and {object} pay for it. We do this now, before the next "
                "feature touches it."
              : "{System} has grown over the years and {object} pay for it.");
      break;
    case IssueType::epic:
      say("Every {actor} works with {object}. This epic gathers what is needed so that they can {action} "
          "without help.");
      break;
    case IssueType::subtask:
      break;
    case IssueType::story:
      say("As a {actor} I want to {action}, {reason}.");
      if (random.chance(600))
        say("Today {object} have to be looked up on {place}, and {system} knows nothing of it.");
      if (random.chance(250)) say("Not part of this: changes to {place}.");
      break;
  }
  return text;
}

std::string criterion(const Board& board, const Issue& issue, std::int32_t number) {
  // Steps through the list from a place of its own, so that no criterion comes twice.
  const auto start = mix(issue.text_seed, kCriterion) % kCriteria.size();
  Phrase phrase = phrase_for(board, issue, kCriterion, static_cast<std::uint64_t>(number) + 1);
  return phrase.fill(kCriteria[(start + 5 * static_cast<std::size_t>(number)) % kCriteria.size()]);
}

std::string comment_text(const Board& board, const Issue& issue, const Comment& comment, std::size_t number) {
  Phrase phrase = phrase_for(board, issue, kComment, number);
  Random& random = phrase.random();
  switch (comment.kind) {
    case CommentKind::progress:
      return phrase.fill(random.pick(kProgress));
    case CommentKind::question:
      return phrase.fill(random.pick(kQuestions));
    case CommentKind::review:
      return phrase.fill(random.pick(kReviews));
    case CommentKind::tested:
      return phrase.fill(random.pick(kTested));
    case CommentKind::flag_reason:
      return phrase.fill(random.pick(kImpediments));
    case CommentKind::link_reason:
      return phrase.fill(random.pick(kLinkReasons));
    case CommentKind::closing:
      return phrase.fill(random.pick(kClosings));
    case CommentKind::late:
      return phrase.fill(random.pick(kLate));
    case CommentKind::bot:
      return phrase.fill(random.pick(kBotTexts));
    case CommentKind::subtask_note:
      return phrase.fill(random.pick(kNotes));
  }
  return {};
}

std::string environment_of(const Issue& issue) {
  static constexpr std::array<Words, 5> kProduction{"Production", "Production, web", "Production (EU region)",
                                                    "Production, Android app", "Production, iOS app"};
  static constexpr std::array<Words, 6> kTesting{"Staging", "Test environment", "Staging, web",
                                                 "QA",      "Development",      "Integration environment"};
  Random random(mix(issue.text_seed, kEnvironment));
  if (issue.found == Found::environment_production) return std::string(random.pick(kProduction));
  if (issue.found == Found::environment_testing) return std::string(random.pick(kTesting));
  return {};
}

std::string sprint_name(const Board& board, const Sprint& sprint) {
  // Some boards name their sprints with a comma, which nobody may split at.
  const std::string plain = fmt::format("{} Sprint {}", board.key, sprint.number);
  return board.seed % 5 == 0 ? fmt::format("{}, {}", plain, board.domain->components[at(sprint.number % 4)])
                             : plain;
}

std::string sprint_goal(const Board& board, const Sprint& sprint) {
  if (sprint.without_goal) return {};
  Phrase phrase(*board.domain, mix(board.seed, kGoal, static_cast<std::uint64_t>(sprint.id)));
  if (sprint.holidays) return phrase.fill("Short sprint because of public holidays: a {actor} can {action}");
  return phrase.fill(phrase.random().chance(500) ? "A {actor} can {action}"
                                                 : "{Object} are reliable on {place}, and {system} keeps up");
}

}  // namespace stint::demo
