// Files of the demo, each written under a temporary name and renamed when it is whole.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::demo {

// A file being written. Without commit() nothing remains of it.
class OutputFile {
 public:
  [[nodiscard]] static Result<OutputFile> create(const std::filesystem::path& path);
  OutputFile(OutputFile&& other) noexcept = default;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  [[nodiscard]] Outcome append(std::string_view text);
  [[nodiscard]] Outcome commit();
  // Copies what was appended to this file so far to the end of `other`. To be called last, instead of
  // commit().
  [[nodiscard]] Outcome pour_into(OutputFile& other);
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
  };
  explicit OutputFile(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] std::filesystem::path temporary() const;

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::int64_t bytes_ = 0;
};

// Creates and commits a file with the given text.
[[nodiscard]] Outcome write_file(const std::filesystem::path& path, std::string_view text);

// Makes `dir` ready: creates it, or clears an earlier demo out of it, truth.json first.
[[nodiscard]] Outcome prepare_folder(const std::filesystem::path& dir);

}  // namespace stint::demo
