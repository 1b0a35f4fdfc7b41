// The files that an import reads: found, opened, and looked at to see what they are.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "tracker/jira/issue.h"
#include "tracker/json/byte_source.h"

namespace stint::exchange {

enum class Format : std::uint8_t { json, csv, empty, other };

struct Source {
  std::filesystem::path path;  // "-" for standard input
  bool stream = false;         // standard input or a pipe: its bytes come once, so nothing is seen beforehand
  std::uint64_t bytes = 0;     // 0 when not known
  Format format = Format::other;
  bool holds_issues = false;  // seen in its first bytes; definitions are read before issues
  std::string site;           // URL of the site that its first bytes name; may be empty
  // Custom field id → name, as search pages list them behind their issues. Issues are read with them.
  tracker::jira::FieldNames field_names;

  [[nodiscard]] std::string name() const { return path == "-" ? "standard input" : path.string(); }
};

// All files at or below the paths, sorted; hidden files and folders are left out. A path that does not exist
// or cannot be read is an error.
[[nodiscard]] Result<std::vector<Source>> find_sources(const std::vector<std::filesystem::path>& paths);

// An open file or standard input, read from the front. Bytes given to `peek` are given again to `read`.
class SourceReader {
 public:
  [[nodiscard]] static Result<SourceReader> open(const Source& source);
  SourceReader(SourceReader&& other) noexcept;
  SourceReader& operator=(SourceReader&&) = delete;
  ~SourceReader();

  // Up to `limit` first bytes.
  [[nodiscard]] Result<std::string_view> peek(std::size_t limit);
  // Up to `limit` last bytes of a file; nothing of what cannot be read from its end.
  [[nodiscard]] std::string last_bytes(std::size_t limit) const;
  // Fills the front of `room`; 0 at the end.
  [[nodiscard]] Result<std::size_t> read(std::span<char> room);

 private:
  SourceReader(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  int descriptor_;
  std::string name_;
  std::string peeked_;
  std::size_t given_ = 0;  // of peeked_
};

// Sets format, holds_issues and site from the first bytes of the content.
void look_at(std::string_view head, Source& source);

// The "names" of a search page fetched with expand=names, whose end `tail` is.
[[nodiscard]] tracker::jira::FieldNames names_in_tail(std::string_view tail);

}  // namespace stint::exchange
