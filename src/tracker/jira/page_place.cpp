#include "tracker/jira/page_place.h"

#include <charconv>
#include <fmt/format.h>

namespace stint::tracker::jira {
namespace {

template <class Number>
bool take_number(std::string_view& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end == text.data() + text.size() || *end != ':') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

}  // namespace

Result<PagePlace> PagePlace::parse(std::string_view text, int size) {
  PagePlace place;
  place.size = size;
  if (text.empty()) return place;
  std::int64_t created = 0;
  if (!take_number(text, place.start) || !take_number(text, place.size) || !take_number(text, created) ||
      text.empty() || place.start < 0 || place.size <= 0) {
    return fail(ErrorCode::usage, "not a place in a list of issues", {}, "begin the list again");
  }
  place.last = {std::string{text}, from_epoch_ms(created)};
  return place;
}

std::string PagePlace::text() const {
  return fmt::format("{}:{}:{}:{}", start, size, to_epoch_ms(last.created), last.id);
}

}  // namespace stint::tracker::jira
