// Markdown to a document.
#pragma once

#include <string_view>

#include "tracker/text/document.h"

namespace stint::tracker::text {

// Any text. Tags that mean nothing here stay as the text they are. Normalised.
[[nodiscard]] Document document_of_markdown(std::string_view markdown);

}  // namespace stint::tracker::text
