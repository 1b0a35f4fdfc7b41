#include "chart/velocity.h"

#include <algorithm>
#include <fmt/format.h>
#include <span>

#include "chart/axes.h"
#include "chart/labels.h"
#include "chart/number.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

constexpr std::size_t kMostBars = 12;
constexpr std::size_t kMostNarrowBars = 8;

std::span<const Velocity::Bar> shown(const Velocity& data, std::size_t most = kMostBars) {
  const std::span<const Velocity::Bar> bars{data.bars};
  return bars.last(std::min(bars.size(), most));
}

double highest(const Velocity& data) {
  double high = data.most.value_or(0);
  for (const auto& bar : shown(data)) high = std::max({high, bar.completed, bar.committed.value_or(0)});
  if (data.next) high = std::max(high, data.next->high);
  return high;
}

void draw_next(Svg& svg, const Velocity::Next& next, const Scale& y, const Area& area, double middle,
               double width) {
  const double half = width / 2;
  svg.rect(middle - half, y(next.high), width, y(next.low) - y(next.high), "next-box");
  svg.line({middle - half, y(next.middle)}, {middle + half, y(next.middle)}, "main-line");
  const std::string text = short_figure(next.low) + "–" + short_figure(next.high);
  svg.text({middle, area.bottom + 19}, "next", "tick", Anchor::middle);
  svg.text({middle, area.bottom + 34}, text, "main strong", Anchor::middle);
}

std::string drawing(const Velocity& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  Svg svg{layout.width, layout.height, id, data.name.title, description};
  const auto bars = shown(data, layout.narrow ? kMostNarrowBars : kMostBars);
  const double high = headroom(highest(data));
  const std::vector<double> values = ticks(0, high, 6);
  std::vector<Word> key{{data.unit + " completed", Sample::box, "main-bar"}};
  if (std::ranges::any_of(bars, [](const auto& bar) { return bar.committed.has_value(); })) {
    key.push_back({"committed", Sample::dash, "mark-line"});
  }
  if (data.next) key.push_back({"next sprint, 70 of 100 cases", Sample::box, "next-box"});
  const double words = caption(svg, layout, key);

  Area area{tick_room(values), words + 10, layout.width - 4, layout.height - 40};
  const Scale y = Scale::linear(0, high, area.bottom, area.top);
  std::vector<EndLabel> ends;
  if (data.median) ends.push_back({y(*data.median), "median " + short_figure(*data.median), "words"});
  if (data.least && data.most && *data.most > *data.least) {
    ends.push_back({y(*data.most), "most " + short_figure(*data.most), "tick"});
    ends.push_back({y(*data.least), "least " + short_figure(*data.least), "tick"});
  }
  if (!ends.empty()) area.right = layout.width - label_room(ends) - 8;
  value_axis(svg, area, y, values);

  const double columns = static_cast<double>(bars.size()) + (data.next ? 1 : 0);
  const double step = area.width() / std::max(columns, 4.0);
  const double width = std::min(step * 0.64, 46.0);
  const auto middle_of = [&](std::size_t i) { return area.left + step * (static_cast<double>(i) + 0.5); };
  if (data.least && data.most) {
    svg.rect(area.left, y(*data.most), area.width(), y(*data.least) - y(*data.most), "range");
  }
  std::vector<std::string> labels;
  for (const auto& bar : bars) labels.push_back(bar.label);
  labels = without_common_words(std::move(labels));
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const auto& bar = bars[i];
    const double middle = middle_of(i);
    svg.rect(middle - width / 2, y(bar.completed), width, area.bottom - y(bar.completed),
             i + 1 == bars.size() ? "main-bar" : "main-bar faded");
    const std::string value = short_figure(bar.completed);
    const double taken = text_width(value, kTextSize);
    if (taken < step) {
      // At the foot, where no mark of a commitment can cross it.
      const bool inside = area.bottom - y(bar.completed) > 30 && taken < width;
      svg.text({middle, inside ? area.bottom - 8 : y(bar.completed) - 6}, value,
               inside ? (i + 1 == bars.size() ? "inverse strong" : "words strong") : "words strong halo",
               Anchor::middle);
    }
    const auto lines = two_lines(labels[i], step - 4, kTextSize);
    for (std::size_t k = 0; k < lines.size(); ++k) {
      svg.text({middle, area.bottom + 19 + static_cast<double>(k) * 15}, lines[k], "tick", Anchor::middle);
    }
  }
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (!bars[i].committed) continue;
    const double at = y(*bars[i].committed);
    svg.line({middle_of(i) - width / 2 - 4, at}, {middle_of(i) + width / 2 + 4, at}, "mark-line");
  }
  if (data.next) draw_next(svg, *data.next, y, area, middle_of(bars.size()), width);
  if (data.median) svg.line({area.left, y(*data.median)}, {area.right, y(*data.median)}, "median-line");
  svg.line({area.left, area.bottom}, {area.right, area.bottom}, "base");
  end_labels(svg, ends, area.right + 6, layout.width, area.top, area.bottom - 4);
  return std::move(svg).finish();
}

std::string described(const Velocity& data) {
  const auto bars = shown(data);
  std::string text = fmt::format("The last {} completed {} {}", bars.size() == 1 ? "sprint" : "sprints",
                                 figure(bars.back().completed), data.unit);
  if (bars.size() > 1) {
    text = fmt::format("{} sprints, from {} to {}. The last one completed {} {}", bars.size(),
                       bars.front().label, bars.back().label, figure(bars.back().completed), data.unit);
  }
  if (data.median && data.least && data.most) {
    text += fmt::format("; the median is {}, the range {} to {}", figure(*data.median), figure(*data.least),
                        figure(*data.most));
  }
  text += '.';
  if (data.next) {
    text += fmt::format(" The next one completes {} to {} in 70 of 100 cases.", figure(data.next->low),
                        figure(data.next->high));
  }
  return text;
}

}  // namespace

std::optional<Chart> draw(const Velocity& data) {
  if (data.bars.empty()) return std::nullopt;
  Chart chart = drawn(data.name, described(data),
                      [&](const Layout& layout, const std::string& id, const std::string& text) {
                        return drawing(data, layout, id, text);
                      });
  if (data.bars.size() > kMostNarrowBars) {
    chart.remark = fmt::format("Drawn: the last {} of {} sprints, {} on a small screen.", shown(data).size(),
                               data.bars.size(), kMostNarrowBars);
  }
  return chart;
}

}  // namespace stint::chart
