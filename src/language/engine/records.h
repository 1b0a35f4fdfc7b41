// What the engine remembers, kept in language.db; or in memory, where that cannot be.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "language/engine/answer_cache.h"
#include "language/engine/call_log.h"

namespace stint::language {

// Safe from several threads. What goes wrong with the file later on costs an answer that is not kept or a
// call that is not recorded, never the answer itself.
class Records {
 public:
  // With an empty folder, or where the file cannot be used, nothing is kept beyond this process, and no
  // answers at all.
  Records(const std::filesystem::path& data_folder, std::int64_t cache_bytes);
  ~Records();

  [[nodiscard]] std::optional<Generation> find(const std::string& key);
  void keep(const std::string& key, const Generation& generation);
  void record(const std::vector<CallRecord>& calls);
  [[nodiscard]] Spent spent(Instant day, const std::string& user);

  // Why the file is not used; nothing as long as it was not needed.
  [[nodiscard]] std::optional<Error> trouble();

 private:
  struct File;
  // Opens it when it is needed first. Null: it cannot be used.
  [[nodiscard]] File* file();
  [[nodiscard]] Result<std::unique_ptr<File>> open() const;

  const std::filesystem::path folder_;
  const std::int64_t cache_bytes_;
  std::mutex mutex_;
  bool opened_ = false;
  std::unique_ptr<File> file_;
  std::optional<Error> trouble_;
  std::map<std::pair<std::int64_t, std::string>, Spent> spent_;  // by day and user, without a file
};

}  // namespace stint::language
