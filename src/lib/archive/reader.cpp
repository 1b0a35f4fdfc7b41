#include "lib/archive/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <utility>
#include <vector>

namespace stint::archive {
namespace {

using Native = struct ::archive;

constexpr std::size_t kBlock = std::size_t{64} << 10U;
constexpr std::size_t kPiece = std::size_t{1} << 20U;

}  // namespace

struct Reader::Parts {
  Native* native;
  std::filesystem::path name;
  std::vector<std::byte> piece;

  Parts(Native* archive, std::filesystem::path file)
      : native(archive), name(std::move(file)), piece(kPiece) {}
  ~Parts() { ::archive_read_free(native); }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  [[nodiscard]] std::unexpected<Error> error() const {
    const char* const text = ::archive_error_string(native);
    return fail(
        ErrorCode::usage,
        "the archive is damaged, cut off, or none: " + std::string{text != nullptr ? text : "unknown"},
        name.string());
  }
};

Reader::Reader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::of(const files::OpenFile& file, std::filesystem::path name) {
  auto parts = std::make_unique<Parts>(::archive_read_new(), std::move(name));
  Native* const native = parts->native;
  if (native == nullptr) return fail(ErrorCode::failure, "out of memory");
  if (::archive_read_support_filter_gzip(native) != ARCHIVE_OK ||
      ::archive_read_support_format_tar(native) != ARCHIVE_OK ||
      ::archive_read_open_fd(native, file.number(), kBlock) != ARCHIVE_OK) {
    return parts->error();
  }
  return Reader{std::move(parts)};
}

Result<std::optional<Entry>> Reader::next() {
  struct ::archive_entry* header = nullptr;
  switch (::archive_read_next_header(parts_->native, &header)) {
    case ARCHIVE_EOF:
      return std::optional<Entry>{};
    case ARCHIVE_OK:
      break;
    default:
      return parts_->error();
  }
  const char* const name = ::archive_entry_pathname(header);
  const la_int64_t bytes = ::archive_entry_size(header);
  return std::optional{Entry{.name = name != nullptr ? name : "",
                             .bytes = bytes > 0 ? static_cast<std::uint64_t>(bytes) : 0,
                             .ordinary = ::archive_entry_filetype(header) == AE_IFREG &&
                                         ::archive_entry_hardlink(header) == nullptr &&
                                         ::archive_entry_symlink(header) == nullptr &&
                                         ::archive_entry_sparse_count(header) == 0}};
}

Outcome Reader::read(const files::PieceReader& take) {
  for (;;) {
    const la_ssize_t got = ::archive_read_data(parts_->native, parts_->piece.data(), parts_->piece.size());
    if (got < 0) return parts_->error();
    if (got == 0) return {};
    STINT_TRY(take(std::span{parts_->piece}.first(static_cast<std::size_t>(got))));
  }
}

}  // namespace stint::archive
