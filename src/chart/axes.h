// The plot area with its axes, and the line of words above it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "chart/chart.h"
#include "chart/scale.h"
#include "chart/svg.h"

namespace stint::chart {

// Where the values are drawn, inside the margins that hold the texts.
struct Area {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return bottom - top; }
};

// Room that the labels of a value axis take on the left.
[[nodiscard]] double tick_room(const std::vector<double>& values);

// A hairline and a number for each value; `scale` maps to heights.
void value_axis(Svg& svg, const Area& area, const Scale& scale, const std::vector<double>& values);

// The base line with a mark and a date for each tick.
void day_axis(Svg& svg, const Area& area, const Scale& scale, Day first, Day last);

// A sample of a mark, as the words above the plot show it.
enum class Sample : std::uint8_t { none, box, dash, dot, ring };
struct Word {
  std::string text;
  Sample sample = Sample::none;
  std::string_view style{};  // of the sample
};

// Writes the words above the plot, broken into lines where they are too long. Gives the height they take.
double caption(Svg& svg, const Layout& layout, const std::vector<Word>& words);

}  // namespace stint::chart
