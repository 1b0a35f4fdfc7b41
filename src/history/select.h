// One project's part of a dataset.
#pragma once

#include <string_view>

#include "history/dataset.h"
#include "store/definitions.h"

namespace stint::history {

// As if only that project's issues had been read, but for links: a blocker in another project still blocks
// for as long as it was not done. A project without issues gives a dataset without any.
[[nodiscard]] Dataset select_project(const Dataset& all, std::string_view project_key,
                                     const store::Definitions& definitions);

}  // namespace stint::history
