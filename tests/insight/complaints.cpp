#include "insight/complaints.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <sstream>

#include "insight/words.h"

namespace stint::test {
namespace {

constexpr std::array<std::string_view, 28> kSpelledOut{
    "one",     "two",    "three",   "four",    "five",    "six",      "seven", "eight",  "nine", "ten",
    "eleven",  "twelve", "dozen",   "hundred", "half",    "halves",   "third", "thirds", "once", "twice",
    "quarter", "double", "doubled", "tripled", "several", "majority", "nan",   "inf"};
constexpr std::array<std::string_view, 6> kSingular{"item", "point", "day", "hour", "sprint", "bug"};

void replace_all(std::string& text, const std::string& what, std::string_view with) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

// Names and keys may hold figures and full stops of their own; the longest go first.
std::string without_names(std::string text, const history::Dataset& data, const metrics::Finding& finding) {
  std::vector<std::string> names;
  for (const metrics::Fact& fact : finding.facts) {
    if (const auto* name = std::get_if<std::string>(&fact.value)) names.push_back(*name);
    for (const metrics::Index issue : fact.issues) names.emplace_back(data.key(issue));
  }
  for (const metrics::Cause& cause : finding.causes) {
    for (const metrics::Index issue : cause.issues) names.emplace_back(data.key(issue));
  }
  for (const metrics::Index issue : finding.evidence) names.emplace_back(data.key(issue));
  // "yes", "closed", "points" are choices and "12" an id, not names.
  std::erase_if(
      names, [](const std::string& name) { return std::isupper(static_cast<unsigned char>(name[0])) == 0; });
  for (const metrics::Fact& fact : finding.facts) {
    if (fact.name == "longest_reason" || fact.name == "release")
      names.push_back(std::get<std::string>(fact.value));
  }
  std::ranges::sort(names, std::ranges::greater{}, &std::string::size);
  for (const std::string& name : names) replace_all(text, name, "Name");
  return text;
}

bool is_figure_char(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

std::string bare(const std::string& word) {
  std::size_t first = 0;
  std::size_t last = word.size();
  while (first < last && std::isalnum(static_cast<unsigned char>(word[first])) == 0) ++first;
  while (last > first && std::isalnum(static_cast<unsigned char>(word[last - 1])) == 0) --last;
  return word.substr(first, last - first);
}

void check_figures(const std::string& text, const metrics::Finding& finding, std::vector<std::string>& out) {
  std::set<std::string> known;
  for (const metrics::Fact& fact : finding.facts) {
    if (std::holds_alternative<double>(fact.value)) known.insert(insight::render_number(fact));
  }
  std::stringstream words{text};
  std::string before;
  for (std::string word; words >> word;) {
    const std::string plain = bare(word);
    std::string lower = plain;
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::ranges::any_of(plain, is_figure_char) && !known.contains(plain))
      out.push_back("no fact: " + plain);
    if (std::ranges::find(kSpelledOut, lower) != kSpelledOut.end()) out.push_back("spelled out: " + plain);
    if (std::ranges::any_of(before, is_figure_char)) {
      const bool singular = std::ranges::find(kSingular, lower) != kSingular.end();
      const bool plural = lower.ends_with('s') &&
                          std::ranges::find(kSingular, lower.substr(0, lower.size() - 1)) != kSingular.end();
      if ((before == "1" && plural) || (before != "1" && singular)) {
        out.push_back("number of " + plain);
      }
    }
    before = plain;
  }
}

int count_sentences(const std::string& text) {
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool stop = text[i] == '.' || text[i] == '!' || text[i] == '?';
    if (stop && (i + 1 == text.size() || text[i + 1] == ' ')) ++count;
  }
  return count;
}

}  // namespace

std::vector<std::string> complaints(const history::Dataset& data, const insight::Insight& insight) {
  std::vector<std::string> out;
  for (const std::string& text : {insight.title, insight.message}) {
    check_figures(without_names(text, data, insight.finding), insight.finding, out);
    for (const std::string_view left_over : {"{", "}", "  ", " .", " ,", "..", ": .", "()"}) {
      if (text.find(left_over) != std::string::npos) out.push_back("left over: " + std::string{left_over});
    }
    if (text.empty() || std::islower(static_cast<unsigned char>(text[0])) != 0)
      out.push_back("how it begins: " + text);
  }
  if (insight.title.ends_with('.')) out.push_back("a title with a full stop");
  if (!insight.message.ends_with('.')) out.push_back("no full stop");
  const int sentences = count_sentences(without_names(insight.message, data, insight.finding));
  if (sentences < 2 || sentences > 4) out.push_back(std::to_string(sentences) + " sentences");
  return out;
}

}  // namespace stint::test
