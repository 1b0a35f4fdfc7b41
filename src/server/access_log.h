// The access log: one JSON object on a line for each request, in a file that is kept from growing for ever,
// or on standard error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "base/files.h"
#include "base/instant.h"
#include "base/result.h"
#include "server/service.h"

namespace stint::server {

// {"time", "peer", "method", "path", "caller", "status", "bytes", "ms"} with a line end. Long paths are cut.
[[nodiscard]] std::string access_line(const AccessRecord& record, Instant now);

struct AccessLogOptions {
  std::uint64_t file_bytes = 10'000'000;  // then FILE becomes FILE.1, FILE.1 becomes FILE.2, …
  int files = 10;                         // with the one that is written; older ones are removed
};

// Thread-safe. A file that somebody else moves away or removes, such as logrotate, is made anew with the next
// line; there is no signal to be sent.
class AccessLog {
 public:
  // "-": standard error. The file is added to, and made (mode 0640) where it is missing. ErrorCode::failure
  // when it cannot be written.
  [[nodiscard]] static Result<std::unique_ptr<AccessLog>> open(const std::filesystem::path& file,
                                                               AccessLogOptions options = {});
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  // What cannot be written is lost: no request fails because of it.
  void add(const AccessRecord& record, Instant now);

 private:
  AccessLog(std::filesystem::path file, AccessLogOptions options);
  [[nodiscard]] Outcome begin();  // opens the file by its name
  [[nodiscard]] bool has_gone() const;
  void rotate();

  const std::filesystem::path file_;
  const AccessLogOptions options_;
  std::mutex mutex_;
  files::OpenFile opened_;
  std::uint64_t bytes_ = 0;
};

}  // namespace stint::server
