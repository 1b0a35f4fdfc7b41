// A board or a sprint that the command line names.
#pragma once

#include <string>

#include "base/result.h"
#include "history/dataset.h"

namespace stint::views {

// By id or name. ErrorCode::not_found with those that there are; ErrorCode::usage where several are meant.
[[nodiscard]] Result<history::Index> find_board(const history::Dataset& data, const std::string& wanted);

// Likewise; of that board only, unless it is kNone.
[[nodiscard]] Result<history::Index> find_sprint(const history::Dataset& data, const std::string& wanted,
                                                 history::Index board);

}  // namespace stint::views
