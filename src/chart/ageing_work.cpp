#include "chart/ageing_work.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/duration_scale.h"
#include "chart/labels.h"
#include "chart/number.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

constexpr double kDot = 4.5;

// The items, the oldest first.
std::vector<const AgeingWork::Item*> by_age(const AgeingWork::Column& column) {
  std::vector<const AgeingWork::Item*> items;
  for (const auto& item : column.items) items.push_back(&item);
  std::ranges::stable_sort(items, [](const auto* a, const auto* b) {
    return a->days != b->days ? a->days > b->days : a->key < b->key;
  });
  return items;
}

bool too_old(const AgeingWork::Column& column, const AgeingWork::Item& item) {
  return column.percentiles && item.days > (*column.percentiles)[1];
}

// Dots that would overlap stand beside each other, alternating about the middle. The more there are, the
// closer.
std::vector<double> beside(const std::vector<double>& heights, double middle, double half_width) {
  std::vector<double> xs;
  for (std::size_t i = 0; i < heights.size(); ++i) {
    double x = middle;
    for (int attempt = 0; attempt < 60; ++attempt) {
      const int place = attempt % 2 == 0 ? attempt / 2 : -(attempt / 2) - 1;
      const double offset = place * (2 * kDot + 1);
      x = middle + std::clamp(offset, -half_width, half_width);
      bool free = true;
      // Heights rise downwards from the oldest; only the last few can touch.
      for (std::size_t k = i - std::min<std::size_t>(i, 60); k < i && free; ++k) {
        free = std::hypot(xs[k] - x, heights[k] - heights[i]) > 2 * kDot;
      }
      if (free || std::abs(offset) > half_width) break;
    }
    xs.push_back(x);
  }
  return xs;
}

struct Span {
  double longest = 0;
  double usual = 0;  // the highest percentile of any column
  std::size_t items = 0;
};

Span span_of(const AgeingWork& data) {
  Span span;
  for (const auto& column : data.columns) {
    for (const auto& item : column.items) span.longest = std::max(span.longest, item.days);
    if (column.percentiles) span.usual = std::max(span.usual, (*column.percentiles)[2]);
    span.items += column.items.size();
  }
  span.longest = std::max(span.longest, span.usual);
  if (span.usual <= 0) span.usual = span.longest;
  return span;
}

void draw_bands(Svg& svg, const AgeingWork::Column& column, const Scale& y, const Area& cell) {
  if (!column.percentiles) {
    svg.rect(cell.left, cell.top, cell.width(), cell.height(), "band-unknown");
    return;
  }
  double below = cell.bottom;
  for (std::size_t i = 0; i < column.percentiles->size(); ++i) {
    constexpr std::array<std::string_view, 3> kStyles{"age-50", "age-85", "age-95"};
    const double top = std::max(y((*column.percentiles)[i]), cell.top);
    svg.rect(cell.left, top, cell.width(), below - top, kStyles[i]);
    below = std::min(below, top);
  }
  svg.rect(cell.left, cell.top, cell.width(), below - cell.top, "age-over");
}

void draw_items(Svg& svg, const AgeingWork::Column& column, const Scale& y, const Area& cell,
                std::size_t most, std::size_t most_names) {
  auto items = by_age(column);
  items.resize(std::min(items.size(), most));
  std::vector<double> heights;
  for (const auto* item : items) heights.push_back(y(item->days));
  const double middle = (cell.left + cell.right) / 2;
  const auto xs = beside(heights, middle, std::max(cell.width() / 2 - kDot - 1, 0.0));
  for (std::size_t i = items.size(); i-- > 0;) {
    const auto& item = *items[i];
    const std::string tip =
        fmt::format("{}: {} days{}", item.key, figure(item.days), item.blocked ? ", blocked" : "");
    const std::string_view style = item.blocked            ? "blocked-dot"
                                   : too_old(column, item) ? "alert-dot"
                                                           : "main-dot edged";
    svg.circle({xs[i], heights[i]}, kDot, style, tip);
  }
  // The oldest are named above their dots, where that is free.
  double free_below = -1e9;
  std::size_t names = 0;
  for (std::size_t i = 0; i < items.size() && names < most_names; ++i) {
    if (!too_old(column, *items[i])) break;
    const double base = heights[i] - kDot - 3;
    if (base - kTextSize < free_below || base - kTextSize < cell.top - 14) continue;
    svg.text({middle, base}, fitted(items[i]->key, cell.width() + 2, kTextSize - 1), "alert small halo",
             Anchor::middle);
    free_below = heights[i] + kDot;
    ++names;
  }
}

std::string drawing(const AgeingWork& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  Svg svg{layout.width, layout.height + (layout.narrow ? 20 : 0), id, data.name.title, description};
  const double height = layout.height + (layout.narrow ? 20 : 0);
  const Span span = span_of(data);
  const double words = caption(svg, layout,
                               {{"days since start"},
                                {"in time", Sample::dot, "main-dot edged"},
                                {"older than 85 of 100", Sample::dot, "alert-dot"},
                                {"blocked", Sample::ring, "blocked-dot"}});
  Area area{0, words + 16, layout.width - (layout.narrow ? 30 : 34), height - 56};
  const DurationScale durations = duration_scale(span.longest, span.usual, area.bottom, area.top);
  const Scale& y = durations.scale;
  area.left = tick_room(durations.ticks);
  value_axis(svg, area, y, durations.ticks);

  const double step = area.width() / static_cast<double>(data.columns.size());
  for (std::size_t c = 0; c < data.columns.size(); ++c) {
    const auto& column = data.columns[c];
    const double left = area.left + step * static_cast<double>(c);
    const Area cell{left + 1.5, area.top, left + step - 1.5, area.bottom};
    draw_bands(svg, column, y, cell);
    const auto share = std::max<std::size_t>(10, layout.most_marks / 2 / data.columns.size());
    draw_items(svg, column, y, cell, share, layout.narrow ? 1 : 2);
    const double middle = (cell.left + cell.right) / 2;
    const auto lines = two_lines(column.name, step - 4, kTextSize);
    for (std::size_t k = 0; k < lines.size(); ++k) {
      svg.text({middle, area.bottom + 18 + static_cast<double>(k) * 15}, lines[k], "words", Anchor::middle);
    }
    svg.text({middle, area.bottom + 18 + static_cast<double>(lines.size()) * 15},
             figure(static_cast<double>(column.items.size())), "tick", Anchor::middle);
  }
  svg.line({area.left, area.bottom}, {area.right, area.bottom}, "base");
  const auto& last = data.columns.back();
  if (last.percentiles) {
    std::vector<EndLabel> ends;
    constexpr std::array<std::string_view, 3> kTexts{"P50", "P85", "P95"};
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      ends.push_back({y((*last.percentiles)[i]), std::string{kTexts[i]}, "tick small"});
    }
    end_labels(svg, ends, area.right + 4, layout.width, area.top, area.bottom - 4);
  }
  return std::move(svg).finish();
}

std::string described(const AgeingWork& data) {
  std::string text;
  std::size_t old = 0;
  for (const auto& column : data.columns) {
    text += fmt::format("{}{}: {} items", text.empty() ? "" : "; ", column.name, column.items.size());
    if (const auto items = by_age(column); !items.empty()) {
      text += fmt::format(", the oldest {} days ({})", figure(items.front()->days), items.front()->key);
    }
    for (const auto& item : column.items) old += too_old(column, item) ? 1 : 0;
  }
  return text +
         fmt::format(". {} are older than 85 of 100 earlier items when they left the same column.", old);
}

}  // namespace

std::optional<Chart> draw(const AgeingWork& data) {
  if (data.columns.empty()) return std::nullopt;
  Chart chart = drawn(data.name, described(data),
                      [&](const Layout& layout, const std::string& id, const std::string& text) {
                        return drawing(data, layout, id, text);
                      });
  const std::size_t share = std::max<std::size_t>(10, kWide.most_marks / 2 / data.columns.size());
  if (std::ranges::any_of(data.columns, [&](const auto& column) { return column.items.size() > share; })) {
    chart.remark = fmt::format("Drawn: the {} oldest items of a column.", share);
  }
  return chart;
}

}  // namespace stint::chart
