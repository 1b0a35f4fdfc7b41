// How charts look: colours for light, dark and paper as custom properties, and the classes that drawings use.
#pragma once

#include <string_view>

namespace stint::chart {

// Goes into a <style> of the page that holds the drawings; the page may use the custom properties too.
[[nodiscard]] std::string_view stylesheet();

}  // namespace stint::chart
