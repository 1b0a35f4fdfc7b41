// Shows others that somebody is at a plan: held while it is being applied, given back by the system when the
// process dies. By open file description (F_OFD_SETLK), one byte of a file per plan.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/result.h"

namespace stint::writes {

class ClaimLock {
 public:
  // Nothing when somebody else, be it another thread, holds it.
  [[nodiscard]] static Result<std::optional<ClaimLock>> try_acquire(const std::filesystem::path& data_folder,
                                                                    std::int64_t plan);
  // Of every plan there is or will be, so that none can be applied meanwhile.
  [[nodiscard]] static Result<std::optional<ClaimLock>> try_acquire_all(
      const std::filesystem::path& data_folder);
  ClaimLock(ClaimLock&& other) noexcept;
  ClaimLock& operator=(ClaimLock&&) = delete;
  ~ClaimLock();

 private:
  enum class Extent : std::uint8_t { one, all };
  [[nodiscard]] static Result<std::optional<ClaimLock>> try_range(const std::filesystem::path& data_folder,
                                                                  std::int64_t first, Extent extent);
  explicit ClaimLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace stint::writes
