// What every chart gives: the same picture drawn twice, once for a column of print or a screen, once for a
// phone, and the words for whoever cannot see it. Charts know nothing of issues; they take plain series.
//
// A chart's function returns nothing when there is nothing to draw; whoever asked says why in words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stint::chart {

struct Chart {
  std::string title;
  std::string description;  // one or two sentences with the figures that the picture shows
  std::string wide;         // <svg>, 600 units wide
  std::string narrow;       // <svg>, 340 units wide, its texts as large as those of the wide one
  std::string remark;       // what the drawing leaves out; empty when it shows everything
};

// Units are CSS pixels at full size.
struct Layout {
  double width;
  double height;
  bool narrow;
  // Marks that a scatter draws at most.
  std::size_t most_marks;
};
inline constexpr Layout kWide{600, 330, false, 1500};
inline constexpr Layout kNarrow{340, 270, true, 800};

inline constexpr double kTextSize = 13;
inline constexpr double kLineHeight = 16;

// What a chart is called: `id` is unique on the page, of letters, digits and hyphens.
struct Name {
  std::string id;
  std::string title;
};

// Calls `draw(layout, id)` for both layouts.
template <class Draw>
[[nodiscard]] Chart drawn(const Name& name, std::string description, Draw draw) {
  Chart chart;
  chart.title = name.title;
  chart.wide = draw(kWide, name.id + "-wide", description);
  chart.narrow = draw(kNarrow, name.id + "-narrow", description);
  chart.description = std::move(description);
  return chart;
}

}  // namespace stint::chart
