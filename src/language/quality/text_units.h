// A text as words, sentences and lines, for checks that count or compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::language {

// Runs of letters and digits in lower case, apostrophes and hyphens within them included: "don't", "re-run".
// Typographic apostrophes become plain ones. A character of a script written without spaces stands alone.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

// Cut after a full stop, question or exclamation mark that a space follows, and at line ends; trimmed, never
// empty. Bullets at the beginning are taken off.
[[nodiscard]] std::vector<std::string_view> sentences_of(std::string_view text);

// The words with single spaces between them: what is left when case and punctuation do not matter.
[[nodiscard]] std::string normalised(std::string_view text);

// At most `most` bytes, whole characters, printable, for a reason.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t most = 40);

}  // namespace stint::language
