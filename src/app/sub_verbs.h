// Verbs that have verbs of their own, such as `stint model pull`. A row of their table has `name`, `usage`
// (its words and options), `summary`, `least_words` and `most_words`; their arguments have `words` and
// options().
#pragma once

#include <algorithm>
#include <fmt/format.h>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::app {

template <class Row>
[[nodiscard]] std::string sub_verb_names(std::span<const Row> rows) {
  std::string names;
  for (const Row& row : rows) {
    if (!names.empty()) names += ", ";
    names += row.name;
  }
  return names;
}

// "stint model use NAME [--for TASK]"
template <class Row>
[[nodiscard]] std::string usage_of(std::string_view verb, const Row& row) {
  std::string text = fmt::format("stint {} {}", verb, row.name);
  if (!row.usage.empty()) text += fmt::format(" {}", row.usage);
  return text;
}

template <class Row>
[[nodiscard]] std::string usage_of_all(std::string_view verb, std::string_view title,
                                       std::span<const Row> rows) {
  std::string text = fmt::format("{}:\n", title);
  for (const Row& row : rows) text += fmt::format("  {}\n      {}\n", usage_of(verb, row), row.summary);
  return text;
}

// The row of that name. ErrorCode::usage names those there are, or how the one there is is used when the
// number of words or an option does not fit.
template <class Row, class Arguments>
[[nodiscard]] Result<const Row*> find_sub_verb(std::string_view verb, std::span<const Row> rows,
                                               std::string_view name, const Arguments& arguments) {
  const auto found = std::ranges::find(rows, name, &Row::name);
  if (found == rows.end()) {
    return fail(ErrorCode::usage, fmt::format("stint {} knows no \"{}\"", verb, name), {},
                "there are " + sub_verb_names(rows));
  }
  const std::size_t count = arguments.words.size();
  if (count < found->least_words || count > found->most_words) {
    return fail(ErrorCode::usage, fmt::format("stint {} {} takes other words than these", verb, found->name),
                {}, usage_of(verb, *found));
  }
  for (const std::string_view option : arguments.options()) {
    if (!found->usage.contains(option)) {
      return fail(ErrorCode::usage, fmt::format("stint {} {} takes no {}", verb, found->name, option), {},
                  usage_of(verb, *found));
    }
  }
  return &*found;
}

}  // namespace stint::app
