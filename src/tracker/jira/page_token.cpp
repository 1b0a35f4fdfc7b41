#include "tracker/jira/page_token.h"

#include <bit>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace stint::tracker::jira {
namespace {

// FNV-1a: the same in every build, as cursors outlive them.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

template <class Number>
bool take_number(std::string_view& text, Number& number, int base) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{} || end == text.data() + text.size() || *end != ':') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

}  // namespace

Result<PageToken> PageToken::parse(std::string_view text) {
  PageToken page;
  if (text.empty()) return page;
  if (!take_number(text, page.page_, 10) || !take_number(text, page.empty_pages_, 10) ||
      !take_number(text, page.kept_, 16) || text.empty()) {
    return fail(ErrorCode::usage, "not a place in a list of issues", {}, "begin the list again");
  }
  page.token_ = text;
  return page;
}

std::string PageToken::text() const {
  return token_.empty() ? "" : fmt::format("{}:{}:{:x}:{}", page_, empty_pages_, kept_, token_);
}

bool PageToken::is_repeated_by(std::string_view next) const {
  if (token_.empty()) return false;
  return next == token_ || hash_of(next) == kept_;
}

PageToken PageToken::followed_by(std::string next, bool empty) const {
  PageToken page = *this;
  ++page.page_;
  page.empty_pages_ = empty ? empty_pages_ + 1 : 0;
  if (std::has_single_bit(page.page_)) page.kept_ = hash_of(next);
  page.token_ = std::move(next);
  return page;
}

}  // namespace stint::tracker::jira
