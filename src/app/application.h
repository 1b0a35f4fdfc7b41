// The whole program behind main(): from arguments to an exit status.
#pragma once

#include "app/session.h"

namespace stint::app {

[[nodiscard]] int run(int argc, const char* const* argv, World world);

}  // namespace stint::app
