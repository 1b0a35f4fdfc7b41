#include "chart/cumulative_flow.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/labels.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

// A point for every three units of width is all that an eye can follow.
constexpr std::size_t kMostDays = 200;

// From the first column, lightest, to the last before done; done itself is grey.
constexpr std::array<std::string_view, 6> kBands{"band-1", "band-2", "band-3", "band-4", "band-5", "band-6"};

std::string_view band_style(std::size_t column, std::size_t columns) {
  if (column + 1 == columns) return "band-done";
  if (columns <= 2) return kBands[2];
  const double share = static_cast<double>(column) / static_cast<double>(columns - 2);
  return kBands[static_cast<std::size_t>(std::lround(share * (kBands.size() - 1)))];
}

std::vector<std::size_t> drawn_days(std::size_t count) {
  std::vector<std::size_t> picked;
  const std::size_t every = (count + kMostDays - 1) / kMostDays;
  for (std::size_t i = (count - 1) % every; i < count; i += every) picked.push_back(i);
  if (picked.front() != 0) picked.insert(picked.begin(), 0);
  return picked;
}

// tops[c][d]: items in column c and all after it, so that done lies at the bottom.
std::vector<std::vector<double>> stacked(const CumulativeFlow& data) {
  std::vector<std::vector<double>> tops = data.items;
  for (std::size_t c = tops.size() - 1; c-- > 0;) {
    for (std::size_t d = 0; d < data.days.size(); ++d) tops[c][d] += tops[c + 1][d];
  }
  return tops;
}

std::string drawing(const CumulativeFlow& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  Svg svg{layout.width, layout.height, id, data.name.title, description};
  const auto tops = stacked(data);
  const double high = headroom(std::ranges::max(tops.front()));
  const std::vector<double> values = ticks(0, high, 6);
  const double words = caption(svg, layout, {{"items in each column at the end of the day"}});
  const std::size_t columns = data.columns.size();
  const std::size_t last = data.days.size() - 1;

  std::vector<EndLabel> ends;
  const double most_room = layout.narrow ? 104 : 150;
  for (std::size_t c = 0; c < columns; ++c) {
    const std::string count = figure(data.items[c][last]) + " ";
    ends.push_back({0, count + fitted(data.columns[c], most_room - text_width(count, kTextSize), kTextSize),
                    c + 1 == columns ? "tick" : "words"});
  }
  Area area{tick_room(values), words + 10, layout.width - label_room(ends) - 9, layout.height - 26};
  const Scale x = Scale::linear(days_since_epoch(data.days.front()), days_since_epoch(data.days.back()),
                                area.left, area.right);
  const Scale y = Scale::linear(0, high, area.bottom, area.top);
  const std::vector<std::size_t> picked = drawn_days(data.days.size());
  value_axis(svg, area, y, values);
  for (std::size_t c = 0; c < columns; ++c) {
    const auto floor_at = [&](std::size_t d) { return c + 1 < columns ? tops[c + 1][d] : 0.0; };
    Path band;
    for (const std::size_t d : picked) {
      const Point at{x(days_since_epoch(data.days[d])), y(tops[c][d])};
      band.empty() ? band.move(at) : band.line(at);
    }
    for (std::size_t k = picked.size(); k-- > 0;) {
      const std::size_t d = picked[k];
      band.line({x(days_since_epoch(data.days[d])), y(floor_at(d))});
    }
    svg.path(band.close(), band_style(c, columns));
    ends[c].y = y((tops[c][last] + floor_at(last)) / 2);
  }
  day_axis(svg, area, x, data.days.front(), data.days.back());
  end_labels(svg, ends, area.right + 7, layout.width + 4, area.top, area.bottom - 4);
  return std::move(svg).finish();
}

std::string described(const CumulativeFlow& data) {
  std::string text = fmt::format("From {} to {}. On the last day:", long_date(data.days.front()),
                                 long_date(data.days.back()));
  for (std::size_t c = 0; c < data.columns.size(); ++c) {
    text += fmt::format("{} {} {} (first day {})", c == 0 ? "" : ",", figure(data.items[c].back()),
                        data.columns[c], figure(data.items[c].front()));
  }
  return text + ".";
}

}  // namespace

std::optional<Chart> draw(const CumulativeFlow& data) {
  assert(data.items.size() == data.columns.size());
  if (data.columns.empty() || data.days.size() < 2) return std::nullopt;
  return drawn(data.name, described(data),
               [&](const Layout& layout, const std::string& id, const std::string& text) {
                 return drawing(data, layout, id, text);
               });
}

}  // namespace stint::chart
