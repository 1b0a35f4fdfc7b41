#include "chart/control.h"

#include <algorithm>
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/labels.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

std::string drawing(const Control& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  Svg svg{layout.width, layout.height - 30, id, data.name.title, description};
  double high = data.upper;
  double low = std::min(0.0, data.lower);
  for (const auto& reading : data.readings) {
    high = std::max(high, reading.value);
    low = std::min(low, reading.value);
  }
  high = low + headroom(high - low);
  const std::vector<double> values = ticks(low, high, 6);
  const double words =
      caption(svg, layout, {{data.unit}, {"a signal, not noise", Sample::ring, "alert-ring"}});
  std::vector<EndLabel> ends{{0, "upper " + short_figure(data.upper), "tick"},
                             {0, "mean " + short_figure(data.mean), "words"},
                             {0, "lower " + short_figure(data.lower), "tick"}};
  if (data.lower <= 0 && low >= 0) ends.pop_back();
  const Area area{tick_room(values), words + 22, layout.width - label_room(ends) - 8, layout.height - 56};
  const Scale x = Scale::linear(days_since_epoch(data.readings.front().at),
                                days_since_epoch(data.readings.back().at), area.left + 8, area.right - 8);
  const Scale y = Scale::linear(low, high, area.bottom, area.top);
  const double limit_top = y(data.upper);
  const double limit_bottom = y(std::max(data.lower, low));
  svg.rect(area.left, limit_top, area.width(), limit_bottom - limit_top, "range");
  value_axis(svg, area, y, values);
  svg.line({area.left, limit_top}, {area.right, limit_top}, "limit-line");
  if (ends.size() == 3) svg.line({area.left, limit_bottom}, {area.right, limit_bottom}, "limit-line");
  svg.line({area.left, y(data.mean)}, {area.right, y(data.mean)}, "median-line");
  day_axis(svg, area, x, data.readings.front().at, data.readings.back().at);

  Path line;
  Path dots;
  for (const auto& reading : data.readings) {
    const Point at{x(days_since_epoch(reading.at)), y(reading.value)};
    line.empty() ? line.move(at) : line.line(at);
    dots.dot(at);
  }
  svg.path(line, "main-line thin");
  svg.path(dots, "dots solid");
  double free_from = 0;
  // A signal that stands alone says which rule made it one.
  const auto signals = std::ranges::count_if(data.readings, [](const auto& r) { return !r.signal.empty(); });
  const bool explained = signals == 1;
  for (const auto& reading : data.readings) {
    if (reading.signal.empty()) continue;
    const Point at{x(days_since_epoch(reading.at)), y(reading.value)};
    svg.circle(at, 6.5, "alert-ring",
               fmt::format("{}: {} {}, {}", long_date(reading.at), figure(reading.value), data.unit,
                           reading.signal));
    std::string text = short_figure(reading.value);
    if (explained) text += ", " + reading.signal;
    const double half = text_width(text, kTextSize) / 2 * 1.08;
    const double middle = std::clamp(at.x, std::min(half, at.x), std::max(layout.width - half, at.x));
    if (middle - half < free_from) continue;
    free_from = middle + half + 6;
    const bool under = reading.value < data.mean && at.y + 24 < area.bottom;
    svg.text({middle, under ? at.y + 21 : at.y - 11}, text, "alert strong halo", Anchor::middle);
  }
  ends[0].y = limit_top;
  ends[1].y = y(data.mean);
  if (ends.size() == 3) ends[2].y = limit_bottom;
  end_labels(svg, ends, area.right + 6, layout.width, area.top, area.bottom - 4);
  return std::move(svg).finish();
}

std::string described(const Control& data) {
  const auto signals = std::ranges::count_if(data.readings, [](const auto& r) { return !r.signal.empty(); });
  std::string text =
      fmt::format("{} values from {} to {}, in {}. Mean {}, natural limits {} to {}. ", data.readings.size(),
                  long_date(data.readings.front().at), long_date(data.readings.back().at), data.unit,
                  figure(data.mean), figure(data.lower), figure(data.upper));
  if (signals == 0) return text + "No signals.";
  text += signals == 1 ? "A signal:" : "Signals:";
  for (const auto& reading : data.readings) {
    if (reading.signal.empty()) continue;
    text += fmt::format("{} {} on {} ({})", text.ends_with(':') ? "" : ";", figure(reading.value),
                        long_date(reading.at), reading.signal);
  }
  return text + ".";
}

}  // namespace

std::optional<Chart> draw(const Control& data) {
  if (data.readings.empty()) return std::nullopt;
  return drawn(data.name, described(data),
               [&](const Layout& layout, const std::string& id, const std::string& text) {
                 return drawing(data, layout, id, text);
               });
}

}  // namespace stint::chart
