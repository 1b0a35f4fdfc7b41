#include "trackers/traffic.h"

#include <cstdlib>
#include <fstream>
#include <memory>

namespace stint::test {

void record_if_asked(Front& front) {
  const char* const path = std::getenv("STINT_TRAFFIC");
  if (path == nullptr || *path == '\0') return;
  const auto file = std::make_shared<std::ofstream>(path, std::ios::app);
  front.record_to([file](const Exchange& exchange) { *file << json_line(exchange) << std::flush; });
}

}  // namespace stint::test
