// Lists inside the fake Jira's requests and answers.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "support/trackers/jira_fake.h"

namespace stint::test {

[[nodiscard]] inline std::vector<std::string> texts_of(json::Value list) {
  std::vector<std::string> texts;
  for (const json::Value item : list.items()) texts.emplace_back(item.text());
  return texts;
}

// 0 for what is none.
[[nodiscard]] inline std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// What startAt and maxResults ask for.
[[nodiscard]] inline JiraPage page_of(const Target& target, std::size_t total, std::size_t cap) {
  const auto first = static_cast<std::size_t>(std::max<std::int64_t>(0, target.number("startAt", 0)));
  const auto asked = static_cast<std::size_t>(std::max<std::int64_t>(0, target.number("maxResults", 50)));
  return {first, std::min(asked, cap), total};
}

// A page of `rows`, each written by `write`.
template <class Rows, class Write>
[[nodiscard]] std::string page_text(const JiraPage& page, std::string_view name, const Rows& rows,
                                    const Write& write) {
  std::string out;
  demo::JsonWriter json(out);
  begin_page(json, page, name);
  for (std::size_t i = page.first; i < std::min(page.total, page.first + page.count); ++i)
    write(json, rows[i]);
  json.end_array().end_object();
  return out;
}

template <class Rows, class Write>
[[nodiscard]] std::string array_text(const Rows& rows, const Write& write) {
  std::string out;
  demo::JsonWriter json(out);
  json.begin_array();
  for (const auto& row : rows) write(json, row);
  json.end_array();
  return out;
}

}  // namespace stint::test
