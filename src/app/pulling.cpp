#include "app/pulling.h"

#include <system_error>

#include "app/client_options.h"

namespace stint::app {

using language::CatalogueEntry;
using language::PullSource;

PullSource pull_source(const CatalogueEntry& entry) {
  PullSource source;
  source.name = entry.name;
  source.url = entry.url;
  for (const std::string_view host : language::catalogue_hosts()) source.hosts.emplace_back(host);
  source.sha256 = entry.sha256;
  source.verified = language::Verified::catalogue;
  source.bytes = entry.bytes;
  source.licence = entry.licence;
  return source;
}

Result<const CatalogueEntry*> catalogue_entry(const std::string& name) {
  if (const CatalogueEntry* const entry = language::find_in_catalogue(name)) return entry;
  std::string names;
  for (const CatalogueEntry& entry : language::catalogue()) {
    if (!names.empty()) names += ", ";
    names += entry.name;
  }
  return fail(ErrorCode::not_found, "\"" + name + "\" is not on the list of models that can be fetched", {},
              "there are " + names + "; for another one give its URL: stint model pull URL");
}

language::PullNetwork pull_network(const Session& session) {
  return {.client = client_options(session),
          .clock = outbound::system_clock(),
          .random = outbound::system_random()};
}

std::uint64_t free_bytes(const std::filesystem::path& folder) {
  constexpr std::uint64_t kPlenty = std::uint64_t{1} << 60U;
  std::error_code code;
  const auto space = std::filesystem::space(folder, code);
  return code ? kPlenty : space.available;
}

}  // namespace stint::app
