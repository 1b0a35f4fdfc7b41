// A dataset as text, the same for datasets that mean the same: however their events, texts and small tables
// lie.
#pragma once

#include <string>

#include "history/dataset.h"

namespace stint::test {

[[nodiscard]] std::string dataset_text(const history::Dataset& data);

}  // namespace stint::test
