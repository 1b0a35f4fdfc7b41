#include "lib/sqlite/private_database.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace stint::sqlite {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> folder_error(const fs::path& folder, const std::error_code& code) {
  return fail(ErrorCode::failure, "the data folder cannot be used: " + code.message(), folder.string(),
              "make it writable, or choose another with --data");
}

Outcome bring_up_to_date(Database& database, const Migrations& migrations, std::string_view pragmas) {
  // Nothing of another program's file is touched, its journal mode included.
  STINT_TRY(check_migratable(database, migrations));
  const std::string settings =
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; " + std::string{pragmas};
  STINT_TRY(database.execute(settings.c_str()));
  return migrate(database, migrations);
}

}  // namespace

Outcome make_private_folder(const fs::path& folder) {
  std::error_code code;
  if (fs::create_directories(folder, code)) fs::permissions(folder, fs::perms::owner_all, code);
  if (code) return folder_error(folder, code);
  return {};
}

Result<Database> open_private(const fs::path& file, const Migrations& migrations, std::string_view pragmas) {
  STINT_TRY(make_private_folder(file.parent_path()));
  // Made before SQLite does, so that it is nobody else's to read for not even a moment; its log takes on the
  // mode.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return folder_error(file.parent_path(), {errno, std::generic_category()});
  ::fchmod(descriptor, S_IRUSR | S_IWUSR);
  ::close(descriptor);
  STINT_ASSIGN(database, Database::open(file, OpenMode::read_write));
  if (Outcome migrated = bring_up_to_date(database, migrations, pragmas); !migrated) {
    Error error = std::move(migrated).error();
    if (error.where.empty()) error.where = file.string();
    return fail(std::move(error));
  }
  return database;
}

}  // namespace stint::sqlite
