// Traffic for the check against the official descriptions: STINT_TRAFFIC names the file it goes to.
#pragma once

#include "support/trackers/front.h"

namespace stint::test {

// From now on all that `front` says is appended to that file, where there is one.
void record_if_asked(Front& front);

}  // namespace stint::test
