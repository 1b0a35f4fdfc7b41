#include "report/headlines.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "report/build.h"
#include "report/wording.h"

namespace stint::report {
namespace {

struct Place {
  std::string_view topic;
  std::string_view section;
};
// A topic of findings and the section that shows it.
constexpr std::array kPlaces{
    Place{"scope_creep", "burndown"},  Place{"missed_target", "velocity"},
    Place{"velocity", "velocity"},     Place{"defect_leakage", "defects"},
    Place{"flow", "cycle-time"},       Place{"flow.ageing", "ageing"},
    Place{"flow.trend", "control"},    Place{"knowledge_silo", "silos"},
    Place{"hygiene.score", "hygiene"}, Place{"hygiene.blocked", "ageing"},
    Place{"hygiene.stale", "ageing"},  Place{"hygiene.unestimated", "hygiene"},
};

std::string kind_words(std::string kind) {
  std::ranges::replace(kind, '_', ' ');
  return capitalised(std::move(kind));
}

// Sections of the first board have plain ids, those of the second end in "-2", and so on.
std::string section_of(const history::Dataset& data, const insight::Insight& insight,
                       const std::vector<metrics::Index>& boards, const std::vector<Section>& sections) {
  const auto place = std::ranges::find(kPlaces, insight.finding.topic, &Place::topic);
  if (place == kPlaces.end()) return {};
  for (std::size_t b = 0; b < boards.size(); ++b) {
    if (!concerns(data, insight, boards[b])) continue;
    std::string id{place->section};
    if (b > 0) id += fmt::format("-{}", b + 1);
    if (std::ranges::find(sections, id, &Section::id) != sections.end()) return id;
  }
  return {};
}

}  // namespace

Severity severity_of(const insight::Insight& insight) {
  switch (insight.finding.severity) {
    case metrics::Severity::error:
      return Severity::error;
    case metrics::Severity::warning:
      return Severity::warning;
    case metrics::Severity::info:
      return Severity::info;
  }
  return Severity::info;
}

std::vector<Insight> headlines(const history::Dataset& data, std::span<const insight::Insight> insights,
                               const std::vector<metrics::Index>& boards,
                               const std::vector<Section>& sections) {
  std::vector<Insight> all;
  all.reserve(insights.size());
  for (const insight::Insight& insight : insights) {
    all.push_back({severity_of(insight), kind_words(insight.finding.kind), insight.title, insight.message,
                   section_of(data, insight, boards, sections),
                   keys_of(data, insight.finding.evidence, "stint insights --json")});
  }
  return all;
}

}  // namespace stint::report
