#include "chart/burndown.h"

#include <algorithm>
#include <fmt/format.h>

#include "chart/axes.h"
#include "chart/labels.h"
#include "chart/scale.h"
#include "chart/svg.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

namespace chr = std::chrono;

bool off(const Burndown& data, Day day) {
  return std::ranges::find(data.days_off, day) != data.days_off.end();
}

struct PaceMark {
  double at = 0;
  double share = 0;  // of the work still to do at an even pace, 1 at the start
};

// The even pace over working days, as corners.
std::vector<PaceMark> even_pace(const Burndown& data) {
  std::vector<PaceMark> marks{{days_since_epoch(data.start), 0}};
  double worked = 0;
  for (Moment at = data.start; at < data.end;) {
    const Day day = day_of(at);
    const Moment next = std::min<Moment>(data.end, day + chr::days{1});
    if (!off(data, day)) worked += static_cast<double>((next - at).count());
    marks.push_back({days_since_epoch(next), worked});
    at = next;
  }
  if (worked <= 0) return {{days_since_epoch(data.start), 1}, {days_since_epoch(data.end), 0}};
  for (PaceMark& mark : marks) mark.share = 1 - mark.share / worked;
  return marks;
}

double share_left(const std::vector<PaceMark>& pace, double at) {
  for (std::size_t i = 1; i < pace.size(); ++i) {
    if (at > pace[i].at) continue;
    const double length = pace[i].at - pace[i - 1].at;
    const double part = length > 0 ? (at - pace[i - 1].at) / length : 0;
    return pace[i - 1].share + std::clamp(part, 0.0, 1.0) * (pace[i].share - pace[i - 1].share);
  }
  return pace.back().share;
}

// What the scope gained or lost on a day.
struct Change {
  Moment at;
  double by = 0;
  double scope = 0;  // afterwards
};

std::vector<Change> scope_changes(const Burndown& data) {
  std::vector<Change> changes;
  for (std::size_t i = 1; i < data.readings.size(); ++i) {
    const auto& now = data.readings[i];
    const double by = now.scope - data.readings[i - 1].scope;
    if (by == 0) continue;
    if (!changes.empty() && day_of(changes.back().at) == day_of(now.at)) {
      changes.back() = {now.at, changes.back().by + by, now.scope};
    } else {
      changes.push_back({now.at, by, now.scope});
    }
  }
  std::ranges::stable_sort(changes, std::greater{}, [](const Change& c) { return std::abs(c.by); });
  return changes;
}

std::string drawing(const Burndown& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  Svg svg{layout.width, layout.height, id, data.name.title, description};
  const double until = days_since_epoch(data.until);
  // Whole days, so that each has its room on the axis.
  const Day first_day = day_of(data.start);
  const Day last_day = std::max(day_of(data.end), day_of(data.until)) + chr::days{1};
  const double low = days_since_epoch(first_day);
  const double last = days_since_epoch(last_day);
  double most = 0;
  for (const auto& reading : data.readings) most = std::max({most, reading.scope, reading.remaining});
  const double high = headroom(most);
  const std::vector<double> values = ticks(0, high, 6);
  const auto& end = data.readings.back();

  const double words = caption(svg, layout,
                               {{data.unit},
                                {"remaining", Sample::dash, "main-line"},
                                {"scope", Sample::dash, "context-line"},
                                {"even pace", Sample::dash, "pace-line"}});
  Area area{tick_room(values), words + 12, layout.width - 8, layout.height - 26};
  const std::string remaining_text = short_figure(end.remaining) + " left";
  const std::string scope_text = short_figure(end.scope) + " in scope";
  const double room = label_room({{0, remaining_text, {}}, {0, scope_text, {}}}) + 9;
  const double share = std::clamp((until - low) / (last - low), 0.05, 1.0);
  area.right = std::min(area.right, area.left + (layout.width - room - area.left) / share);

  const Scale x = Scale::linear(low, last, area.left, area.right);
  const Scale y = Scale::linear(0, high, area.bottom, area.top);
  for (const Day day : data.days_off) {
    const double from = std::clamp(x(days_since_epoch(day)), area.left, area.right);
    const double to = std::clamp(x(days_since_epoch(day + chr::days{1})), area.left, area.right);
    svg.rect(from, area.top, to - from, area.height(), "off");
  }
  value_axis(svg, area, y, values);

  const std::vector<PaceMark> pace = even_pace(data);
  Path pace_path;
  for (const PaceMark& mark : pace) {
    const Point at{x(mark.at), y(data.readings.front().remaining * mark.share)};
    pace_path.empty() ? pace_path.move(at) : pace_path.line(at);
  }
  svg.path(pace_path, "pace-line");

  Path remaining;
  Path scope;
  Path ground;
  for (const auto& reading : data.readings) {
    const double at = x(days_since_epoch(reading.at));
    if (remaining.empty()) {
      ground.move({at, area.bottom}).line({at, y(reading.remaining)});
      remaining.move({at, y(reading.remaining)});
      scope.move({at, y(reading.scope)});
    }
    ground.step({at, y(reading.remaining)});
    remaining.step({at, y(reading.remaining)});
    scope.step({at, y(reading.scope)});
  }
  const double x_end = x(until);
  ground.step({x_end, y(end.remaining)}).step({x_end, area.bottom}).close();
  remaining.step({x_end, y(end.remaining)});
  scope.step({x_end, y(end.scope)});
  svg.path(ground, "main-area");
  svg.path(scope, "context-line");
  svg.path(remaining, "main-line");
  day_axis(svg, area, x, first_day, last_day - chr::days{1});

  // The largest changes of scope say when it grew.
  std::vector<double> taken{x_end};
  for (const Change& change : scope_changes(data)) {
    if (taken.size() > (layout.narrow ? 2U : 3U)) break;
    const double at = x(days_since_epoch(change.at));
    const std::string text = (change.by > 0 ? "+" : "") + short_figure(change.by);
    const double half = text_width(text, kTextSize) / 2;
    const bool free =
        std::ranges::all_of(taken, [&](double other) { return std::abs(other - at) > 2 * half + 10; });
    if (!free || at - half < area.left) continue;
    taken.push_back(at);
    svg.text({at, y(change.scope) - 7}, text, change.by > 0 ? "alert halo" : "words halo", Anchor::middle);
  }
  svg.circle({x_end, y(end.remaining)}, 4, "main-dot");
  end_labels(
      svg, {{y(end.scope), scope_text, "words halo"}, {y(end.remaining), remaining_text, "main strong halo"}},
      x_end + 9, layout.width, area.top, area.bottom - 6);
  return std::move(svg).finish();
}

std::string described(const Burndown& data) {
  const auto& begin = data.readings.front();
  const auto& end = data.readings.back();
  const double even = begin.remaining * share_left(even_pace(data), days_since_epoch(data.until));
  return fmt::format(
      "From {} to {}, planned until {}: work remaining went from {} to {} {}, scope from {} to {}. An even "
      "pace would "
      "have {} remaining.",
      long_date(day_of(data.start)), long_date(day_of(data.until)), long_date(day_of(data.end)),
      figure(begin.remaining), figure(end.remaining), data.unit, figure(begin.scope), figure(end.scope),
      figure(even));
}

}  // namespace

std::optional<Chart> draw(const Burndown& data) {
  if (data.readings.empty()) return std::nullopt;
  return drawn(data.name, described(data),
               [&](const Layout& layout, const std::string& id, const std::string& text) {
                 return drawing(data, layout, id, text);
               });
}

}  // namespace stint::chart
