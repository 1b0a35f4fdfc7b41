#include "views/family_list.h"

#include <algorithm>
#include <fmt/format.h>

#include "lib/utf8proc/display.h"
#include "views/metric_family.h"

namespace stint::views {
namespace {

// "a, b, c", each between `quote`s.
std::string joined(const NameList& names, std::string_view separator, std::string_view quote = {}) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += separator;
    text += quote;
    text += name;
    text += quote;
  }
  return text;
}

JsonDocument json_list(const NameList& names) {
  JsonDocument list = JsonDocument::array();
  for (const std::string_view name : names) list.push_back(name);
  return list;
}

}  // namespace

Table family_table() {
  Table table{{{"name"}, {"figures"}, {"units"}, {"inputs"}, {"options"}, {"source"}}, {}};
  for (const MetricFamily& family : metric_families()) {
    table.rows.push_back({std::string{family.name}, std::string{family.summary}, joined(family.units, "|"),
                          joined(family.inputs, "|"), joined(family.options, "|"),
                          std::string{family.source}});
  }
  return table;
}

JsonDocument family_json() {
  JsonDocument list = JsonDocument::array();
  for (const MetricFamily& family : metric_families()) {
    list.push_back({{"name", family.name},
                    {"summary", family.summary},
                    {"units", json_list(family.units)},
                    {"inputs", json_list(family.inputs)},
                    {"options", json_list(family.options)},
                    {"source", family.source}});
  }
  return list;
}

std::string family_text(std::size_t columns) {
  constexpr std::size_t kIndent = 17;  // the longest name, and two
  constexpr std::size_t kLabel = 9;
  const std::size_t room = std::clamp<std::size_t>(columns, 60, 100) - kIndent;
  std::string out;
  for (const MetricFamily& family : metric_families()) {
    std::string label{family.name};
    for (const std::string& line : wrap(family.summary, room)) {
      out += fmt::format("{:{}}{}\n", label, kIndent, line);
      label.clear();
    }
    const auto add = [&](std::string_view what, std::string_view text) {
      for (const std::string& line : wrap(text, room - kLabel)) {
        out += fmt::format("{:{}}{:{}}{}\n", "", kIndent, what, kLabel, line);
        what = {};
      }
    };
    add("in", joined(family.units, ", "));
    add("needs", joined(family.inputs, ", "));
    add("options", joined(family.options, ", "));
    add("source", family.source);
  }
  return out;
}

std::string family_markdown() {
  std::string out = "| name | shows | in | needs | options | source |\n|---|---|---|---|---|---|\n";
  for (const MetricFamily& family : metric_families()) {
    out += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", family.name, family.summary,
                       joined(family.units, ", "), joined(family.inputs, ", "),
                       joined(family.options, ", ", "`"), family.source);
  }
  return out;
}

}  // namespace stint::views
