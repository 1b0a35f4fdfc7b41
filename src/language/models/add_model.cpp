#include "language/models/add_model.h"

#include <fmt/format.h>
#include <optional>
#include <system_error>

#include "base/files.h"
#include "language/models/model_name.h"
#include "lib/llama/description.h"
#include "lib/sodium/sha256.h"

namespace stint::language {
namespace {

namespace fs = std::filesystem;

Result<fs::path> real_path(const fs::path& file) {
  std::error_code code;
  fs::path real = fs::canonical(file, code);
  if (code) {
    const bool absent = code == std::errc::no_such_file_or_directory;
    return fail(absent ? ErrorCode::not_found : ErrorCode::failure, "cannot be read: " + code.message(),
                file.string());
  }
  return real;
}

Result<std::string> name_for(const fs::path& file, const AddOptions& options) {
  if (!options.name.empty()) {
    STINT_TRY(check_model_name(options.name));
    return options.name;
  }
  std::string name = model_name_of(file.filename().string());
  if (name.empty()) {
    return fail(ErrorCode::usage, "its name gives no name for a model", file.string(),
                "give one with --name NAME");
  }
  return name;
}

// Hashes all of `from`, and copies it when there is something to copy to.
Result<std::string> hash_and_copy(const files::OpenFile& from, const fs::path& file,
                                  const files::OpenFile* to, const fs::path& copy,
                                  const AddOptions& options) {
  STINT_ASSIGN(status, files::status_of(from, file));
  // What is hashed has to be what is kept: the shared copy, which the original no longer changes.
  const bool shared = to != nullptr && files::share_content(from, *to);
  Sha256 hash;
  std::uint64_t done = 0;
  const Outcome pieces_read =
      files::read_pieces(shared ? *to : from, file, [&](std::span<const std::byte> piece) -> Outcome {
        hash.add(piece);
        if (to != nullptr && !shared) STINT_TRY(files::write_at(*to, done, piece, copy));
        done += piece.size();
        if (options.progress) options.progress(done, status.bytes);
        return {};
      });
  STINT_TRY(pieces_read);
  if (to != nullptr) STINT_TRY(files::flush(*to, copy));
  return hash.hex();
}

Outcome check_hash(const std::string& hash, const AddOptions& options, const fs::path& file) {
  if (options.sha256.empty() || options.sha256 == hash) return {};
  return fail(ErrorCode::conflict, fmt::format("its SHA-256 is {}, not {} as given", hash, options.sha256),
              file.string(), "get the file again from where the hash is from");
}

// The copy of a file under its working name; gone when it does not become a model.
class Copy {
 public:
  Copy(files::OpenFile opened, fs::path file) : opened_(std::move(opened)), file_(std::move(file)) {}
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  ~Copy() {
    if (!keep_) static_cast<void>(files::remove_file(file_));
  }
  [[nodiscard]] const files::OpenFile& opened() const { return opened_; }
  [[nodiscard]] const fs::path& file() const { return file_; }
  void keep() { keep_ = true; }

 private:
  files::OpenFile opened_;
  fs::path file_;
  bool keep_ = false;
};

}  // namespace

Result<Added> add_model(const ModelStore& store, const fs::path& file, const AddOptions& options,
                        Instant now) {
  STINT_ASSIGN(real, real_path(file));
  STINT_ASSIGN(description, llama::inspect(real));
  StoredModel model;
  STINT_ASSIGN(name, name_for(file, options));
  model.name = std::move(name);
  model.source = real.string();
  model.added = now;
  model.verified = options.sha256.empty() ? Verified::recorded : Verified::given;
  model.family = description.family;
  STINT_TRY(store.make_folder());
  STINT_ASSIGN(folder, real_path(store.folder()));
  if (options.link && real.parent_path() == folder) {
    return fail(ErrorCode::usage, "lies in the folder of models already", real.string(),
                "stint model rebuild takes in what lies there");
  }
  STINT_ASSIGN(locked, files::open_locked(store.part_of(model.name)));
  if (!locked) return fail(busy(model.name));
  Copy copy{std::move(*locked), store.part_of(model.name)};
  // What an interrupted download has left under this name.
  STINT_TRY(files::remove_file(store.record_of(model.name)));
  STINT_TRY(files::cut(copy.opened(), 0, copy.file()));

  STINT_ASSIGN(original, files::open_for_reading(real));
  STINT_ASSIGN(hash,
               hash_and_copy(original, real, options.link ? nullptr : &copy.opened(), copy.file(), options));
  STINT_TRY(check_hash(hash, options, real));
  model.sha256 = std::move(hash);
  STINT_ASSIGN(index, store.read());
  if (const StoredModel* const there = index.find(model.name);
      there != nullptr && there->sha256 == model.sha256 && store.check_unchanged(*there)) {
    return Added{*there, true};
  }
  if (options.link) {
    model.linked = true;
    model.file = real;
  } else {
    // The original may have changed after it was looked at.
    STINT_TRY(llama::inspect(copy.file()));
  }
  STINT_ASSIGN(stored, store.publish(std::move(model), std::nullopt));
  if (!stored.linked) copy.keep();
  return Added{std::move(stored), false};
}

}  // namespace stint::language
