#include "workspace/snapshot.h"

#include <utility>

#include "base/parallel.h"

namespace stint::workspace {

Figures::Figures(history::Dataset data, AsOf as_of, const Choices& choices)
    : dataset_(std::move(data)),
      as_of_(std::move(as_of)),
      assessment_(metrics::assess({dataset_, as_of_.at, choices.zone, choices.options, choices.calendar})) {}

std::shared_ptr<const std::string> Figures::family(const views::MetricFamily& family) const {
  return families_.of(family, analysis(), as_of_);
}

void Figures::prepare(const std::stop_token& stop) const {
  const auto families = views::metric_families();
  for_each_part(families.size(), 1, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last && !stop.stop_requested(); ++i)
      static_cast<void>(family(families[i]));
  });
}

}  // namespace stint::workspace
