#include "chart/labels.h"

#include <algorithm>
#include <numeric>

#include "chart/chart.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

// Neighbours that touch, and stand evenly about the mean of where they would like to be.
struct Cluster {
  std::size_t size = 1;
  double sum = 0;  // of wanted position − own offset inside the cluster
  double low = 0;  // of the first of them
};

}  // namespace

std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high) {
  const std::size_t count = wanted.size();
  if (count == 0) return {};
  if (count > 1) gap = std::min(gap, std::max(0.0, high - low) / static_cast<double>(count - 1));
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return wanted[i]; });

  std::vector<Cluster> clusters;
  const auto settle = [&](Cluster& cluster) {
    const double length = gap * static_cast<double>(cluster.size - 1);
    cluster.low =
        std::clamp(cluster.sum / static_cast<double>(cluster.size), low, std::max(low, high - length));
  };
  for (const std::size_t i : order) {
    clusters.push_back({1, wanted[i], 0});
    settle(clusters.back());
    while (clusters.size() > 1) {
      Cluster& before = clusters[clusters.size() - 2];
      const Cluster& last = clusters.back();
      const double length = gap * static_cast<double>(before.size);
      if (before.low + length <= last.low) break;
      before.sum += last.sum - length * static_cast<double>(last.size);
      before.size += last.size;
      clusters.pop_back();
      settle(clusters.back());
    }
  }
  std::vector<double> placed(count);
  std::size_t next = 0;
  for (const Cluster& cluster : clusters) {
    for (std::size_t k = 0; k < cluster.size; ++k) {
      placed[order[next++]] = cluster.low + gap * static_cast<double>(k);
    }
  }
  return placed;
}

double label_room(const std::vector<EndLabel>& labels) {
  double room = 0;
  for (const EndLabel& label : labels) room = std::max(room, text_width(label.text, kTextSize));
  return room * 1.04;  // some of them are bold
}

void end_labels(Svg& svg, const std::vector<EndLabel>& labels, double x, double right, double low,
                double high) {
  std::vector<double> wanted;
  for (const EndLabel& label : labels) wanted.push_back(label.y);
  const std::vector<double> placed = spread(wanted, kLineHeight, low, high);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    svg.text({x, placed[i] + 4.5}, fitted(labels[i].text, right - x, kTextSize), labels[i].style);
  }
}

std::vector<std::string> without_common_words(std::vector<std::string> labels) {
  if (labels.size() < 2) return labels;
  std::string_view common = labels.front();
  for (const std::string& label : labels) {
    const auto [end, other] = std::ranges::mismatch(common, label);
    common = common.substr(0, static_cast<std::size_t>(end - common.begin()));
  }
  const std::size_t space = common.rfind(' ');
  if (space == std::string_view::npos) return labels;
  const std::size_t cut = space + 1;
  if (std::ranges::any_of(labels, [&](const std::string& label) { return label.size() <= cut; }))
    return labels;
  for (std::string& label : labels) label.erase(0, cut);
  return labels;
}

std::vector<std::string> two_lines(std::string_view text, double width, double size) {
  if (text_width(text, size) <= width) return {std::string{text}};
  std::size_t cut = std::string_view::npos;
  for (std::size_t i = text.find(' '); i != std::string_view::npos; i = text.find(' ', i + 1)) {
    if (cut != std::string_view::npos && text_width(text.substr(0, i), size) > width) break;
    cut = i;
  }
  if (cut == std::string_view::npos) return {fitted(text, width, size)};
  return {fitted(text.substr(0, cut), width, size), fitted(text.substr(cut + 1), width, size)};
}

}  // namespace stint::chart
