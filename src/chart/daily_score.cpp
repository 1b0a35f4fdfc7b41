#include "chart/daily_score.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/labels.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

struct Extremes {
  const DailyScore::Reading* first = nullptr;
  const DailyScore::Reading* last = nullptr;
  const DailyScore::Reading* lowest = nullptr;
};

Extremes extremes(const DailyScore& data) {
  Extremes found;
  for (const auto& reading : data.readings) {
    if (!reading.score) continue;
    if (!found.first) found.first = &reading;
    if (!found.lowest || *reading.score < *found.lowest->score) found.lowest = &reading;
    found.last = &reading;
  }
  return found;
}

std::string drawing(const DailyScore& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  const double height = layout.height - 60;
  Svg svg{layout.width, height, id, data.name.title, description};
  const Extremes found = extremes(data);
  const double words = caption(svg, layout, {{data.unit + ", 0 to 100"}});
  // From 0, unless nothing comes near it: the thresholds are what matters.
  const double low = std::min(data.error - 20, *found.lowest->score) >= 40 ? 40 : 0;
  const std::vector<double> values = ticks(low, 100, 6);
  const std::vector<EndLabel> rooms{{0, "warning < " + figure(data.warning), {}},
                                    {0, "error < " + figure(data.error), {}}};
  const Area area{tick_room(values), words + 10, layout.width - label_room(rooms) - 12, height - 26};
  const Scale x = Scale::linear(days_since_epoch(data.readings.front().day),
                                days_since_epoch(data.readings.back().day), area.left, area.right - 6);
  const Scale y = Scale::linear(low, 100, area.bottom, area.top);
  svg.rect(area.left, y(data.warning), area.width(), y(data.error) - y(data.warning), "zone-warning");
  svg.rect(area.left, y(data.error), area.width(), area.bottom - y(data.error), "zone-error");
  value_axis(svg, area, y, values);
  svg.line({area.left, y(data.warning)}, {area.right, y(data.warning)}, "limit-line");
  svg.line({area.left, y(data.error)}, {area.right, y(data.error)}, "limit-line alerting");
  day_axis(svg, area, x, data.readings.front().day, data.readings.back().day);

  Path line;
  bool drawing_on = false;
  for (const auto& reading : data.readings) {
    if (reading.score) {
      const Point at{x(days_since_epoch(reading.day)), y(*reading.score)};
      drawing_on ? line.line(at) : line.move(at).line(at);
    }
    drawing_on = reading.score.has_value();
  }
  svg.path(line, "main-line");
  const auto place = [&](const DailyScore::Reading& reading) {
    return Point{x(days_since_epoch(reading.day)), y(*reading.score)};
  };
  const Point last = place(*found.last);
  const Point lowest = place(*found.lowest);
  svg.circle(last, 4, "main-dot");
  if (found.lowest != found.last && std::abs(lowest.x - last.x) > 40) {
    svg.circle(lowest, 3, "main-dot");
    const std::string text = "low " + figure(*found.lowest->score);
    const double half = text_width(text, kTextSize) / 2;
    svg.text({std::max(lowest.x, area.left + half), std::min(lowest.y + 17, area.bottom - 4)}, text,
             "words halo", Anchor::middle);
  }
  end_labels(svg,
             {{y(data.warning), rooms[0].text, "tick"},
              {y(data.error), rooms[1].text, "tick"},
              {last.y, figure(*found.last->score), "main strong halo"}},
             area.right + 6, layout.width, area.top, area.bottom - 4);
  return std::move(svg).finish();
}

std::string described(const DailyScore& data) {
  const Extremes found = extremes(data);
  assert(found.first && found.last && found.lowest);
  return fmt::format(
      "{} from {} to {}: {} at first, {} at last, lowest {} on {}. Under {} is a warning, under {} an error.",
      data.unit, long_date(data.readings.front().day), long_date(data.readings.back().day),
      figure(*found.first->score), figure(*found.last->score), figure(*found.lowest->score),
      long_date(found.lowest->day), figure(data.warning), figure(data.error));
}

}  // namespace

std::optional<Chart> draw(const DailyScore& data) {
  if (!extremes(data).first) return std::nullopt;
  return drawn(data.name, described(data),
               [&](const Layout& layout, const std::string& id, const std::string& text) {
                 return drawing(data, layout, id, text);
               });
}

}  // namespace stint::chart
