#include "insight/wording.h"

#include <cctype>
#include <optional>
#include <span>

namespace stint::insight {
namespace {

constexpr int kMiddle = 50;

// Two ways to say it, and the level from which on it is said in the second. The sentences of the narrators
// hold the second way of rows up to the middle and the first way of the others. "{}" stands for any
// placeholder, the same on both sides. Earlier rows go first.
struct Row {
  std::string_view low;
  std::string_view high;
  int level;
};

constexpr Row kGlossary[] = {
    {"started work", "work in progress", 15},
    {"it had planned", "it had committed to", 15},
    {"planned items", "committed items", 15},
    {"planned stories", "committed stories", 15},
    {"of its plan", "of its commitment", 15},
    {"the {} planned", "the {} committed", 15},
    {"new estimates for", "re-estimates of", 20},
    {"score for well-kept items", "hygiene score", 20},
    {"the amount of work is under control", "scope is under control", 25},
    {"the planned work grew by", "scope grew by", 25},
    {"has gone quiet", "is stale", 30},
    {"to know the share that reached production", "to have an escape rate", 35},
    {"a share of {} that reached production", "an escape rate of {}", 35},
    {"a share that reached production", "an escape rate", 35},
    {"the true share", "the true rate", 35},
    {"a core group of size {}", "an absence factor of {}", 35},
    {"the size of the core group", "the absence factor", 35},
    {"enough earlier weeks to compare with", "enough of a baseline", 35},
    {"times from start to finish", "cycle times", 40},
    {"the amount of completed work", "velocity", 40},
    {"its usual {}", "its median of {}", 45},
    {"the usual figure", "the median", 45},

    {"{board} finished {items_per_week} a week", "{board} had a throughput of {items_per_week} a week", 60},
    {"{board} finishes {items_per_week} a week", "{board} has a throughput of {items_per_week} a week", 60},
    {"a typical item took {median_cycle}", "the median cycle time was {median_cycle}", 60},
    {"the typical item that {board} finished had taken {value}",
     "the median cycle time of what {board} finished was {value}", 60},
    {"has grown by {scope_creep} since it started", "has a scope creep of {scope_creep} so far", 60},
    {"grew by {scope_creep} after it had started", "had a scope creep of {scope_creep}", 60},
    {"scope grew by {scope_creep} after the start", "scope creep of {scope_creep}", 60},
    {"where {usual_scope_creep} is usual for this team", "against a team median of {usual_scope_creep}", 65},
    {"where {usual_missed_target} is usual for this team", "against a team median of {usual_missed_target}",
     65},
    {"this team usually adds {usual_scope_creep}", "the team's median scope creep is {usual_scope_creep}",
     65},
    {"instead of the usual {#usual_committed}", "against a median of {#usual_committed}", 65},
    {"more than the usual {#usual_committed}", "more than the median of {#usual_committed}", 65},
    {"{direction} the usual {usual}", "{direction} the mean of {usual}", 65},
    {"left unfinished", "left as spillover", 65},
    {"the work in progress", "the WIP", 70},
    {"most likely around {#next_p50}", "with a median of {#next_p50}", 70},
    {"depends on the fewest people", "has the greatest key-person risk", 70},
    {"earlier forecasts of this kind were typically off by {backtest_error}",
     "the median absolute percentage error of earlier forecasts was {backtest_error}", 75},
    {"been the usual variation", "been common-cause variation", 75},
    {"more than chance explains", "which is a special-cause signal", 75},
};

constexpr Row kRegister[] = {
    {"nothing to do here", "nothing needs to be done", 15},
    {"check if", "ask whether", 20},
    {"figure out", "find out", 20},
    {"that's", "that is", 25},
    {"doesn't", "does not", 25},
    {"don't", "do not", 25},
    {"weren't", "were not", 25},
    {"wasn't", "was not", 25},

    {"talk about", "discuss", 80},
    {"talk through", "discuss", 80},
    {"look at", "examine", 80},
    {"go through", "review", 80},
    {"find out", "establish", 80},
    {"make sure", "ensure", 80},
    {"about as much as usual", "approximately as much as usual", 80},
    {"lately", "recently", 80},
    {"nothing needs to be done", "no action is required", 85},
    {"ask whether", "establish whether", 85},
    {"let new work in only", "admit new work only", 85},
};

bool is_word_part(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

struct Match {
  std::size_t length = 0;
  std::string_view placeholder;  // what "{}" stood for
};

// At the beginning of `text`; the first letter in either case.
std::optional<Match> match(std::string_view text, std::string_view phrase) {
  Match found;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (found.length >= text.size()) return std::nullopt;
    if (phrase.substr(i, 2) == "{}") {
      const std::size_t close = text.find('}', found.length);
      if (text[found.length] != '{' || close == std::string_view::npos) return std::nullopt;
      found.placeholder = text.substr(found.length, close + 1 - found.length);
      found.length = close + 1;
      ++i;
      continue;
    }
    const char c = text[found.length];
    if (c != phrase[i] && (i > 0 || lower(c) != phrase[i])) return std::nullopt;
    ++found.length;
  }
  if (found.length < text.size() && is_word_part(phrase.back()) && is_word_part(text[found.length])) {
    return std::nullopt;
  }
  return found;
}

// Where a word begins there.
std::optional<Match> match_at(std::string_view text, std::size_t at, std::string_view phrase) {
  const bool begins = at == 0 || !is_word_part(text[at - 1]);
  return begins ? match(text.substr(at), phrase) : std::nullopt;
}

void append(std::string_view phrase, const Match& found, bool capital, std::string& out) {
  const std::size_t begin = out.size();
  const std::size_t gap = phrase.find("{}");
  out += phrase.substr(0, gap);
  if (gap != std::string_view::npos) {
    out += found.placeholder;
    out += phrase.substr(gap + 2);
  }
  if (capital) out[begin] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[begin])));
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto found = match_at(text, i, from);
    if (found) {
      append(to, *found, std::isupper(static_cast<unsigned char>(text[i])) != 0, out);
      i += found->length;
      continue;
    }
    // A placeholder goes over whole: its inside is no prose.
    const std::size_t close = text[i] == '{' ? text.find('}', i) : i;
    const std::size_t end = close == std::string_view::npos ? text.size() : close + 1;
    out += text.substr(i, end - i);
    i = end;
  }
  return out;
}

std::size_t occurrences(std::string_view text, std::string_view phrase) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto found = match_at(text, i, phrase);
    count += found ? 1 : 0;
    i += found ? found->length : 1;
  }
  return count;
}

std::string apply(std::string text, std::span<const Row> rows, int level) {
  for (const Row& row : rows) {
    if (row.level <= kMiddle && level < row.level) text = replaced(text, row.high, row.low);
    if (row.level > kMiddle && level >= row.level) text = replaced(text, row.low, row.high);
  }
  return text;
}

}  // namespace

std::string reworded(std::string_view sentence, int technical, int formality) {
  return apply(apply(std::string{sentence}, kGlossary, technical), kRegister, formality);
}

Terms terms_in(std::string_view text) {
  Terms terms;
  for (const Row& row : kGlossary) {
    // A phrase around a placeholder is none once that is filled in.
    if (row.low.contains('{') || row.high.contains('{')) continue;
    terms.of_the_trade += occurrences(text, row.high);
    terms.everyday += occurrences(text, row.low);
  }
  return terms;
}

}  // namespace stint::insight
