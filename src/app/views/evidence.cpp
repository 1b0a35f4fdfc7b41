#include "app/views/evidence.h"

namespace stint::app {

JsonDocument Evidence::operator()(std::span<const history::Index> issues) const {
  if (!asked_) return nullptr;
  JsonDocument keys = JsonDocument::array();
  for (const history::Index issue : issues) keys.push_back(data_.key(issue));
  return keys;
}

}  // namespace stint::app
