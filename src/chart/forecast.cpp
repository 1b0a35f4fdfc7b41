#include "chart/forecast.h"

#include <algorithm>
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/labels.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

constexpr std::size_t kMostDays = 300;

std::string drawing(const Forecast& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  Svg svg{layout.width, layout.height - 30, id, data.name.title, description};
  const double words = caption(svg, layout, {{"chance of " + data.question + " each day, %"}});
  const std::vector<double> values{0, 25, 50, 75, 100};
  const Area area{tick_room(values), words + 12, layout.width - 14, layout.height - 56};
  const Day first = std::min(data.today, data.chances.front().day);
  const Day last = data.chances.back().day;
  const Scale x =
      Scale::linear(days_since_epoch(first), days_since_epoch(std::max(last, first + std::chrono::days{1})),
                    area.left, area.right);
  const Scale y = Scale::linear(0, 100, area.bottom, area.top);
  value_axis(svg, area, y, values);

  const std::size_t every = (data.chances.size() + kMostDays - 1) / kMostDays;
  Path line;
  line.move({area.left, area.bottom});
  for (std::size_t i = 0; i < data.chances.size(); i += every) {
    line.line({x(days_since_epoch(data.chances[i].day)), y(data.chances[i].share * 100)});
  }
  line.line({x(days_since_epoch(last)), y(data.chances.back().share * 100)});
  Path ground = line;
  svg.path(ground.line({x(days_since_epoch(last)), area.bottom}).close(), "main-area");
  svg.path(line, "main-line");
  day_axis(svg, area, x, first, last);
  for (std::size_t i = 0; i < data.promises.size(); ++i) {
    const auto& promise = data.promises[i];
    // The greater promise of a day says it all.
    if (i + 1 < data.promises.size() && data.promises[i + 1].day == promise.day) continue;
    // On the curve: days are steps, so that a promise is kept a little more often than it says.
    const auto chance = std::ranges::lower_bound(data.chances, promise.day, {}, &Forecast::Chance::day);
    const double kept = chance == data.chances.end() ? promise.percent : chance->share * 100;
    const Point at{x(days_since_epoch(promise.day)), y(kept)};
    svg.line({at.x, at.y}, {at.x, area.bottom}, "drop-line");
    svg.circle(at, 5, "main-dot edged");
    const std::string text = fmt::format("{} % by {}", promise.percent, short_date(promise.day));
    const bool left = at.x - area.left > text_width(text, kTextSize) * 1.1 + 10;
    svg.text({left ? at.x - 10 : at.x + 10, left ? at.y - 2 : at.y + 12}, text, "main strong halo",
             left ? Anchor::end : Anchor::start);
  }
  return std::move(svg).finish();
}

std::string described(const Forecast& data) {
  std::string text = fmt::format("Chance of {} each day from {} to {}.", data.question,
                                 long_date(data.chances.front().day), long_date(data.chances.back().day));
  for (const auto& promise : data.promises) {
    text += fmt::format(" In {} of 100 cases by {}.", promise.percent, long_date(promise.day));
  }
  return text;
}

}  // namespace

std::optional<Chart> draw(const Forecast& data) {
  if (data.chances.empty()) return std::nullopt;
  return drawn(data.name, described(data),
               [&](const Layout& layout, const std::string& id, const std::string& text) {
                 return drawing(data, layout, id, text);
               });
}

}  // namespace stint::chart
