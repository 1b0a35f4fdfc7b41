#include "server/access_log.h"

#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "lib/nlohmann/json_document.h"

namespace stint::server {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kMode = 0640;  // for the group that reads logs
constexpr std::string_view kStandardError = "-";

fs::path numbered(const fs::path& file, int number) {
  fs::path path = file;
  path += "." + std::to_string(number);
  return path;
}

}  // namespace

std::string access_line(const AccessRecord& record, Instant now) {
  constexpr std::size_t kLongestPath = 512;
  constexpr double kTenths = 10;  // of a millisecond
  constexpr double kMilliseconds = 1000;
  std::string path{record.path.substr(0, kLongestPath)};
  if (path.size() < record.path.size()) path += "…";
  return to_line({{"time", format_iso(now)},
                  {"peer", record.peer},
                  {"method", record.method},
                  {"path", std::move(path)},
                  {"caller", record.caller.empty() ? JsonDocument(nullptr) : JsonDocument(record.caller)},
                  {"status", record.status},
                  {"bytes", record.bytes},
                  {"ms", std::round(record.seconds * kMilliseconds * kTenths) / kTenths}}) +
         "\n";
}

AccessLog::AccessLog(fs::path file, AccessLogOptions options) : file_(std::move(file)), options_(options) {}

Result<std::unique_ptr<AccessLog>> AccessLog::open(const fs::path& file, AccessLogOptions options) {
  std::unique_ptr<AccessLog> log{new AccessLog{file, options}};
  STINT_TRY(log->begin());
  return log;
}

Outcome AccessLog::begin() {
  if (file_ == kStandardError) {
    opened_ = files::OpenFile{::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)};
    return {};
  }
  files::OpenFile opened{
      ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, kMode)};
  if (opened.number() < 0) {
    return fail(
        ErrorCode::failure,
        "the access log cannot be written: " + std::error_code{errno, std::generic_category()}.message(),
        file_.string(), "make its folder, or choose another place with server.access_log");
  }
  STINT_ASSIGN(status, files::status_of(opened, file_));
  opened_ = std::move(opened);
  bytes_ = status.bytes;
  return {};
}

// Whether the name leads elsewhere by now.
bool AccessLog::has_gone() const {
  struct stat opened{};
  struct stat named{};
  return ::fstat(opened_.number(), &opened) != 0 || ::stat(file_.c_str(), &named) != 0 ||
         opened.st_dev != named.st_dev || opened.st_ino != named.st_ino;
}

void AccessLog::rotate() {
  std::error_code ignored;
  for (int number = options_.files - 1; number > 0; --number)
    fs::rename(number == 1 ? file_ : numbered(file_, number - 1), numbered(file_, number), ignored);
}

void AccessLog::add(const AccessRecord& record, Instant now) {
  const std::string line = access_line(record, now);
  const std::lock_guard lock{mutex_};
  if (file_ != kStandardError) {
    if (bytes_ > 0 && bytes_ + line.size() > options_.file_bytes) rotate();
    if (has_gone() && !begin()) return;
  }
  // In one piece, so that lines of several writers stay whole.
  const ssize_t written = ::write(opened_.number(), line.data(), line.size());
  if (written > 0) bytes_ += static_cast<std::uint64_t>(written);
}

}  // namespace stint::server
