// How the page is set; colours come from chart/stylesheet.h.
#pragma once

#include <string_view>

namespace stint::report {

[[nodiscard]] std::string_view html_style();

}  // namespace stint::report
