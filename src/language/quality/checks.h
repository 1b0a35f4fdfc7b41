// The single checks of quality.cpp's table, each in a file of its own. The name is filled in there.
#pragma once

#include <string>
#include <string_view>

#include "language/quality/quality.h"

namespace stint::language {

// Another language than expected; a text too short to tell, or a language without a profile, passes with 0.5.
[[nodiscard]] Check check_language(std::string_view text, const Expectations& expected);
[[nodiscard]] Check check_length(std::string_view text, const Expectations& expected);
[[nodiscard]] Check check_repetition(std::string_view text, const Expectations& expected);
[[nodiscard]] Check check_ending(std::string_view text, const Expectations& expected);
[[nodiscard]] Check check_refusal(std::string_view text, const Expectations& expected);
[[nodiscard]] Check check_template(std::string_view text, const Expectations& expected);
[[nodiscard]] Check check_markup(std::string_view text, const Expectations& expected);

[[nodiscard]] inline Check passed() {
  return {};
}
[[nodiscard]] inline Check failed(double score, std::string reason) {
  return {{}, false, score, std::move(reason)};
}

}  // namespace stint::language
