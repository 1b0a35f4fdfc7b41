#include "lib/nlohmann/json_document.h"

namespace stint {

std::string to_text(const JsonDocument& document) {
  return document.dump(2, ' ', false, JsonDocument::error_handler_t::replace) + "\n";
}

std::string to_line(const JsonDocument& document) {
  return document.dump(-1, ' ', false, JsonDocument::error_handler_t::replace);
}

}  // namespace stint
