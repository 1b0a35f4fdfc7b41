#include "tracker/jira/pages.h"

#include <cstdint>
#include <fmt/format.h>
#include <optional>

namespace stint::tracker::jira {

std::expected<void, RestFault> read_pages(Site& site, std::string_view path, std::string_view member,
                                          int page_size, const std::function<bool(json::Value item)>& take) {
  const char mark = path.contains('?') ? '&' : '?';
  for (std::int64_t start = 0;;) {
    auto answer = site.get(fmt::format("{}{}startAt={}&maxResults={}", path, mark, start, page_size));
    if (!answer) return std::unexpected(std::move(answer).error());
    const json::Value page = answer->root;
    const json::Value items = page[member];
    if (!items.is_array()) return std::unexpected(without_list(member));
    bool any = false;
    std::int64_t count = 0;
    for (const json::Value item : items.items()) {
      any = take(item) || any;
      ++count;
    }
    start += count;
    if (!any) return {};
    if (const auto last = page["isLast"].as_bool()) {
      if (*last) return {};
    } else if (const auto total = page["total"].as_int()) {
      if (start >= *total) return {};
    } else if (count < page["maxResults"].as_int().value_or(page_size)) {
      return {};
    }
  }
}

}  // namespace stint::tracker::jira
