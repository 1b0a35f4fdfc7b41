// The same said in other words: terms of the trade or everyday words, casual or formal. Works on sentences
// before facts are filled in, so that nothing that comes from a tracker is ever reworded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stint::insight {

// `sentence` as Words::say() takes it; its placeholders stay. `technical` and `formality` are from 0 to 100,
// and at 50 for both the sentence comes back as it is. Between two levels of each a phrase is either said in
// one way or the other, so that terms only become more with `technical`.
[[nodiscard]] std::string reworded(std::string_view sentence, int technical, int formality);

// Phrases of a finished text that reworded() would swap, where they stand for no figure themselves.
struct Terms {
  std::size_t of_the_trade = 0;
  std::size_t everyday = 0;
};
[[nodiscard]] Terms terms_in(std::string_view text);

}  // namespace stint::insight
