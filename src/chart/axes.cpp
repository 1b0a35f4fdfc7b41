#include "chart/axes.h"

#include <algorithm>

#include "chart/text.h"

namespace stint::chart {
namespace {

constexpr double kGap = 6;
constexpr double kSampleWidth = 12;
constexpr double kWordGap = 14;

void draw_sample(Svg& svg, const Word& word, Point at) {
  const double middle = at.y - 4.5;
  switch (word.sample) {
    case Sample::none:
      break;
    case Sample::box:
      svg.rect(at.x, at.y - 9, kSampleWidth - 2, 9, word.style);
      break;
    case Sample::dash:
      svg.line({at.x, middle}, {at.x + kSampleWidth, middle}, word.style);
      break;
    case Sample::dot:
    case Sample::ring:
      svg.circle({at.x + 5, middle}, word.sample == Sample::dot ? 3.5 : 4.5, word.style);
      break;
  }
}

}  // namespace

double tick_room(const std::vector<double>& values) {
  double room = 0;
  for (const double value : values) room = std::max(room, text_width(short_figure(value), kTextSize));
  return room + kGap;
}

void value_axis(Svg& svg, const Area& area, const Scale& scale, const std::vector<double>& values) {
  for (const double value : values) {
    const double y = scale(value);
    svg.line({area.left, y}, {area.right, y}, "grid");
    svg.text({area.left - kGap, y + 4.5}, short_figure(value), "tick", Anchor::end);
  }
}

void day_axis(Svg& svg, const Area& area, const Scale& scale, Day first, Day last) {
  svg.line({area.left, area.bottom}, {area.right, area.bottom}, "base");
  const int most = std::max(2, static_cast<int>(area.width() / 50));
  double free_from = 0;
  for (const DayTick& tick : day_ticks(first, last, most)) {
    const double x = scale(days_since_epoch(tick.day));
    svg.line({x, area.bottom}, {x, area.bottom + 5}, "base");
    const double half = text_width(tick.label, kTextSize) / 2;
    const double middle = std::max(std::min(x, area.right + 12 - half), area.left - 12 + half);
    if (middle - half < free_from) continue;
    svg.text({middle, area.bottom + 19}, tick.label, "tick", Anchor::middle);
    free_from = middle + half + 4;
  }
}

double caption(Svg& svg, const Layout& layout, const std::vector<Word>& words) {
  double x = 0;
  double y = kTextSize;
  for (const Word& word : words) {
    const double sample = word.sample == Sample::none ? 0 : kSampleWidth + 4;
    const double width = sample + text_width(word.text, kTextSize);
    if (x > 0 && x + width > layout.width) {
      x = 0;
      y += kLineHeight;
    }
    draw_sample(svg, word, {x, y});
    svg.text({x + sample, y}, fitted(word.text, layout.width - sample, kTextSize), "words");
    x += width + kWordGap;
  }
  return words.empty() ? 0 : y + 5;
}

}  // namespace stint::chart
