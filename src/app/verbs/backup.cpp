#include "backup/backup.h"

#include <algorithm>
#include <fmt/format.h>

#include "app/data_parts.h"
#include "app/verb.h"
#include "app/verbs/model/view.h"
#include "app/version.h"
#include "backup/restore.h"
#include "lib/nlohmann/json_document.h"
#include "outbound/delivery.h"

namespace stint::app {
namespace {

Instant now() {
  return outbound::system_clock().now();
}

std::uint64_t bytes_of(const backup::Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const backup::StoredFile& file : manifest.files) bytes += file.bytes;
  return bytes;
}

std::string files_text(const backup::Manifest& manifest) {
  std::string text;
  for (const backup::StoredFile& file : manifest.files)
    text += fmt::format("  {:<28} {:>12}\n", file.name, size_text(file.bytes));
  return text;
}

bool holds_models(const backup::Manifest& manifest) {
  return std::ranges::any_of(manifest.files,
                             [](const backup::StoredFile& file) { return file.name.ends_with(".gguf"); });
}

class BackupVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("FILE", file_, "The file to write, such as stint.tar.gz; an older one is replaced", true)
        .flag("--models", models_, "With the files of language models, which can be large");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    const Instant time = now();
    const auto parts = data_parts(time);
    backup::BackupOptions options;
    options.program = kVersion;
    options.now = time;
    options.large = models_;
    STINT_ASSIGN(manifest, backup::back_up(session.data_folder(), parts, file_, options));
    if (session.given().json) {
      JsonDocument document = JsonDocument::parse(backup::to_text(manifest));
      document["file"] = file_;
      STINT_TRY(session.write(to_text(document)));
      return 0;
    }
    std::string text =
        fmt::format("{} holds {} of\n{}", file_, size_text(bytes_of(manifest)), files_text(manifest));
    if (!session.given().quiet) {
      text += fmt::format(
          "Whoever has it can read the issues. Secrets of trackers are sealed in it, passwords and keys are "
          "hashes.\n"
          "Not in it: the key that opens what is sealed (the file of STINT_KEY_FILE, or in your keyring), "
          "the "
          "configuration{}.\n"
          "Keep those too, but not beside it. To restore: stint restore FILE\n",
          holds_models(manifest) ? "" : ", files of models (--models)");
    }
    STINT_TRY(session.write(text));
    return 0;
  }

 private:
  std::string file_;
  bool models_ = false;
};

class RestoreVerb : public Verb {
 public:
  void declare(CommandLine::Verb& line) override {
    line.argument("FILE", file_, "What stint backup has written", true)
        .flag("--force", force_, "Replace what is in the data folder");
  }

  Result<int> run(const Session& session, const CommandLine& /*line*/) override {
    const auto parts = data_parts(now());
    backup::RestoreOptions options;
    options.force = force_;
    options.take = take_data_folder;
    STINT_ASSIGN(manifest, backup::restore(file_, session.data_folder(), parts, options));
    if (session.given().json) {
      JsonDocument document = JsonDocument::parse(backup::to_text(manifest));
      document["data_folder"] = session.data_folder().string();
      STINT_TRY(session.write(to_text(document)));
      return 0;
    }
    std::string text = fmt::format("{} is as it was at {}:\n{}", session.data_folder().string(),
                                   format_iso(manifest.made), files_text(manifest));
    if (!session.given().quiet) {
      text +=
          "Everybody has to sign in again. Keys and users are those of that time: revoke again what was "
          "revoked since.\n"
          "Alerts that were due since are not sent again; plans of writes have to be made anew.\n";
    }
    STINT_TRY(session.write(text));
    return 0;
  }

 private:
  std::string file_;
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Verb> make_backup_verb() {
  return std::make_unique<BackupVerb>();
}

std::unique_ptr<Verb> make_restore_verb() {
  return std::make_unique<RestoreVerb>();
}

}  // namespace stint::app
