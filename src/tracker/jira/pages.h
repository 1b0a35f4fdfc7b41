// Lists that Jira gives page by page, by number.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "lib/simdjson/json.h"
#include "tracker/jira/site.h"

namespace stint::tracker::jira {

// Calls `take` for every item of the list `member` of all pages below `path` ("/…?a=b" or "/…"), which must
// say of each whether it is new: pages without anything new are the end, whatever they say. An answer without
// the list is a fault.
[[nodiscard]] std::expected<void, RestFault> read_pages(Site& site, std::string_view path,
                                                        std::string_view member, int page_size,
                                                        const std::function<bool(json::Value item)>& take);

}  // namespace stint::tracker::jira
