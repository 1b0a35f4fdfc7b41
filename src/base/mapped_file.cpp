#include "base/mapped_file.h"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace stint {
namespace {

std::unexpected<Error> system_error(const std::filesystem::path& file) {
  const std::error_code code{errno, std::generic_category()};
  const bool absent = code == std::errc::no_such_file_or_directory;
  return fail(absent ? ErrorCode::not_found : ErrorCode::failure, "cannot be read: " + code.message(),
              file.string());
}

struct Descriptor {
  int number;
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

Result<MappedFile> map_file(const std::filesystem::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (opened.number < 0) return system_error(file);
  struct stat status{};
  if (::fstat(opened.number, &status) != 0) return system_error(file);
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::failure, "is no file", file.string());
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return MappedFile{};
  void* const mapped = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, opened.number, 0);
  if (mapped == MAP_FAILED) return system_error(file);
  MappedFile result;
  result.keeper =
      std::shared_ptr<const void>{mapped, [mapped, size](const void*) { ::munmap(mapped, size); }};
  // Only hints: the disk may begin with what will be asked for.
  static_cast<void>(::madvise(mapped, size, MADV_WILLNEED));
  result.bytes = {static_cast<std::byte*>(mapped), size};
  return result;
}

void read_in(std::span<const std::byte> part) {
  static const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t behind = reinterpret_cast<std::uintptr_t>(part.data()) % page;  // the page's begin
  std::byte* const begin = const_cast<std::byte*>(part.data()) - behind;
  // Older kernels refuse: then pages come one by one.
  static_cast<void>(::madvise(begin, part.size() + behind, MADV_POPULATE_READ));
}

}  // namespace stint
