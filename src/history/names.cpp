#include "history/names.h"

#include <algorithm>
#include <array>
#include <string>

namespace stint::history {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

template <std::size_t N>
bool contains_any(std::string_view name, const std::array<std::string_view, N>& words) {
  const std::string text = lowered(name);
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

template <std::size_t N>
bool is_any(std::string_view name, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return equal_names(name, word); });
}

constexpr std::array<std::string_view, 2> kBlocked{"blocked", "impediment"};
constexpr std::array<std::string_view, 7> kReview{"review", "test",   "qa",     "verif",
                                                  "approv", "accept", "validat"};
constexpr std::array<std::string_view, 2> kBug{"bug", "defect"};
constexpr std::array<std::string_view, 20> kNotDone{
    "won't do",  "wont do",   "won't fix", "wont fix",  "duplicate",  "cannot reproduce", "can't reproduce",
    "not a bug", "invalid",   "declined",  "rejected",  "incomplete", "not reproducible", "works as designed",
    "by design", "cancelled", "canceled",  "abandoned", "obsolete",   "known error"};

}  // namespace

bool equal_names(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool means_blocked(std::string_view status_name) {
  return contains_any(status_name, kBlocked) && lowered(status_name).find("unblocked") == std::string::npos;
}
bool means_review(std::string_view status_name) {
  return contains_any(status_name, kReview);
}
bool means_bug(std::string_view type_name) {
  return contains_any(type_name, kBug);
}
bool means_not_done(std::string_view resolution_name) {
  return is_any(resolution_name, kNotDone);
}

}  // namespace stint::history
