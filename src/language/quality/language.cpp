#include <algorithm>
#include <fmt/format.h>

#include "language/quality/checks.h"
#include "language/quality/language_profile.h"

namespace stint::language {
namespace {

constexpr double kUnknown = 0.5;
constexpr double kFluent = 0.3;  // likeness of any ordinary sentence

Check unknown(std::string reason) {
  return {{}, true, kUnknown, std::move(reason)};
}

}  // namespace

Check check_language(std::string_view text, const Expectations& expected) {
  const LanguageProfile* const profile = find_profile(expected.language);
  if (profile == nullptr) return unknown(fmt::format("there is no profile of \"{}\"", expected.language));
  const LanguageReading reading = read_language(text);
  if (!reading.enough()) return unknown("too short to tell the language");
  if (reading.reads_like_none()) {
    return failed(reading.best.likeness,
                  fmt::format("reads like no language, rather than {}", profile->name));
  }
  if (reading.best.profile != profile) {
    const double own = likeness(text, *profile);
    if (!reading.rather_than(own)) return unknown(fmt::format("not clearly {}", profile->name));
    return failed(own / reading.best.likeness / 2,
                  fmt::format("reads like {} rather than {}", reading.best.profile->name, profile->name));
  }
  if (reading.best.likeness < kFluent) {
    const double score = std::max(kUnknown, reading.best.likeness / kFluent);
    return {{}, true, score, fmt::format("only somewhat like {}", profile->name)};
  }
  return passed();
}

}  // namespace stint::language
