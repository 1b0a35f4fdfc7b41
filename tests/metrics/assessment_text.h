// Everything an assessment holds, as text: two of the same dataset are the same when their texts are.
#pragma once

#include <string>

#include "metrics/reanalysis.h"

namespace stint::test {

[[nodiscard]] std::string assessment_text(const metrics::Assessment& assessment);

}  // namespace stint::test
