// Where a list that is paged by tokens goes on, and what is needed to notice that it goes round in circles.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::tracker::jira {

// One token is kept in mind, that of the last page whose number is a power of two: a circle of any length is
// noticed after at most three times its length and its beginning's (R. P. Brent, "An improved Monte Carlo
// factorization algorithm", 1980).
class PageToken {
 public:
  // The first page, or what text() gave. ErrorCode::usage for anything else.
  [[nodiscard]] static Result<PageToken> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  // Of the page itself; empty for the first.
  [[nodiscard]] const std::string& token() const { return token_; }
  // Whether a page with `next` behind it has been here before.
  [[nodiscard]] bool is_repeated_by(std::string_view next) const;
  // The page behind this one. `empty`: this one holds nothing.
  [[nodiscard]] PageToken followed_by(std::string next, bool empty) const;
  // How many pages in a row were empty.
  [[nodiscard]] int empty_pages() const { return empty_pages_; }

 private:
  std::uint64_t page_ = 0;
  int empty_pages_ = 0;
  std::uint64_t kept_ = 0;  // hash of the token kept in mind
  std::string token_;
};

}  // namespace stint::tracker::jira
