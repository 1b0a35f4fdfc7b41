#include "report/format.h"

#include <algorithm>
#include <array>

namespace stint::report {
namespace {

constexpr std::array kFormats{
    Format{"html", "text/html; charset=utf-8", "one self-contained page, to read and to print", write_html},
    Format{"md", "text/markdown; charset=utf-8", "GitHub's Markdown, with tables", write_markdown},
    Format{"csv", "text/csv; charset=utf-8", "one long table, for spreadsheets", write_csv},
    Format{"json", "application/json", "every figure and the data behind every chart", write_json},
};

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Format::name);
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace stint::report
