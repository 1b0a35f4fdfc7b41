// Reports that are kept in a folder: their files, and reports.json with what is known of them. Files come and
// go by names that the archive makes; what it does not list does not exist, whatever name is asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace stint::report {

struct KeptReport {
  std::string name{};     // "2026-11-22-PAY.html"
  std::string format{};   // of a row of formats()
  std::string project{};  // key; empty: about everything
  std::string board{};    // as it was asked for; may be empty
  std::string sprint{};   // likewise
  std::string made_by{};  // a user's name; empty: a schedule
  Instant made_at{};
  std::uint64_t bytes = 0;
};

// What is over either goes when the next one comes.
struct ArchiveLimits {
  std::size_t most = 60;  // at least 1
  std::chrono::days keep_for{365};
};

// Safe from several threads of one process.
class Archive {
 public:
  // The folder need not be there.
  explicit Archive(std::filesystem::path folder, ArchiveLimits limits = {})
      : folder_(std::move(folder)), limits_(limits) {}

  // The newest first. ErrorCode::failure when the list is damaged.
  [[nodiscard]] Result<std::vector<KeptReport>> list() const;
  // Under a name made of the day, the project and the format; `report` says the rest. Gives what is kept now.
  [[nodiscard]] Result<KeptReport> keep(KeptReport report, Day day, std::string_view text) const;

  // ErrorCode::not_found for a name that is not on the list.
  [[nodiscard]] Result<KeptReport> find(std::string_view name) const;
  [[nodiscard]] Result<std::string> read(std::string_view name) const;
  [[nodiscard]] Outcome remove(std::string_view name) const;

 private:
  // With mutex_ held.
  [[nodiscard]] Result<std::vector<KeptReport>> read_list() const;
  [[nodiscard]] Outcome write_list(const std::vector<KeptReport>& reports) const;
  [[nodiscard]] std::filesystem::path list_file() const { return folder_ / "reports.json"; }

  const std::filesystem::path folder_;
  const ArchiveLimits limits_;
  mutable std::mutex mutex_;
};

}  // namespace stint::report
