#include "workspace/as_of.h"

namespace stint::workspace {

AsOf as_of(const history::Dataset& data, const std::optional<Instant>& chosen,
           const std::optional<Instant>& synced) {
  if (chosen) return {*chosen, "option"};
  AsOf latest{{}, "no data"};
  const auto offer = [&](const std::optional<Instant>& instant, const char* source) {
    if (instant && (latest.source == "no data" || *instant > latest.at)) latest = {*instant, source};
  };
  offer(data.newest_change, "newest change");
  offer(data.export_end, "end of the export");
  offer(synced, "last sync");
  return latest;
}

}  // namespace stint::workspace
