#include "insight/words.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace stint::insight {
namespace {

using metrics::FactUnit;

// Where issues to look at are listed, not only named.
constexpr std::size_t kMoreKeys = 5;

// At most one decimal, and none where it would be 0.
std::string plain(double value, char decimal) {
  const double rounded = std::round(value * 10) / 10;
  std::string text = fmt::format("{:.1f}", rounded == 0 ? 0.0 : rounded);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  std::ranges::replace(text, '.', decimal);
  return text;
}

std::string text_of(const metrics::Fact& fact, const std::string& text, const FactWords& language) {
  const auto found = std::ranges::find_if(
      language.texts, [&](const NamedText& one) { return one.fact == fact.name && one.name == text; });
  return found == language.texts.end() ? text : std::string{found->shown};
}

// "a", "a and b", "a, b and c"
std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += parts[i];
  }
  return out;
}

}  // namespace

std::string render_number(const metrics::Fact& fact, const FactWords& language) {
  if (const auto* text = std::get_if<std::string>(&fact.value)) return text_of(fact, *text, language);
  const double value = std::get<double>(fact.value);
  if (fact.unit == FactUnit::share) return fmt::format("{:.0f}", value * 100);
  return fact.unit == FactUnit::score ? fmt::format("{:.0f}", value) : plain(value, language.decimal);
}

std::string render(const metrics::Fact& fact, const FactWords& language) {
  std::string number = render_number(fact, language);
  if (std::holds_alternative<std::string>(fact.value)) return number;
  if (fact.unit == FactUnit::share) return number + " %";
  const auto unit = std::ranges::find(language.units, fact.unit, &UnitWords::unit);
  if (unit == language.units.end()) return number;
  return fmt::format("{} {}", number, number == "1" ? unit->one : unit->many);
}

std::string Words::keys(const std::vector<metrics::Index>& issues, std::size_t from, std::size_t most) const {
  std::vector<std::string> names;
  for (std::size_t i = from; i < std::min(issues.size(), from + most); ++i) {
    names.emplace_back(data_.key(issues[i]));
  }
  return joined(names);
}

// "name|one|many"
std::string Words::chosen(std::string_view choice) const {
  const std::size_t first = choice.find('|');
  const std::size_t second = choice.find('|', first + 1);
  const metrics::Fact* const fact = finding_.find(choice.substr(0, first));
  const bool one = fact != nullptr && render_number(*fact) == "1";
  return std::string{one ? choice.substr(first + 1, second - first - 1) : choice.substr(second + 1)};
}

bool Words::value(std::string_view name, std::string& out) const {
  const std::size_t named = style_.most_keys();
  if (name == "keys") {
    out += keys(finding_.evidence, 0, named);
    return !finding_.evidence.empty();
  }
  if (name == "more_keys") {
    out += keys(finding_.evidence, named, kMoreKeys);
    return finding_.evidence.size() > named;
  }
  constexpr std::string_view kKeysOf = "keys:";
  if (name.starts_with(kKeysOf)) {
    const std::string_view of = name.substr(kKeysOf.size());
    const auto cause = std::ranges::find(finding_.causes, of, &metrics::Cause::name);
    const metrics::Fact* const fact = finding_.find(of);
    const std::vector<metrics::Index>* issues = nullptr;
    if (cause != finding_.causes.end()) issues = &cause->issues;
    if (fact != nullptr) issues = &fact->issues;
    if (issues == nullptr || issues->empty()) return false;
    out += keys(*issues, 0, named);
    return true;
  }
  constexpr std::string_view kIs = "is:";
  if (name.starts_with(kIs)) {
    out += chosen(name.substr(kIs.size()));
    return true;
  }
  const bool bare = name.starts_with('#');
  const metrics::Fact* const fact = finding_.find(bare ? name.substr(1) : name);
  if (fact == nullptr) return false;
  out += bare ? render_number(*fact) : render(*fact);
  return true;
}

bool Words::fill(std::string_view text, std::string& out) const {
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) return true;
    const std::size_t close = text.find('}', open);
    if (!value(text.substr(open + 1, close - open - 1), out)) return false;
    text.remove_prefix(close + 1);
  }
  return true;
}

std::string Words::filled(std::string_view text) {
  // As the narrator has written it, even if the style leaves something out: so that whether a sentence is
  // said does not depend on the style.
  std::string whole;
  if (!fill(text, whole)) return {};
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const std::string_view name = text.substr(open + 1, text.find('}', open) - open - 1);
    if (name.starts_with("is:")) continue;
    said_.emplace_back(name.starts_with("keys") ? "keys" : name.substr(name.starts_with('#') ? 1 : 0));
  }
  std::string sentence;
  return fill(style_.worded(text), sentence) ? sentence : std::string{};
}

Words& Words::say(std::string_view text, Rank rank) {
  std::string sentence = filled(text);
  if (!sentence.empty()) sentences_.push_back({std::move(sentence), rank});
  return *this;
}

bool Words::has_said(std::string_view name) const {
  return std::ranges::find(said_, name) != said_.end();
}

std::string Words::take() {
  std::string text;
  for (const Sentence& sentence : sentences_) {
    if (!text.empty()) text += ' ';
    text += sentence.text;
  }
  return text;
}

Words& Words::say_causes(std::string_view begin, std::size_t most, std::string_view of) {
  std::vector<std::string> parts;
  for (const metrics::Cause& cause : finding_.causes) {
    if (parts.size() == style_.most(most)) break;
    const std::size_t count = cause.issues.size();
    const bool all = count > 1 && static_cast<double>(count) == number(of);
    const std::string counted = all && count == 2 ? "both" : fmt::format("{}{}", all ? "all " : "", count);
    parts.push_back(counted + " " + (count == 1 ? cause.one : cause.many));
  }
  return say_joined(begin, parts);
}

Words& Words::say_causes_of_one(std::string_view begin, std::size_t most) {
  std::vector<std::string> parts;
  for (const metrics::Cause& cause : finding_.causes) {
    if (parts.size() < style_.most(most)) parts.push_back(cause.one);
  }
  return say_joined(begin, parts);
}

Words& Words::say_joined(std::string_view begin, const std::vector<std::string>& parts) {
  if (parts.empty()) return *this;
  const std::string beginning = filled(begin);
  if (!beginning.empty()) sentences_.push_back({beginning + " " + joined(parts) + ".", Rank::why});
  return *this;
}

std::string_view Words::first_cause() const {
  return finding_.causes.empty() ? std::string_view{} : std::string_view{finding_.causes.front().name};
}

}  // namespace stint::insight
