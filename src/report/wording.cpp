#include "report/wording.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>

namespace stint::report {
namespace {

struct Reason {
  std::string_view name;
  std::string_view words;
};
constexpr std::array kReasons{
    Reason{"subtask", "sub-tasks"},
    Reason{"epic", "epics"},
    Reason{"wont_do", "closed as won’t do"},
    Reason{"no_history", "without a history"},
    Reason{"no_start", "never in progress"},
    Reason{"zero_elapsed", "started and done at one instant"},
    Reason{"not_on_board", "in none of the board’s columns so far"},
    Reason{"negative_estimate", "negative estimates, taken as none"},
};

std::string words_of(std::string_view reason) {
  const auto known = std::ranges::find(kReasons, reason, &Reason::name);
  std::string words{known == kReasons.end() ? reason : known->words};
  std::ranges::replace(words, '_', ' ');
  return words;
}

}  // namespace

Section begin_section(const Material& material, std::string_view id, std::string_view kicker) {
  Section section;
  section.id = material.id(id);
  section.kicker = kicker;
  return section;
}

std::string unit_beside(double value, std::string_view units) {
  const bool one = chart::figure(value) == "1" && units.ends_with('s');
  return std::string{one ? units.substr(0, units.size() - 1) : units};
}

std::string amount(double value, std::string_view units) {
  return chart::figure(value) + " " + unit_beside(value, units);
}

std::string range_text(double low, double high) {
  std::string from = chart::figure(low);
  const std::string to = chart::figure(high);
  if (from == to) return from;
  return from + " to " + to;
}

std::string count_word(std::size_t count) {
  constexpr std::array kWords{"no",  "one",   "two",   "three", "four", "five",
                              "six", "seven", "eight", "nine",  "ten"};
  return count < kWords.size() ? kWords[count] : chart::figure(static_cast<double>(count));
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string minute_text(chart::Moment moment) {
  const Day day = chart::day_of(moment);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(moment - day).count();
  return fmt::format("{} {:02}:{:02}", format_day(day), minutes / 60, minutes % 60);
}

std::string date_text(const Material& material, Day day) {
  const auto year_of = [](Day when) { return std::chrono::year_month_day{when}.year(); };
  const bool this_year = year_of(day) == year_of(material.context().zone.day_of(material.context().as_of));
  return this_year ? chart::short_date(day) : chart::long_date(day);
}

std::string listing(std::string_view family) {
  return fmt::format("stint metrics {} --json", family);
}

Keys keys_of(const history::Dataset& data, std::span<const metrics::Index> issues, std::string command) {
  Keys keys;
  keys.total = issues.size();
  for (const metrics::Index issue : issues.first(std::min(issues.size(), kMostKeys))) {
    keys.keys.emplace_back(data.key(issue));
  }
  keys.command = std::move(command);
  return keys;
}

std::vector<Exclusion> exclusions(const history::Dataset& data, std::span<const metrics::Excluded> excluded) {
  std::vector<std::string_view> reasons;
  std::vector<Exclusion> all;
  for (const metrics::Excluded& out : excluded) {
    const auto known = std::ranges::find(reasons, out.reason);
    const auto place = static_cast<std::size_t>(known - reasons.begin());
    if (known == reasons.end()) {
      reasons.push_back(out.reason);
      all.push_back({words_of(out.reason), {}});
    }
    Keys& keys = all[place].issues;
    ++keys.total;
    if (keys.keys.size() < kMostKeys) keys.keys.emplace_back(data.key(out.issue));
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, [](const Exclusion& e) { return e.issues.total; });
  return all;
}

std::size_t add_note(Section& section, Note note) {
  section.notes.push_back(std::move(note));
  return section.notes.size() - 1;
}

}  // namespace stint::report
