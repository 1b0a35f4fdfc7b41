#include "language/models/partial_file.h"

#include "lib/nlohmann/json_document.h"

namespace stint::language {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSchema = "stint.model-part/1";

std::optional<PartRecord> parse(const std::string& text) {
  const JsonDocument json = JsonDocument::parse(text, nullptr, false);
  if (!json.is_object() || json.value("schema", JsonDocument{}) != kSchema) return std::nullopt;
  const JsonDocument id = json.value("url_id", JsonDocument{});
  const JsonDocument validator = json.value("validator", JsonDocument{});
  const JsonDocument total = json.value("total", JsonDocument{});
  if (!id.is_string() || !validator.is_string() || !total.is_number_unsigned()) return std::nullopt;
  PartRecord record{id.get<std::string>(), validator.get<std::string>(), total.get<std::uint64_t>()};
  if (record.validator.empty()) return std::nullopt;
  return record;
}

}  // namespace

Result<std::optional<PartialFile>> PartialFile::open(fs::path file, fs::path record) {
  STINT_ASSIGN(locked, files::open_locked(file));
  if (!locked) return std::nullopt;
  PartialFile part{std::move(*locked), std::move(file), std::move(record)};
  STINT_ASSIGN(status, files::status_of(part.opened_, part.file_));
  part.size_ = status.bytes;
  if (const auto text = files::read_text(part.record_file_)) part.record_ = parse(*text);
  if (!part.record_ || part.record_->total < part.size_) STINT_TRY(part.start_anew(std::nullopt));
  return std::optional<PartialFile>{std::move(part)};
}

Outcome PartialFile::start_anew(const std::optional<PartRecord>& record) {
  // First the bytes, then the record: in between there is a record of more than there is, which is fine.
  STINT_TRY(cut_to(0));
  record_ = record;
  if (!record) return files::remove_file(record_file_);
  const JsonDocument json{{"schema", kSchema},
                          {"url_id", record->url_id},
                          {"validator", record->validator},
                          {"total", record->total}};
  return files::replace_text(record_file_, stint::to_text(json));
}

Outcome PartialFile::append(std::span<const std::byte> bytes) {
  STINT_TRY(files::write_at(opened_, size_, bytes, file_));
  size_ += bytes.size();
  return {};
}

Outcome PartialFile::cut_to(std::uint64_t bytes) {
  STINT_TRY(files::cut(opened_, bytes, file_));
  size_ = bytes;
  return {};
}

Result<std::string> PartialFile::read(std::uint64_t offset, std::size_t count) const {
  std::string text(count, '\0');
  STINT_ASSIGN(got, files::read_at(opened_, offset, std::as_writable_bytes(std::span{text}), file_));
  text.resize(got);
  return text;
}

Outcome PartialFile::read_all(const files::PieceReader& take) const {
  return files::read_pieces(opened_, file_, take);
}

Outcome PartialFile::finish() const {
  return files::flush(opened_, file_);
}

Outcome PartialFile::drop_record() {
  record_.reset();
  return files::remove_file(record_file_);
}

Outcome PartialFile::remove() {
  STINT_TRY(drop_record());
  return files::remove_file(file_);
}

}  // namespace stint::language
