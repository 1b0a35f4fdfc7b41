#include "chart/thinning.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace stint::chart {
namespace {

struct Spot {
  std::int64_t place;
  std::size_t index;
  auto operator<=>(const Spot&) const = default;
};

std::int64_t place_of(Point point) {
  const auto x = static_cast<std::int64_t>(std::llround(point.x * 3));
  const auto y = static_cast<std::int64_t>(std::llround(point.y * 3));
  return x * 1'000'000 + y;
}

// `count` of `from`, evenly spaced.
void take_evenly(const std::vector<std::size_t>& from, std::size_t count, std::vector<std::size_t>& to) {
  count = std::min(count, from.size());
  for (std::size_t i = 0; i < count; ++i) to.push_back(from[i * from.size() / count]);
}

}  // namespace

std::vector<std::size_t> thinned(const std::vector<Point>& points, const std::vector<bool>& keep,
                                 std::size_t most) {
  assert(points.size() == keep.size());
  std::vector<std::size_t> chosen;
  if (points.size() <= most) {
    chosen.resize(points.size());
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    return chosen;
  }
  std::vector<Spot> spots;
  spots.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) spots.push_back({place_of(points[i]), i});
  std::ranges::sort(spots);
  const auto repeated = std::ranges::unique(spots, {}, &Spot::place);
  spots.erase(repeated.begin(), repeated.end());

  std::vector<std::size_t> kept;
  std::vector<std::size_t> others;
  for (const Spot& spot : spots) (keep[spot.index] ? kept : others).push_back(spot.index);
  if (spots.size() <= most) {
    for (const Spot& spot : spots) chosen.push_back(spot.index);
  } else {
    std::ranges::sort(kept);
    std::ranges::sort(others);
    take_evenly(kept, std::max(most / 3, most - std::min(most, others.size())), chosen);
    take_evenly(others, most - chosen.size(), chosen);
  }
  std::ranges::sort(chosen);
  return chosen;
}

}  // namespace stint::chart
