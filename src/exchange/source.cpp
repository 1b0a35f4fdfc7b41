#include "exchange/source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "lib/simdjson/json.h"
#include "tracker/jira/values.h"
#include "tracker/json/splitter.h"

namespace stint::exchange {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLookBytes = std::size_t{64} << 10;
constexpr std::size_t kTailBytes = std::size_t{256} << 10;

std::unexpected<Error> cannot_read(const std::string& name, int error) {
  const auto code = error == ENOENT ? ErrorCode::not_found : ErrorCode::failure;
  return fail(code, "cannot be read: " + std::generic_category().message(error), name,
              "check the path and its permissions");
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

Outcome add_folder(const fs::path& folder, std::vector<Source>& sources) {
  std::error_code code;
  fs::recursive_directory_iterator entry{folder, code};
  for (; !code && entry != fs::recursive_directory_iterator{}; entry.increment(code)) {
    if (is_hidden(entry->path())) {
      entry.disable_recursion_pending();
      continue;
    }
    std::error_code ignored;  // a link that leads nowhere is no file
    if (!entry->is_regular_file(ignored)) continue;
    Source& source = sources.emplace_back();
    source.path = entry->path();
    source.bytes = entry->file_size(ignored);
  }
  if (code) return cannot_read(folder.string(), code.value());
  return {};
}

Outcome look_inside(Source& source) {
  STINT_ASSIGN(reader, SourceReader::open(source));
  STINT_ASSIGN(head, reader.peek(kLookBytes));
  look_at(head, source);
  if (source.format == Format::json && source.holds_issues) {
    source.field_names = names_in_tail(reader.last_bytes(kTailBytes));
  }
  return {};
}

}  // namespace

void look_at(std::string_view head, Source& source) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    source.format = Format::empty;
    return;
  }
  if (head[first] == '{' || head[first] == '[') {
    source.format = Format::json;
    const auto has = [&](std::string_view text) { return head.find(text) != std::string_view::npos; };
    source.holds_issues = has("\"issues\"") || has("\"issuetype\"") || has("\"issueChangeLogs\"") ||
                          has("\"histories\"") || has("\"fields\"");
    for (std::size_t at = head.find("\"self\""); at != std::string_view::npos;
         at = head.find("\"self\"", at + 1)) {
      const std::size_t open = head.find('"', at + 6);
      const std::size_t close = open == std::string_view::npos ? open : head.find('"', open + 1);
      if (close == std::string_view::npos) break;
      source.site = tracker::jira::site_of_url(head.substr(open + 1, close - open - 1));
      if (!source.site.empty()) break;
    }
    return;
  }
  // Delimited text has its delimiter in the first line and no bytes that texts never hold.
  const std::string_view line = head.substr(0, head.find('\n'));
  const bool binary = head.find('\0') != std::string_view::npos;
  if (!binary && line.find_first_of(",;\t") != std::string_view::npos) {
    source.format = Format::csv;
    source.holds_issues = true;
  }
}

tracker::jira::FieldNames names_in_tail(std::string_view tail) {
  tracker::jira::FieldNames names;
  const std::size_t at = tail.rfind("\"names\"");
  const std::size_t open = at == std::string_view::npos ? at : tail.find('{', at);
  if (open == std::string_view::npos) return names;
  tail.remove_prefix(open);
  tracker::JsonSplitter::Options options;
  options.streamed.clear();
  tracker::JsonSplitter splitter{[&](std::span<char> room) -> Result<std::size_t> {
                                   const std::size_t count = std::min(room.size(), tail.size());
                                   std::memcpy(room.data(), tail.data(), count);
                                   tail.remove_prefix(count);
                                   return count;
                                 },
                                 options};
  json::Parser parser;
  const auto piece = splitter.next();
  if (!piece || !*piece) return names;
  const auto object = parser.parse((*piece)->text);
  if (!object) return names;
  for (const auto& [id, name] : object->members()) {
    if (id.starts_with("customfield_") && name.is_string()) names.emplace(id, name.text());
  }
  return names;
}

Result<std::vector<Source>> find_sources(const std::vector<fs::path>& paths) {
  std::vector<Source> sources;
  for (const fs::path& path : paths) {
    std::error_code code;
    if (path == "-") {
      Source& source = sources.emplace_back();
      source.path = path;
      source.stream = source.holds_issues = true;
    } else if (fs::is_directory(path, code)) {
      STINT_TRY(add_folder(path, sources));
    } else if (fs::exists(path, code)) {
      const bool regular = fs::is_regular_file(path, code);
      Source& source = sources.emplace_back();
      source.path = path;
      source.stream = source.holds_issues = !regular;
      if (regular) source.bytes = fs::file_size(path, code);
      if (code) source.bytes = 0;
    } else {
      return cannot_read(path.string(), code ? code.value() : ENOENT);
    }
  }
  const auto by_path = [](const Source& a, const Source& b) { return a.path < b.path; };
  std::ranges::sort(sources, by_path);
  const auto same =
      std::ranges::unique(sources, [](const Source& a, const Source& b) { return a.path == b.path; });
  sources.erase(same.begin(), same.end());
  for (Source& source : sources) {
    // Looking into a pipe would take its bytes away.
    if (source.stream) continue;
    if (source.bytes > 0) STINT_TRY(look_inside(source));
    if (source.bytes == 0) source.format = Format::empty;
  }
  std::ranges::stable_partition(sources, [](const Source& source) { return !source.holds_issues; });
  return sources;
}

Result<SourceReader> SourceReader::open(const Source& source) {
  const int descriptor =
      source.path == "-" ? ::dup(STDIN_FILENO) : ::open(source.path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_read(source.name(), errno);
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return SourceReader{descriptor, source.name()};
}

SourceReader::SourceReader(SourceReader&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      peeked_(std::move(other.peeked_)),
      given_(other.given_) {}

SourceReader::~SourceReader() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::string_view> SourceReader::peek(std::size_t limit) {
  while (peeked_.size() < limit) {
    const std::size_t had = peeked_.size();
    peeked_.resize(limit);
    const ssize_t got = ::read(descriptor_, peeked_.data() + had, limit - had);
    if (got < 0 && errno == EINTR) {
      peeked_.resize(had);
      continue;
    }
    peeked_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0) return cannot_read(name_, errno);
    if (got == 0) break;
  }
  return std::string_view{peeked_};
}

std::string SourceReader::last_bytes(std::size_t limit) const {
  struct stat info{};
  if (::fstat(descriptor_, &info) != 0 || info.st_size <= 0) return {};
  std::string text(std::min(limit, static_cast<std::size_t>(info.st_size)), '\0');
  const ssize_t got =
      ::pread(descriptor_, text.data(), text.size(), info.st_size - static_cast<off_t>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

Result<std::size_t> SourceReader::read(std::span<char> room) {
  if (given_ < peeked_.size()) {
    const std::size_t count = std::min(room.size(), peeked_.size() - given_);
    std::memcpy(room.data(), peeked_.data() + given_, count);
    given_ += count;
    return count;
  }
  for (;;) {
    const ssize_t got = ::read(descriptor_, room.data(), room.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return cannot_read(name_, errno);
  }
}

}  // namespace stint::exchange
