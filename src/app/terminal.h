// The person at the terminal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stint::app {

// Asks on the controlling terminal, whatever the standard streams are. Without `echo` what is typed is not
// shown. Nothing when there is no terminal, or the person ends the input.
[[nodiscard]] std::optional<std::string> ask_at_terminal(std::string_view question, bool echo);

}  // namespace stint::app
