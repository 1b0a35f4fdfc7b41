#include "lib/archive/writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <utility>

namespace stint::archive {
namespace {

using Native = struct ::archive;

constexpr mode_t kOwnerOnly = 0600;
// Quick rather than small; no time of making, so that the same content makes the same archive.
constexpr const char* kGzip = "gzip:compression-level=3,gzip:!timestamp";

}  // namespace

struct Writer::Parts {
  Native* native;
  struct ::archive_entry* entry;
  std::filesystem::path name;
  std::uint64_t missing = 0;  // bytes of the entry that were not given yet

  Parts(Native* archive, struct ::archive_entry* made, std::filesystem::path file)
      : native(archive), entry(made), name(std::move(file)) {}
  ~Parts() {
    ::archive_entry_free(entry);
    ::archive_write_free(native);
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  [[nodiscard]] std::unexpected<Error> error() const {
    const char* const text = ::archive_error_string(native);
    return fail(ErrorCode::failure,
                "the archive cannot be written: " + std::string{text != nullptr ? text : "out of memory"},
                name.string(), "check the disk and its free space");
  }
};

Writer::Writer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer::~Writer() = default;

Result<Writer> Writer::onto(const files::OpenFile& file, std::filesystem::path name) {
  auto parts = std::make_unique<Parts>(::archive_write_new(), ::archive_entry_new(), std::move(name));
  Native* const native = parts->native;
  if (native == nullptr || parts->entry == nullptr ||
      ::archive_write_set_format_pax_restricted(native) != ARCHIVE_OK ||
      ::archive_write_add_filter_gzip(native) != ARCHIVE_OK ||
      ::archive_write_set_options(native, kGzip) != ARCHIVE_OK ||
      ::archive_write_open_fd(native, file.number()) != ARCHIVE_OK) {
    return parts->error();
  }
  return Writer{std::move(parts)};
}

Outcome Writer::begin(const std::string& entry, std::uint64_t bytes, Instant modified) {
  struct ::archive_entry* const header = ::archive_entry_clear(parts_->entry);
  ::archive_entry_set_pathname(header, entry.c_str());
  ::archive_entry_set_size(header, static_cast<la_int64_t>(bytes));
  ::archive_entry_set_filetype(header, AE_IFREG);
  ::archive_entry_set_perm(header, kOwnerOnly);
  ::archive_entry_set_mtime(header,
                            std::chrono::floor<std::chrono::seconds>(modified).time_since_epoch().count(), 0);
  if (::archive_write_header(parts_->native, header) != ARCHIVE_OK) return parts_->error();
  parts_->missing = bytes;
  return {};
}

Outcome Writer::write(std::span<const std::byte> bytes) {
  // libarchive would drop what is too much, and fill what is missing with zeros.
  if (bytes.size() > parts_->missing)
    return fail(ErrorCode::conflict, "has grown while it was read", parts_->name.string(), "try again");
  while (!bytes.empty()) {
    const la_ssize_t done = ::archive_write_data(parts_->native, bytes.data(), bytes.size());
    if (done <= 0) return parts_->error();
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    parts_->missing -= static_cast<std::uint64_t>(done);
  }
  return {};
}

Outcome Writer::finish() {
  if (parts_->missing > 0)
    return fail(ErrorCode::conflict, "has become shorter while it was read", parts_->name.string(),
                "try again");
  if (::archive_write_close(parts_->native) != ARCHIVE_OK) return parts_->error();
  return {};
}

}  // namespace stint::archive
