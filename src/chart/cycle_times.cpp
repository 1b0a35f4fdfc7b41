#include "chart/cycle_times.h"

#include <algorithm>
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/duration_scale.h"
#include "chart/labels.h"
#include "chart/text.h"
#include "chart/thinning.h"

namespace stint::chart {
namespace {

namespace chr = std::chrono;

struct Extent {
  Day first, last;
  double longest = 0;
};

Extent extent_of(const CycleTimes& data) {
  Extent extent{data.items.front().done, data.items.front().done, 0};
  for (const auto& item : data.items) {
    extent.first = std::min(extent.first, item.done);
    extent.last = std::max(extent.last, item.done);
    extent.longest = std::max(extent.longest, item.days);
  }
  return extent;
}

// The longest of those above the highest percentile, to be named.
std::vector<std::size_t> outliers(const CycleTimes& data, std::size_t most) {
  const double above = data.percentiles.empty() ? 0 : data.percentiles.back().days;
  std::vector<std::size_t> longest;
  for (std::size_t i = 0; i < data.items.size(); ++i) {
    if (data.items[i].days > above) longest.push_back(i);
  }
  const auto longer = [&](std::size_t a, std::size_t b) {
    const auto& left = data.items[a];
    const auto& right = data.items[b];
    return left.days != right.days ? left.days > right.days : left.key < right.key;
  };
  const auto count = static_cast<std::ptrdiff_t>(std::min(most, longest.size()));
  std::ranges::partial_sort(longest, longest.begin() + count, longer);
  longest.resize(static_cast<std::size_t>(count));
  return longest;
}

struct Box {
  double left, right, top, bottom;
  [[nodiscard]] bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

// Names the longest beside or above their dots, where that covers no other dot or name.
void draw_names(Svg& svg, const CycleTimes& data, const std::vector<Point>& points,
                const std::vector<std::size_t>& longest, const Area& area) {
  std::vector<Box> taken;
  for (const std::size_t i : outliers(data, 60)) {
    taken.push_back({points[i].x - 4, points[i].x + 4, points[i].y - 4, points[i].y + 4});
  }
  for (const std::size_t i : longest) {
    const Point at = points[i];
    svg.circle(at, 4, "alert-dot", fmt::format("{}: {} days", data.items[i].key, figure(data.items[i].days)));
    const std::string text = fitted(data.items[i].key, 110, kTextSize);
    const double width = text_width(text, kTextSize);
    const double half = width / 2;
    const Box right{at.x + 7, at.x + 7 + width, at.y - 6, at.y + 6};
    const Box left{at.x - 7 - width, at.x - 7, at.y - 6, at.y + 6};
    const Box above{at.x - half, at.x + half, at.y - 19, at.y - 7};
    for (const Box& box : {right, left, above}) {
      const bool inside = box.left >= area.left && box.right <= area.right;
      if (!inside || std::ranges::any_of(taken, [&](const Box& other) { return box.meets(other); })) continue;
      taken.push_back(box);
      svg.text({box.left, box.bottom - 1.5}, text, "alert halo");
      break;
    }
  }
}

struct Drawing {
  std::string svg;
  std::size_t marks = 0;
};

Drawing drawing(const CycleTimes& data, const Layout& layout, const std::string& id,
                const std::string& description) {
  Svg svg{layout.width, layout.height, id, data.name.title, description};
  const Extent extent = extent_of(data);
  const double usual = data.percentiles.empty() ? extent.longest : data.percentiles.back().days;
  const double words =
      caption(svg, layout, {{"days from start to done", Sample::dot, "main-dot"}, {"one dot per item"}});

  std::vector<EndLabel> ends;
  for (const auto& line : data.percentiles) {
    ends.push_back({0, fmt::format("{} % within {}", line.percent, figure(line.days)), "words"});
  }
  Area area{0, words + 16, layout.width - (ends.empty() ? 4 : label_room(ends) + 8), layout.height - 26};
  const DurationScale durations = duration_scale(extent.longest, usual, area.bottom, area.top);
  area.left = tick_room(durations.ticks);
  const Scale& y = durations.scale;
  // Half a day on either side, so that no dot stands on the edge.
  const Scale x = Scale::linear(days_since_epoch(extent.first) - 0.7, days_since_epoch(extent.last) + 0.7,
                                area.left, area.right);
  value_axis(svg, area, y, durations.ticks);
  day_axis(svg, area, x, extent.first, extent.last);

  std::vector<Point> points;
  std::vector<bool> keep;
  for (const auto& item : data.items) {
    points.push_back({x(days_since_epoch(item.done)), y(item.days)});
    keep.push_back(item.days > usual);
  }
  const std::vector<std::size_t> chosen = thinned(points, keep, layout.most_marks);
  Path dots;
  Path late;
  for (const std::size_t i : chosen) (keep[i] ? late : dots).dot(points[i]);
  const bool dense = chosen.size() > 300;
  svg.path(dots, dense ? "dots dense" : "dots");
  svg.path(late, dense ? "dots dense late" : "dots late");
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const double at = y(data.percentiles[i].days);
    svg.line({area.left, at}, {area.right, at}, "percentile-line");
    ends[i].y = at;
  }
  end_labels(svg, ends, area.right + 6, layout.width, area.top, area.bottom - 4);

  draw_names(svg, data, points, outliers(data, layout.narrow ? 2 : 3), area);
  return {std::move(svg).finish(), chosen.size()};
}

std::string described(const CycleTimes& data) {
  const Extent extent = extent_of(data);
  std::string text = fmt::format("{} items finished from {} to {}; the longest took {} days.",
                                 figure(static_cast<double>(data.items.size())), long_date(extent.first),
                                 long_date(extent.last), figure(extent.longest));
  for (const auto& line : data.percentiles) {
    text += fmt::format(" {} of 100 took at most {} days.", line.percent, figure(line.days));
  }
  return text;
}

}  // namespace

std::optional<Chart> draw(const CycleTimes& data) {
  if (data.items.empty()) return std::nullopt;
  std::size_t marks = 0;
  Chart chart = drawn(data.name, described(data),
                      [&](const Layout& layout, const std::string& id, const std::string& text) {
                        Drawing made = drawing(data, layout, id, text);
                        marks = std::max(marks, made.marks);
                        return std::move(made.svg);
                      });
  if (marks < data.items.size()) {
    chart.remark =
        fmt::format("{} items share {} dots, or fewer on a small screen; the lines count all of them.",
                    figure(static_cast<double>(data.items.size())), figure(static_cast<double>(marks)));
  }
  return chart;
}

}  // namespace stint::chart
