#include "backup/manifest.h"

#include "lib/nlohmann/json_document.h"
#include "lib/simdjson/json.h"
#include "lib/sodium/sha256.h"

namespace stint::backup {
namespace {

constexpr std::string_view kKind = "stint.backup/";
constexpr std::string_view kSchema = "stint.backup/1";

std::unexpected<Error> no_manifest(const std::string& why) {
  return fail(ErrorCode::usage, "the backup's list of files is wrong: " + why);
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  JsonDocument files = JsonDocument::array();
  for (const StoredFile& file : manifest.files)
    files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  return stint::to_text({{"schema", kSchema},
                         {"program", manifest.program},
                         {"made_at", format_iso(manifest.made)},
                         {"files", std::move(files)}});
}

Result<Manifest> parse_manifest(std::string_view text) {
  json::Parser parser;
  const auto root = parser.parse(text);
  if (!root) return no_manifest(root.error().message);
  const std::string_view schema = (*root)["schema"].text();
  if (!schema.starts_with(kKind)) return no_manifest("it is no list of a backup");
  if (schema != kSchema) {
    return fail(ErrorCode::conflict, "the backup was made by a newer version of Stint", {},
                "update Stint, then restore it");
  }
  Manifest manifest;
  manifest.program = (*root)["program"].text();
  const auto made = parse_iso_instant((*root)["made_at"].text());
  if (!made) return no_manifest("it does not say when it was made");
  manifest.made = *made;
  for (const json::Value file : (*root)["files"].items()) {
    StoredFile stored{std::string{file["name"].text()}, 0, std::string{file["sha256"].text()}};
    const auto bytes = file["bytes"].as_int();
    if (stored.name.empty() || !bytes || *bytes < 0 || !is_sha256(stored.sha256))
      return no_manifest("an entry lacks its name, size or hash");
    stored.bytes = static_cast<std::uint64_t>(*bytes);
    manifest.files.push_back(std::move(stored));
  }
  if (manifest.files.empty()) return no_manifest("it is empty");
  return manifest;
}

}  // namespace stint::backup
