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

bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

// Likewise, where a word of the name begins.
template <std::size_t N>
bool begins_any(std::string_view name, const std::array<std::string_view, N>& words) {
  const std::string text = lowered(name);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_letter(text[i - 1])) continue;
    const std::string_view rest = std::string_view{text}.substr(i);
    if (std::ranges::any_of(words, [&](std::string_view word) { return rest.starts_with(word); }))
      return true;
  }
  return false;
}

template <std::size_t N>
bool is_any(std::string_view name, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return equal_names(name, word); });
}

constexpr std::array<std::string_view, 2> kBlocked{"blocked", "impediment"};
constexpr std::array<std::string_view, 7> kReview{"review", "test",   "qa",     "verif",
                                                  "approv", "accept", "validat"};
// At the beginning of a word: "spending" does not wait.
constexpr std::array<std::string_view, 14> kWaiting{"wait",      "await",  "on hold",   "on-hold", "onhold",
                                                    "pending",   "ready",  "parked",    "paused",  "queue",
                                                    "suspended", "to be ", "postponed", "deferred"};
constexpr std::array<std::string_view, 2> kBug{"bug", "defect"};
constexpr std::array<std::string_view, 2> kStory{"story", "user story"};
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
bool means_waiting(std::string_view status_name) {
  return begins_any(status_name, kWaiting);
}
bool means_bug(std::string_view type_name) {
  return contains_any(type_name, kBug);
}
bool means_story(std::string_view type_name) {
  return is_any(type_name, kStory);
}
bool means_not_done(std::string_view resolution_name) {
  return is_any(resolution_name, kNotDone);
}

}  // namespace stint::history
