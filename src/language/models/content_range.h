// What a server says about the part of a file that it sends: RFC 9110, 14.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/curl/transport.h"

namespace stint::language {

struct ContentRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;              // the last byte that belongs to it
  std::optional<std::uint64_t> total;  // of the whole file; nothing for "*"
};

// "bytes 0-15/100". Nothing when it is written otherwise, or its numbers contradict one another.
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view text);

// A number of bytes in decimal. Nothing for anything else.
[[nodiscard]] std::optional<std::uint64_t> parse_bytes(std::string_view text);

// What tells one state of a file from another, to be sent as If-Range: a strong ETag, else Last-Modified.
// Empty when the answer has neither.
[[nodiscard]] std::string validator_of(const curl::Headers& headers);

// Whether an answer may be of the state that an earlier answer's validator named. An answer with a part of
// a file need not repeat a Last-Modified.
[[nodiscard]] bool fits_validator(const curl::Headers& headers, std::string_view validator);

}  // namespace stint::language
