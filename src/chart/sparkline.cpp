#include "chart/sparkline.h"

#include <algorithm>
#include <fmt/format.h>

#include "chart/number.h"
#include "chart/scale.h"
#include "chart/svg.h"

namespace stint::chart {
namespace {

constexpr double kWidth = 120;
constexpr double kHeight = 28;
constexpr double kEdge = 4;
constexpr std::size_t kMostPoints = 120;

}  // namespace

std::string sparkline(const Name& name, const std::vector<std::optional<double>>& values) {
  std::vector<double> present;
  for (const auto& value : values) {
    if (value) present.push_back(*value);
  }
  if (present.size() < 2) return {};
  const auto [low, high] = std::ranges::minmax(present);
  const Scale x = Scale::linear(0, static_cast<double>(values.size() - 1), kEdge, kWidth - kEdge);
  const Scale y = Scale::linear(low, high, kHeight - kEdge, kEdge);
  Svg svg{kWidth, kHeight, name.id, name.title,
          fmt::format("{} values from {} to {}, between {} and {}", present.size(), figure(present.front()),
                      figure(present.back()), figure(low), figure(high))};
  const std::size_t every = (values.size() + kMostPoints - 1) / kMostPoints;
  Path line;
  Point last;
  bool drawing = false;
  for (std::size_t i = (values.size() - 1) % every; i < values.size(); i += every) {
    if (values[i]) {
      last = {x(static_cast<double>(i)), y(*values[i])};
      drawing ? line.line(last) : line.move(last).line(last);
    }
    drawing = values[i].has_value();
  }
  svg.path(line, "main-line thin");
  svg.circle(last, 3, "main-dot");
  return std::move(svg).finish();
}

}  // namespace stint::chart
