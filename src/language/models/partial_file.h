// A download that is not finished: the bytes so far, NAME.part, and beside them what they are of,
// NAME.part.json. Both are as they should be whenever the process ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "base/files.h"
#include "base/result.h"

namespace stint::language {

// What the bytes so far are of.
struct PartRecord {
  std::string url_id;  // see url_id()
  std::string validator;
  std::uint64_t total = 0;

  friend bool operator==(const PartRecord&, const PartRecord&) = default;
};

// Holds the lock of the file while it lives. One thread at a time.
class PartialFile {
 public:
  // Goes on with what is there, if its record can be read; otherwise from nothing. Nothing: another process
  // has it.
  [[nodiscard]] static Result<std::optional<PartialFile>> open(std::filesystem::path file,
                                                               std::filesystem::path record);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::optional<PartRecord>& record() const { return record_; }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  // Forgets the bytes; the record holds for those to come. Nothing: these cannot be gone on with.
  [[nodiscard]] Outcome start_anew(const std::optional<PartRecord>& record);
  [[nodiscard]] Outcome append(std::span<const std::byte> bytes);
  [[nodiscard]] Outcome cut_to(std::uint64_t bytes);
  [[nodiscard]] Result<std::string> read(std::uint64_t offset, std::size_t count) const;
  [[nodiscard]] Outcome read_all(const files::PieceReader& take) const;
  // Onto the disk.
  [[nodiscard]] Outcome finish() const;
  // The record has served; the file stays.
  [[nodiscard]] Outcome drop_record();
  [[nodiscard]] Outcome remove();

 private:
  PartialFile(files::OpenFile opened, std::filesystem::path file, std::filesystem::path record)
      : opened_(std::move(opened)), file_(std::move(file)), record_file_(std::move(record)) {}

  files::OpenFile opened_;
  std::filesystem::path file_;
  std::filesystem::path record_file_;
  std::uint64_t size_ = 0;
  std::optional<PartRecord> record_;
};

}  // namespace stint::language
