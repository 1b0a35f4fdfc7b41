#include "backup/parts.h"

#include <algorithm>
#include <system_error>

namespace stint::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 200;

// The name of a file alone: letters, digits and the marks that our own files have.
bool is_plain_name(std::string_view name) {
  constexpr std::string_view kMarks = "-_.+@ ";
  return !name.empty() && name.size() <= kLongestName && !name.starts_with('.') &&
         std::ranges::all_of(name, [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  kMarks.contains(c);
         });
}

bool is_of_folder(const Part& part, std::string_view name) {
  if (!name.starts_with(part.name)) return false;
  name.remove_prefix(part.name.size());
  if (!name.starts_with('/')) return false;
  name.remove_prefix(1);
  return is_plain_name(name) && name.ends_with(part.ending);
}

Outcome add_folder(const fs::path& data_folder, const Part& part, std::vector<PresentFile>& files) {
  std::error_code code;
  fs::directory_iterator entry{data_folder / part.name, code};
  if (code == std::errc::no_such_file_or_directory) return {};
  const std::size_t first = files.size();
  for (; !code && entry != fs::directory_iterator{}; entry.increment(code)) {
    const std::string name = part.name + "/" + entry->path().filename().string();
    // Links, unfinished files and whatever else lies there are not ours to keep.
    if (fs::is_regular_file(entry->symlink_status()) && is_of_folder(part, name))
      files.push_back({name, &part});
  }
  if (code)
    return fail(ErrorCode::failure, "cannot be read: " + code.message(), (data_folder / part.name).string());
  std::sort(files.begin() + static_cast<std::ptrdiff_t>(first), files.end(),
            [](const PresentFile& a, const PresentFile& b) { return a.name < b.name; });
  return {};
}

}  // namespace

const Part* part_of(std::span<const Part> parts, std::string_view name) {
  const auto found = std::ranges::find_if(parts, [&](const Part& part) {
    return part.kind == PartKind::folder ? is_of_folder(part, name) : name == part.name;
  });
  return found == parts.end() ? nullptr : &*found;
}

Result<std::vector<PresentFile>> present_files(const fs::path& data_folder, std::span<const Part> parts,
                                               bool large) {
  std::vector<PresentFile> files;
  for (const Part& part : parts) {
    if (part.large && !large) continue;
    if (part.kind == PartKind::folder) {
      STINT_TRY(add_folder(data_folder, part, files));
      continue;
    }
    std::error_code code;
    if (fs::is_regular_file(data_folder / part.name, code)) files.push_back({part.name, &part});
  }
  return files;
}

}  // namespace stint::backup
