#include "demo/output.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <system_error>
#include <vector>

namespace stint::demo {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHint = "choose a folder that you may write to, on a disk with room";
constexpr std::array<std::string_view, 7> kOurs{"truth.json", "meta.json", "fields.json", "statuses.json",
                                                "boards",     "sprints",   "issues"};

std::unexpected<Error> cannot(std::string_view what, const fs::path& path, const std::error_code& why) {
  return fail(ErrorCode::failure, fmt::format("cannot {}: {}", what, why.message()), path.string(),
              std::string(kHint));
}

std::error_code last_error() {
  return {errno, std::generic_category()};
}

bool is_ours(const fs::path& name) {
  const std::string text = name.string();
  return std::find(kOurs.begin(), kOurs.end(), text) != kOurs.end() || text.ends_with(".part");
}

// A demo, whole or broken off, has at least the first file that is written.
bool holds_demo(const std::vector<fs::path>& names) {
  return std::find(names.begin(), names.end(), "statuses.json") != names.end() &&
         std::find(names.begin(), names.end(), "fields.json") != names.end();
}

}  // namespace

fs::path OutputFile::temporary() const {
  return path_.string() + ".part";
}

Result<OutputFile> OutputFile::create(const fs::path& path) {
  OutputFile output(path);
  output.file_.reset(std::fopen(output.temporary().c_str(), "w+b"));
  if (output.file_ == nullptr) return cannot("create the file", path, last_error());
  return output;
}

OutputFile::~OutputFile() {
  if (file_ == nullptr) return;
  file_.reset();
  std::error_code ignored;
  fs::remove(temporary(), ignored);
}

Outcome OutputFile::append(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
    return cannot("write", path_, last_error());
  bytes_ += static_cast<std::int64_t>(text.size());
  return {};
}

Outcome OutputFile::commit() {
  if (std::fflush(file_.get()) != 0) return cannot("write", path_, last_error());
  if (std::fclose(file_.release()) != 0) return cannot("write", path_, last_error());
  std::error_code why;
  fs::rename(temporary(), path_, why);
  if (why) return cannot("rename the finished file", path_, why);
  return {};
}

Outcome OutputFile::pour_into(OutputFile& other) {
  if (std::fflush(file_.get()) != 0) return cannot("write", path_, last_error());
  if (std::fseek(file_.get(), 0, SEEK_SET) != 0) return cannot("read back", path_, last_error());
  std::array<char, 65536> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file_.get())) {
    STINT_TRY(other.append({buffer.data(), count}));
  }
  if (std::ferror(file_.get()) != 0) return cannot("read back", path_, last_error());
  return {};
}

Outcome write_file(const fs::path& path, std::string_view text) {
  STINT_ASSIGN(file, OutputFile::create(path));
  STINT_TRY(file.append(text));
  return file.commit();
}

Outcome prepare_folder(const fs::path& dir) {
  std::error_code why;
  if (fs::exists(dir, why) && !fs::is_directory(dir, why)) {
    return fail(ErrorCode::conflict, "is a file, not a folder", dir.string(), "choose a folder for the demo");
  }
  fs::create_directories(dir, why);
  if (why) return cannot("create the folder", dir, why);
  std::vector<fs::path> names;
  for (fs::directory_iterator entry(dir, why), last; !why && entry != last; entry.increment(why)) {
    names.push_back(entry->path().filename());
  }
  if (why) return cannot("read the folder", dir, why);
  std::sort(names.begin(), names.end());
  const auto stranger = std::find_if_not(names.begin(), names.end(), is_ours);
  if (stranger != names.end() || (!names.empty() && !holds_demo(names))) {
    const std::string name = (stranger != names.end() ? *stranger : names.front()).string();
    return fail(ErrorCode::conflict, fmt::format("the folder is not empty and not a demo: it holds {}", name),
                dir.string(), "choose an empty or a new folder");
  }
  for (const std::string_view name : kOurs) {
    if (name == "statuses.json" || name == "fields.json") continue;  // they still say what this folder is
    fs::remove_all(dir / name, why);
    if (why) return cannot("remove the earlier demo", dir / name, why);
  }
  for (const std::string_view name : {"boards", "sprints", "issues"}) {
    fs::create_directory(dir / name, why);
    if (why) return cannot("create the folder", dir / name, why);
  }
  return {};
}

}  // namespace stint::demo
