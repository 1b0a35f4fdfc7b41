// Direct labels: texts beside what they name, moved apart where they would overlap.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chart/svg.h"

namespace stint::chart {

// Positions as near to the wanted ones as they can be at least `gap` apart within [low, high], in the order
// of `wanted`. Where they cannot all fit, the gap shrinks.
[[nodiscard]] std::vector<double> spread(const std::vector<double>& wanted, double gap, double low,
                                         double high);

struct EndLabel {
  double y = 0;  // of what it names
  std::string text;
  std::string_view style;
};

// Room that the widest takes.
[[nodiscard]] double label_room(const std::vector<EndLabel>& labels);

// Writes them to the right of `x`, between the heights `low` and `high`, no further than `right`.
void end_labels(Svg& svg, const std::vector<EndLabel>& labels, double x, double right, double low,
                double high);

// The labels without the words that all of them begin with ("Team Blue Sprint 7", "… 8" → "7", "8"); as they
// are when nothing would remain of one, or there is only one.
[[nodiscard]] std::vector<std::string> without_common_words(std::vector<std::string> labels);

// At most two lines of about `width`, broken at a space where there is one.
[[nodiscard]] std::vector<std::string> two_lines(std::string_view text, double width, double size);

}  // namespace stint::chart
