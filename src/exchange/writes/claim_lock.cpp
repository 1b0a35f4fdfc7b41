#include "exchange/writes/claim_lock.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace stint::writes {
namespace {

std::unexpected<Error> system_error(const std::filesystem::path& file) {
  return fail(ErrorCode::failure,
              "locking failed: " + std::error_code(errno, std::generic_category()).message(), file.string());
}

}  // namespace

Result<std::optional<ClaimLock>> ClaimLock::try_acquire(const std::filesystem::path& data_folder,
                                                        std::int64_t plan) {
  return try_range(data_folder, plan, Extent::one);
}

Result<std::optional<ClaimLock>> ClaimLock::try_acquire_all(const std::filesystem::path& data_folder) {
  return try_range(data_folder, 0, Extent::all);
}

Result<std::optional<ClaimLock>> ClaimLock::try_range(const std::filesystem::path& data_folder,
                                                      std::int64_t first, Extent extent) {
  const std::filesystem::path file = data_folder / "writes.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return system_error(file);
  std::optional<ClaimLock> lock{ClaimLock{descriptor}};
  struct flock range{};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  range.l_start = first;
  range.l_len = extent == Extent::one ? 1 : 0;  // 0: to the end of all numbers
  if (::fcntl(descriptor, F_OFD_SETLK, &range) == 0) return lock;
  if (errno != EAGAIN && errno != EACCES) return system_error(file);
  return std::optional<ClaimLock>{};
}

ClaimLock::ClaimLock(ClaimLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

ClaimLock::~ClaimLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace stint::writes
