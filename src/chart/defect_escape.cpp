#include "chart/defect_escape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <span>

#include "chart/axes.h"
#include "chart/labels.h"
#include "chart/number.h"
#include "chart/text.h"

namespace stint::chart {
namespace {

constexpr std::size_t kMostReleases = 10;

std::span<const DefectEscape::Release> shown(const DefectEscape& data) {
  const std::span<const DefectEscape::Release> releases{data.releases};
  return releases.last(std::min(releases.size(), kMostReleases));
}

std::string rate_text(const DefectEscape::Release& release) {
  if (!release.low || !release.high) return "–";
  if (percent(*release.low) == percent(*release.high)) return percent(*release.low);
  return figure(std::round(*release.low * 100)) + "–" + percent(*release.high);
}

std::string drawing(const DefectEscape& data, const Layout& layout, const std::string& id,
                    const std::string& description) {
  const auto releases = shown(data);
  // Rows, not columns: releases have long names.
  const double row = 34;
  const double top = layout.narrow ? 62 : 46;
  const double height = top + row * static_cast<double>(releases.size()) + 6;
  Svg svg{layout.width, height, id, data.name.title, description};
  caption(svg, layout,
          {{"defects found in production", Sample::box, "alert-bar"},
           {"unknown where", Sample::box, "unknown-bar"},
           {"before release", Sample::box, "quiet-bar"}});
  double most = 1;
  double names = 0;
  double rates = text_width("escaped", kTextSize);
  for (const auto& release : releases) {
    most = std::max(most, release.production + release.unknown + release.before_release);
    names = std::max(names, text_width(release.label, kTextSize));
    rates = std::max(rates, text_width(rate_text(release), kTextSize) * 1.08);
  }
  names = std::min(names, layout.width * 0.3);
  const Area area{names + 10, top, layout.width - rates - 10, height};
  const Scale x = Scale::linear(0, most, area.left, area.right);
  svg.text({layout.width, top - 6}, "escaped", "tick", Anchor::end);
  double y = top;
  // The newest on top: it is what the reader looks for.
  for (std::size_t i = releases.size(); i-- > 0;) {
    const auto& release = releases[i];
    svg.line({0, y}, {layout.width, y}, "grid");
    svg.text({0, y + 21.5}, fitted(release.label, names, kTextSize),
             i + 1 == releases.size() ? "words strong" : "words");
    struct Part {
      double count;
      std::string_view style;
      std::string_view label;
    };
    const std::array parts{Part{release.production, "alert-bar", "inverse strong"},
                           Part{release.unknown, "unknown-bar", "words"},
                           Part{release.before_release, "quiet-bar", "words"}};
    double left = area.left;
    for (const Part& part : parts) {
      if (part.count <= 0) continue;
      const double width = x(part.count) - area.left;
      svg.rect(left, y + 7, std::max(width - 1, 1.0), row - 13, part.style);
      const std::string text = short_figure(part.count);
      if (text_width(text, kTextSize) + 6 < width) {
        svg.text({left + width / 2 - 0.5, y + 21.5}, text, part.label, Anchor::middle);
      }
      left += width;
    }
    svg.text({layout.width, y + 21.5}, rate_text(release), "words strong", Anchor::end);
    y += row;
  }
  svg.line({area.left, top}, {area.left, height - 6}, "base");
  return std::move(svg).finish();
}

std::string described(const DefectEscape& data) {
  std::string text = "Defects by release, the newest first:";
  const auto releases = shown(data);
  for (std::size_t i = releases.size(); i-- > 0;) {
    const auto& release = releases[i];
    text += fmt::format(" {}: {} in production, {} before release, {} unknown, escape rate {}.",
                        release.label, figure(release.production), figure(release.before_release),
                        figure(release.unknown), rate_text(release));
  }
  return text;
}

}  // namespace

std::optional<Chart> draw(const DefectEscape& data) {
  if (data.releases.empty()) return std::nullopt;
  Chart chart = drawn(data.name, described(data),
                      [&](const Layout& layout, const std::string& id, const std::string& text) {
                        return drawing(data, layout, id, text);
                      });
  if (data.releases.size() > kMostReleases) {
    chart.remark = fmt::format("Drawn: the last {} of {} releases.", kMostReleases, data.releases.size());
  }
  return chart;
}

}  // namespace stint::chart
