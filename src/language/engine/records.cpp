#include "language/engine/records.h"

#include <chrono>

#include "language/engine/database.h"

namespace stint::language {

struct Records::File {
  sqlite::Database database;
  std::optional<AnswerCache> cache;
  std::optional<CallLog> calls;
};

Records::Records(const std::filesystem::path& data_folder, std::int64_t cache_bytes)
    : folder_(data_folder), cache_bytes_(cache_bytes) {}

Records::~Records() = default;

Result<std::unique_ptr<Records::File>> Records::open() const {
  STINT_ASSIGN(database, open_database(folder_));
  // What is prepared refers to where the connection lies.
  auto file = std::make_unique<File>(File{std::move(database), {}, {}});
  STINT_ASSIGN(cache, AnswerCache::create(file->database, cache_bytes_));
  file->cache.emplace(std::move(cache));
  STINT_ASSIGN(calls, CallLog::create(file->database));
  file->calls.emplace(std::move(calls));
  return file;
}

Records::File* Records::file() {
  if (!opened_ && !folder_.empty()) {
    if (auto opened = open()) {
      file_ = std::move(*opened);
    } else {
      trouble_ = std::move(opened).error();
    }
  }
  opened_ = true;
  return file_.get();
}

std::optional<Error> Records::trouble() {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

std::optional<Generation> Records::find(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  File* const kept = file();
  if (kept == nullptr) return std::nullopt;
  return kept->cache->find(key).value_or(std::nullopt);
}

void Records::keep(const std::string& key, const Generation& generation) {
  const std::scoped_lock lock(mutex_);
  if (File* const kept = file()) static_cast<void>(kept->cache->keep(key, generation));
}

void Records::record(const std::vector<CallRecord>& calls) {
  const std::scoped_lock lock(mutex_);
  if (File* const kept = file()) {
    auto transaction = sqlite::Transaction::begin(kept->database);
    if (!transaction) return;
    for (const CallRecord& call : calls) {
      if (!kept->calls->record(call)) return;
    }
    static_cast<void>(transaction->commit());
    return;
  }
  for (const CallRecord& call : calls) {
    if (call.cached) continue;
    const auto day = std::chrono::floor<std::chrono::days>(call.at).time_since_epoch().count();
    for (const std::string& user : {call.user, std::string{}}) {
      Spent& sum = spent_[{day, user}];
      sum.tokens += static_cast<std::int64_t>(call.tokens_read + call.tokens_written);
      sum.cost += call.cost;
      if (call.user.empty()) break;
    }
  }
}

Spent Records::spent(Instant day, const std::string& user) {
  const std::scoped_lock lock(mutex_);
  if (File* const kept = file()) return kept->calls->spent(day, user).value_or(Spent{});
  const auto found =
      spent_.find({std::chrono::floor<std::chrono::days>(day).time_since_epoch().count(), user});
  return found == spent_.end() ? Spent{} : found->second;
}

}  // namespace stint::language
