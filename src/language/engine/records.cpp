#include "language/engine/records.h"

#include <chrono>

#include "language/engine/database.h"

namespace stint::language {

struct Records::File {
  sqlite::Database database;
  std::optional<AnswerCache> cache;
  std::optional<CallLog> calls;
};

Records::Records(const std::filesystem::path& data_folder, std::int64_t cache_bytes) {
  if (data_folder.empty()) return;
  if (auto opened = open(data_folder, cache_bytes)) {
    file_ = std::move(*opened);
  } else {
    trouble_ = std::move(opened).error();
  }
}

Records::~Records() = default;

Result<std::unique_ptr<Records::File>> Records::open(const std::filesystem::path& folder,
                                                     std::int64_t cache_bytes) {
  STINT_ASSIGN(database, open_database(folder));
  // What is prepared refers to where the connection lies.
  auto file = std::make_unique<File>(File{std::move(database), {}, {}});
  STINT_ASSIGN(cache, AnswerCache::create(file->database, cache_bytes));
  file->cache.emplace(std::move(cache));
  STINT_ASSIGN(calls, CallLog::create(file->database));
  file->calls.emplace(std::move(calls));
  return file;
}

std::optional<Generation> Records::find(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  if (!file_) return std::nullopt;
  return file_->cache->find(key).value_or(std::nullopt);
}

void Records::keep(const std::string& key, const Generation& generation) {
  const std::scoped_lock lock(mutex_);
  if (file_) static_cast<void>(file_->cache->keep(key, generation));
}

void Records::record(const std::vector<CallRecord>& calls) {
  const std::scoped_lock lock(mutex_);
  if (file_) {
    auto transaction = sqlite::Transaction::begin(file_->database);
    if (!transaction) return;
    for (const CallRecord& call : calls) {
      if (!file_->calls->record(call)) return;
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
  if (file_) return file_->calls->spent(day, user).value_or(Spent{});
  const auto found =
      spent_.find({std::chrono::floor<std::chrono::days>(day).time_since_epoch().count(), user});
  return found == spent_.end() ? Spent{} : found->second;
}

}  // namespace stint::language
