// What can be said beyond a narrator's own sentences, when there is room for more.
#pragma once

#include "insight/words.h"

namespace stint::insight {

// Counted facts that no sentence has said yet, at most `most`, in the order in which they matter.
void say_details(Words& message, std::size_t most);
// What the figure of the finding's topic is.
void say_meaning(Words& message);
// The issues to look at that no sentence has named.
void say_more_issues(Words& message);

}  // namespace stint::insight
