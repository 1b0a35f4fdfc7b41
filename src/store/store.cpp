#include "store/store.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "store/schema.h"

namespace stint::store {
namespace {

namespace fs = std::filesystem;

// A killed process loses nothing with synchronous = NORMAL under WAL; a power cut at most the last batches,
// which the next import brings back. Large pages suit rows of some kilobytes that are read in one sweep; the
// size is fixed when the file is made.
constexpr const char* kWriterPragmas = R"sql(
PRAGMA page_size = 16384;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
PRAGMA wal_autocheckpoint = 4096;
)sql";

constexpr const char* kReaderPragmas = R"sql(
PRAGMA foreign_keys = ON;
PRAGMA query_only = ON;
)sql";

std::unexpected<Error> folder_error(const fs::path& folder, const std::error_code& code) {
  return fail(ErrorCode::failure, "the data folder cannot be used: " + code.message(), folder.string(),
              "make it writable, or choose another with --data");
}

}  // namespace

fs::path database_file(const fs::path& data_folder) {
  return data_folder / "stint.db";
}

bool exists(const fs::path& data_folder) {
  std::error_code ignored;
  return fs::exists(database_file(data_folder), ignored);
}

Result<sqlite::Database> open_for_reading(const fs::path& data_folder) {
  const fs::path file = database_file(data_folder);
  if (!store::exists(data_folder)) {
    return fail(ErrorCode::not_found, "there is no data yet", file.string(),
                "import some first: stint import PATH");
  }
  STINT_ASSIGN(database, sqlite::Database::open(file, sqlite::OpenMode::read_only));
  STINT_TRY(database.execute(kReaderPragmas));
  STINT_TRY(check_version(database));
  return database;
}

Result<WriteLock> WriteLock::acquire(const fs::path& data_folder) {
  std::error_code code;
  if (fs::create_directories(data_folder, code)) {
    fs::permissions(data_folder, fs::perms::owner_all, code);
  }
  if (code) return folder_error(data_folder, code);
  const fs::path file = data_folder / "write.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return folder_error(data_folder, {errno, std::generic_category()});
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor);
    return fail(ErrorCode::conflict, "another stint process is writing to this data folder",
                data_folder.string(), "wait for it to finish and run the command again");
  }
  return WriteLock{descriptor};
}

WriteLock::WriteLock(WriteLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriteLock::~WriteLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<sqlite::Database> open_for_writing(const fs::path& data_folder, const WriteLock& /*lock*/) {
  const fs::path file = database_file(data_folder);
  STINT_ASSIGN(database, sqlite::Database::open(file, sqlite::OpenMode::read_write));
  const auto in_file = [&](Error error) {
    if (error.where.empty()) error.where = file.string();
    return fail(std::move(error));
  };
  // Before the pragmas: they would already change a file that is not ours.
  if (Outcome ours = check_writable(database); !ours) return in_file(std::move(ours).error());
  STINT_TRY(database.execute(kWriterPragmas));
  if (Outcome migrated = migrate(database); !migrated) return in_file(std::move(migrated).error());
  ::chmod(file.c_str(), S_IRUSR | S_IWUSR);
  return database;
}

Outcome checkpoint(sqlite::Database& database) {
  return database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace stint::store
