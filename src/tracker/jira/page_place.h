// Where a list that is paged by numbers goes on. Numbers shift when something before them is deleted; so the
// page before is held on to by its last issue.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace stint::tracker::jira {

// An issue's place in a list by date of creation.
struct Anchor {
  std::string id;
  Instant created{};
};

struct PagePlace {
  std::int64_t start = 0;  // issues before it
  int size = 0;            // to ask for
  Anchor last;             // the issue just before it; no id: this is the first page

  // A text() again, or the first page with `size` issues. ErrorCode::usage for anything else.
  [[nodiscard]] static Result<PagePlace> parse(std::string_view text, int size);
  [[nodiscard]] std::string text() const;
};

}  // namespace stint::tracker::jira
