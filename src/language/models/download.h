// Fetching one large file over a connection that breaks off, from servers that may not do what they say.
//
// Each attempt first asks for the file's beginning, for its size and validator; then it asks for the rest,
// beginning a little before the end of what is there (`overlap`). What comes has to repeat that little: so
// what a server calls the rest is the rest, whatever it answers. When it repeats the file's beginning
// instead, the server sends the whole anew; when neither, the download starts anew.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "language/models/partial_file.h"
#include "outbound/delivery.h"

namespace stint::language {

struct DownloadProgress {
  std::uint64_t done = 0;   // bytes
  std::uint64_t total = 0;  // 0: the server does not say
};

struct DownloadOptions {
  std::size_t overlap = 4096;     // bytes
  int fruitless = 5;              // attempts one after another that bring nothing; Delivery's own come on top
  int restarts = 4;               // from nothing, because what comes does not fit what was there
  Milliseconds first_delay{500};  // between attempts; doubled after each that brought nothing
  Milliseconds idle{60'000};      // without a byte
  Milliseconds first_contact{10'000};  // for attempts of one request until the last one begins
  std::optional<std::uint64_t> bytes;  // that the file has to have; another size is an ErrorCode::conflict
  std::function<void(const DownloadProgress&)> progress;
  // Bytes that may be written to the folder.
  std::function<std::uint64_t(const std::filesystem::path& folder)> free_bytes;
};

struct DownloadPlace {
  std::string url;
  std::string url_id;
  std::string shown_url;  // for errors
};

// Blocks until the file is whole, that is as long as the server said. Only files that begin like GGUF are
// fetched. What has come stays when it fails, for the next time, unless it is of no use. Errors: those of the
// outbound room, ErrorCode::usage when it is no GGUF file, ErrorCode::failure when there is no room, the
// server contradicts itself, or `stop` was requested.
[[nodiscard]] Outcome download(outbound::Delivery& delivery, const outbound::Clock& clock,
                               const DownloadPlace& place, PartialFile& part, const DownloadOptions& options,
                               const std::stop_token& stop);

}  // namespace stint::language
