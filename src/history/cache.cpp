#include "history/cache.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <system_error>
#include <tuple>
#include <unistd.h>

#include "base/mapped_file.h"
#include "base/parallel.h"
#include "history/archive.h"
#include "lib/xxhash/hash.h"

namespace stint::history {

// What the archive keeps of each row, in this order. A change needs a new kVersion.
template <class Archive>
void members(Archive& archive, Site& row) {
  archive(row.id, row.url);
}
template <class Archive>
void members(Archive& archive, Type& row) {
  archive(row.name, row.subtask, row.epic, row.bug, row.story);
}
template <class Archive>
void members(Archive& archive, Status& row) {
  archive(row.site, row.id, row.name, row.category, row.blocked, row.review, row.waiting);
}
template <class Archive>
void members(Archive& archive, Person& row) {
  archive(row.site, row.id, row.name, row.bot);
}
template <class Archive>
void members(Archive& archive, Component& row) {
  archive(row.project, row.name);
}
template <class Archive>
void members(Archive& archive, Board& row) {
  archive(row.site, row.id, row.name, row.project_key, row.unit, row.column_of, row.columns, row.sprints);
}
template <class Archive>
void members(Archive& archive, Sprint& row) {
  archive(row.site, row.id, row.board_id, row.name, row.goal, row.board, row.state, row.start, row.end,
          row.activated, row.completed, row.issues);
}
template <class Archive>
void members(Archive& archive, Fingerprint& row) {
  archive(row.structure, row.definitions);
}

namespace {

namespace fs = std::filesystem;

constexpr std::array<char, 8> kMagic{'S', 'T', 'I', 'N', 'T', 'H', 'C', '\n'};
constexpr std::uint32_t kVersion = 1;
// Reads differently on a machine of the other byte order.
constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::uint64_t kPage = 4096;
constexpr std::size_t kHashedAtOnce = std::size_t{4} << 20U;

struct SectionHead {
  std::uint64_t offset = 0;  // in the file, a multiple of kPage
  std::uint64_t size = 0;    // in values
  std::uint64_t room = 0;    // in values, for what is appended in memory
  std::uint64_t width = 0;   // bytes of a value
  std::uint64_t hash = 0;    // of the values
};

// Every column of a dataset, in the order of the file.
template <class Data>
auto columns(Data& data) {
  return std::tie(data.issues, data.events.at, data.events.payload, data.events.author, data.events.what,
                  data.issue_components, data.bugs, data.bug_labels, data.bug_versions, data.blocked_by,
                  data.links, data.children, data.flag_reasons, data.dangling, data.texts);
}
constexpr std::size_t kColumns = std::tuple_size_v<decltype(columns(std::declval<Dataset&>()))>;
constexpr std::size_t kTables = kColumns;  // the section behind the columns

struct FileHead {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t byte_order = kByteOrder;
  std::uint64_t file_size = 0;
  std::array<SectionHead, kColumns + 1> sections{};
  std::uint64_t hash = 0;  // of all before

  [[nodiscard]] std::uint64_t own_hash() const {
    return content_hash({reinterpret_cast<const char*>(this), sizeof *this - sizeof hash});
  }
};
static_assert(sizeof(FileHead) <= kPage && std::has_unique_object_representations_v<FileHead>);

// Hashed in parts on all cores, then the parts' hashes.
std::uint64_t hash_of(std::string_view bytes, bool mapped) {
  std::vector<std::uint64_t> parts((bytes.size() + kHashedAtOnce - 1) / kHashedAtOnce);
  for_each_part(bytes.size(), kHashedAtOnce, [&](std::size_t first, std::size_t last) {
    const std::string_view part = bytes.substr(first, last - first);
    if (mapped) read_in(std::as_bytes(std::span{part}));
    parts[first / kHashedAtOnce] = content_hash(part);
  });
  return content_hash({reinterpret_cast<const char*>(parts.data()), parts.size() * sizeof(std::uint64_t)},
                      bytes.size());
}

template <class Archive>
void tables(Archive& archive, Dataset& data, Stamp& stamp) {
  archive(stamp.store, stamp.revision, stamp.fingerprint, data.sites, data.projects, data.types,
          data.resolutions, data.statuses, data.people, data.components, data.boards, data.sprints,
          data.newest_change, data.export_end, data.incomplete_histories);
}

std::unexpected<Error> damaged(const fs::path& file, std::string_view what) {
  return fail(ErrorCode::failure, fmt::format("the history cache is of no use: {}", what), file.string(),
              "it is made anew by itself");
}

class Writer {
 public:
  explicit Writer(const fs::path& file) : stream_(file, std::ios::binary | std::ios::trunc) {}

  template <class T>
  void section(std::span<const T> values, bool with_room) {
    SectionHead& head = head_.sections[next_++];
    const std::string_view bytes{reinterpret_cast<const char*>(values.data()), values.size_bytes()};
    head.offset = end_;
    head.size = values.size();
    head.room = with_room ? values.size() + values.size() / 16 + 256 : values.size();
    head.width = sizeof(T);
    head.hash = hash_of(bytes, false);
    stream_.seekp(static_cast<std::streamoff>(end_));
    stream_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    end_ = (end_ + head.room * sizeof(T) + kPage - 1) / kPage * kPage;
  }

  bool finish() {
    // The room behind the last section takes no blocks on the disk, but has to be part of the file.
    stream_.seekp(static_cast<std::streamoff>(end_ - 1));
    stream_.put('\0');
    head_.file_size = end_;
    head_.hash = head_.own_hash();
    stream_.seekp(0);
    stream_.write(reinterpret_cast<const char*>(&head_), sizeof head_);
    stream_.close();
    return !stream_.fail();
  }

 private:
  std::ofstream stream_;
  FileHead head_;
  std::size_t next_ = 0;
  std::uint64_t end_ = kPage;
};

// Unfinished files of processes that are gone: "history.cache.1234.part".
void remove_leftovers(const fs::path& file) {
  std::error_code code;
  const std::string begin = file.filename().string() + ".";
  for (const fs::directory_entry& entry : fs::directory_iterator{file.parent_path(), code}) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(begin) || !name.ends_with(".part")) continue;
    pid_t process = 0;
    const auto [_, error] = std::from_chars(name.data() + begin.size(), name.data() + name.size(), process);
    if (error != std::errc{} || process <= 0) continue;
    if (::kill(process, 0) != 0 && errno == ESRCH) fs::remove(entry.path(), code);
  }
}

bool inside(const SectionHead& section, std::uint64_t width, std::uint64_t file_size) {
  if (section.width != width || section.offset % kPage != 0 || section.offset > file_size) return false;
  return section.size <= section.room && section.room <= (file_size - section.offset) / width;
}

}  // namespace

fs::path cache_file(const fs::path& data_folder) {
  return data_folder / "history.cache";
}

Result<Cached> read_cache(const fs::path& file) {
  STINT_ASSIGN(mapped, map_file(file));
  FileHead head;
  if (mapped.bytes.size() < sizeof head) return damaged(file, "it is cut off");
  std::memcpy(&head, mapped.bytes.data(), sizeof head);
  if (head.magic != kMagic) return damaged(file, "it is something else");
  if (head.version != kVersion || head.byte_order != kByteOrder)
    return damaged(file, "it was written by another version or machine");
  if (head.hash != head.own_hash()) return damaged(file, "its head is damaged");
  if (head.file_size != mapped.bytes.size()) return damaged(file, "it is cut off");

  Cached cached;
  cached.dataset.memory = mapped.keeper;
  bool whole = true;
  std::size_t next = 0;
  const auto take = [&]<class T>(Column<T>& column) {
    const SectionHead& section = head.sections[next++];
    whole = whole && inside(section, sizeof(T), head.file_size);
    if (!whole) return;
    auto* const first = reinterpret_cast<T*>(mapped.bytes.data() + section.offset);
    column = Column<T>{first, static_cast<std::size_t>(section.size), static_cast<std::size_t>(section.room)};
    whole = section.hash == hash_of({reinterpret_cast<const char*>(first), column.size() * sizeof(T)}, true);
  };
  std::apply([&](auto&... column) { (take(column), ...); }, columns(cached.dataset));
  const SectionHead& last = head.sections[kTables];
  if (!whole || !inside(last, 1, head.file_size)) return damaged(file, "its contents are damaged");
  const std::span<const char> bytes{reinterpret_cast<const char*>(mapped.bytes.data() + last.offset),
                                    static_cast<std::size_t>(last.size)};
  if (last.hash != hash_of({bytes.data(), bytes.size()}, true))
    return damaged(file, "its contents are damaged");
  ArchiveReader reader{bytes};
  tables(reader, cached.dataset, cached.stamp);
  if (!reader.ok()) return damaged(file, "its contents are damaged");
  return cached;
}

Outcome write_cache(const fs::path& file, const Dataset& dataset, const Stamp& stamp) {
  const auto cannot = [&](const std::string& why) {
    return fail(ErrorCode::failure, "the history cache cannot be written: " + why, file.string());
  };
  remove_leftovers(file);
  fs::path part = file;
  part += fmt::format(".{}.part", ::getpid());
  std::error_code code;
  {
    Writer writer{part};
    fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, code);
    std::apply([&](const auto&... column) { (writer.section(column.part(0, column.size()), true), ...); },
               columns(dataset));
    ArchiveWriter archive;
    // Only read, though one description serves both ways.
    tables(archive, const_cast<Dataset&>(dataset), const_cast<Stamp&>(stamp));
    writer.section(std::span<const char>{archive.bytes()}, false);
    if (!writer.finish()) {
      fs::remove(part, code);
      return cannot("check the folder and the free space");
    }
  }
  fs::rename(part, file, code);
  if (!code) return {};
  const std::string why = code.message();
  fs::remove(part, code);
  return cannot(why);
}

}  // namespace stint::history
