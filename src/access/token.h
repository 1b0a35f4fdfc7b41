// Secrets that programs carry: random enough that a plain hash of them is all that needs to be kept.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace stint::access {

// Gives that many bytes that nobody can foresee. Called from several threads.
using Randomness = std::function<std::string(std::size_t bytes)>;
[[nodiscard]] Randomness system_randomness();

// Base64 for URLs (RFC 4648, section 5), without padding.
[[nodiscard]] std::string base64url_of(std::string_view bytes);

// 256 random bits as 43 characters, good for cookies, headers and URLs.
inline constexpr std::size_t kTokenLength = 43;
[[nodiscard]] Secret new_token(const Randomness& random);

// SHA-256 in hexadecimal digits: what is kept in the place of a token.
[[nodiscard]] std::string hash_of(const Secret& token);

// What the page sends along with each change, to show that it can read what the cookie's owner can: a hash
// keyed with the session's token, so that it is gone with the session and nothing needs to be kept for it.
[[nodiscard]] std::string csrf_token(const Secret& session);
[[nodiscard]] bool is_csrf_token(std::string_view presented, const Secret& session);

}  // namespace stint::access
