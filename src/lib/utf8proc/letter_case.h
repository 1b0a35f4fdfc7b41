// Upper and lower case.
#pragma once

namespace stint {

// The character that it equals when case does not matter: Unicode's simple case folding. What folds to
// several characters (U+00DF) stays, but for being made lower case.
[[nodiscard]] char32_t fold_case(char32_t character);

}  // namespace stint
