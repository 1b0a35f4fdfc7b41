#include "language/engine/answer_cache.h"

#include <array>

namespace stint::language {
namespace {

// What a row costs beside its text.
constexpr std::int64_t kRowBytes = 200;

std::optional<Ending> ending_of(std::string_view name) {
  for (const Ending ending : {Ending::complete, Ending::length}) {
    if (ending_name(ending) == name) return ending;
  }
  return std::nullopt;
}

}  // namespace

Result<AnswerCache> AnswerCache::create(sqlite::Database& database, std::int64_t most_bytes) {
  STINT_ASSIGN(find, database.prepare("SELECT text, ending, model, tokens_read, tokens_written FROM answer "
                                      "WHERE key = ?1"));
  STINT_ASSIGN(
      use, database.prepare("UPDATE answer SET used = (SELECT max(used) FROM answer) + 1 WHERE key = ?1"));
  STINT_ASSIGN(keep,
               database.prepare(
                   "INSERT OR REPLACE INTO answer (key, text, ending, model, tokens_read, tokens_written, "
                   "bytes, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                   "(SELECT coalesce(max(used), 0) FROM answer) + 1)"));
  return AnswerCache(database, most_bytes, std::move(find), std::move(use), std::move(keep));
}

Result<std::optional<Generation>> AnswerCache::find(const std::string& key) {
  find_.reset();
  find_.bind(1, key);
  STINT_ASSIGN(there, find_.step());
  std::optional<Generation> found;
  if (there) {
    // An ending that is none is not ours; then it is as if nothing were there.
    if (const auto ending = ending_of(find_.text(1))) {
      found = Generation{.text = std::string(find_.text(0)),
                         .ending = *ending,
                         .usage = {.read = static_cast<std::uint64_t>(find_.integer(3)),
                                   .remembered = 0,
                                   .written = static_cast<std::uint64_t>(find_.integer(4))},
                         .model = std::string(find_.text(2)),
                         .cached = true};
    }
  }
  find_.reset();
  if (!found) return found;
  use_.bind(1, key);
  STINT_TRY(use_.run());
  return found;
}

Outcome AnswerCache::keep(const std::string& key, const Generation& generation) {
  if (generation.ending == Ending::cancelled) return {};
  const auto bytes =
      static_cast<std::int64_t>(generation.text.size() + key.size() + generation.model.size()) + kRowBytes;
  if (bytes > most_) return {};
  keep_.bind(1, key);
  keep_.bind(2, generation.text);
  keep_.bind(3, ending_name(generation.ending));
  keep_.bind(4, generation.model);
  keep_.bind(5, static_cast<std::int64_t>(generation.usage.read));
  keep_.bind(6, static_cast<std::int64_t>(generation.usage.written));
  keep_.bind(7, bytes);
  STINT_TRY(keep_.run());
  return make_room();
}

Result<std::int64_t> AnswerCache::bytes() {
  return database_->query_integer("SELECT coalesce(sum(bytes), 0) FROM answer");
}

Outcome AnswerCache::make_room() {
  STINT_ASSIGN(held, bytes());
  if (held <= most_) return {};
  // Down to nine tenths, so that not every answer has to look again.
  STINT_ASSIGN(oldest, database_->prepare("DELETE FROM answer WHERE key IN (SELECT key FROM (SELECT key, "
                                          "sum(bytes) OVER (ORDER BY used DESC, key) AS above FROM answer) "
                                          "WHERE above > ?1)"));
  oldest.bind(1, most_ / 10 * 9);
  return oldest.run();
}

}  // namespace stint::language
