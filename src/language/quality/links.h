// Links in plain text and Markdown, and where they lead.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stint::language {

// The first link whose target is not http or https to one of the hosts, cut short; empty if there is none.
// What looks like a link and is not understood counts as forbidden: user names and backslashes in addresses,
// targets without a host, hosts of other than ASCII letters, digits, dots and hyphens.
//
// Links are: addresses with "://" and those that begin with "www.", Markdown's inline links and images, and
// its link definitions.
[[nodiscard]] std::string forbidden_link(std::string_view text, std::span<const std::string> allowed_hosts);

}  // namespace stint::language
