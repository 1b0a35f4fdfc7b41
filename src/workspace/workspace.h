// What is known of the team's work right now: the newest snapshot of a data folder, brought up to date when
// asked.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "history/load.h"
#include "lib/sqlite/database.h"
#include "workspace/snapshot.h"

namespace stint::workspace {

// Puts words in place of the narrator's; called without a lock held.
using Speak = std::function<Outcome(const history::Dataset& data, insight::Standing& standing)>;

// Safe from several threads.
class Workspace {
 public:
  Workspace(std::filesystem::path data_folder, Choices choices, std::function<Instant()> now);

  [[nodiscard]] const Choices& choices() const { return choices_; }
  [[nodiscard]] const std::filesystem::path& data_folder() const { return data_folder_; }

  // Never nullptr: before the first refresh, a snapshot of nothing.
  [[nodiscard]] std::shared_ptr<const Snapshot> current() const;

  // Makes a new snapshot if the store holds something else than the newest one shows; true where it did.
  // Errors as of history::load(); a store that is not there yet is none.
  [[nodiscard]] Result<bool> refresh();
  // Words the newest snapshot anew. What was refreshed meanwhile stays as it is.
  [[nodiscard]] Outcome word(const Speak& speak);

  // One project's part of the newest snapshot, worked out when it is first asked for; everything where
  // `project` is empty. ErrorCode::not_found for a project that is not in the data.
  [[nodiscard]] Result<std::shared_ptr<const Figures>> figures(std::string_view project);

 private:
  // Whether anybody has written to the store since the last call that returned true; true the first time.
  [[nodiscard]] Result<bool> has_changed();
  [[nodiscard]] Result<history::Loaded> load(std::string_view project) const;
  [[nodiscard]] std::optional<Instant> synced();
  // As it was kept, or worked out and kept.
  [[nodiscard]] metrics::Comparison comparison(const history::Stamp& stamp,
                                               const metrics::Assessment& assessment,
                                               Instant compared_with) const;
  void put(std::shared_ptr<const Snapshot> snapshot);

  const std::filesystem::path data_folder_;
  const Choices choices_;
  const std::function<Instant()> now_;
  std::mutex refreshing_;                    // one at a time
  std::optional<sqlite::Database> watched_;  // open only to notice what others write
  std::int64_t seen_ = -1;
  std::mutex dividing_;                                                       // likewise
  std::map<std::string, std::shared_ptr<const Figures>, std::less<>> parts_;  // of the snapshot `parts_of_`
  std::uint64_t parts_of_ = 0;
  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> current_;
};

}  // namespace stint::workspace
