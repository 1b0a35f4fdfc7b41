#include "app/views/metric_view.h"

#include <array>
#include <fmt/format.h>

namespace stint::app {
namespace {

constexpr std::array kFamilies{
    MetricFamily{"sprints", "what each sprint committed to, took on, dropped and completed", view_sprints},
    MetricFamily{"velocity", "what each board completes per sprint, and what to expect of the next",
                 view_velocity},
    MetricFamily{"flow", "cycle and lead times, and the age of work in progress by column", view_flow},
    MetricFamily{"defects", "bugs that escaped to production, by project", view_defects},
    MetricFamily{"hygiene", "how well items are kept, by board, with every lost point", view_hygiene},
};

}  // namespace

std::span<const MetricFamily> metric_families() {
  return kFamilies;
}

JsonDocument key_list(const history::Dataset& data, const std::vector<metrics::Index>& issues) {
  JsonDocument keys = JsonDocument::array();
  for (const metrics::Index issue : issues) keys.push_back(data.issues[issue].key);
  return keys;
}

std::string share_text(const std::optional<double>& share) {
  return share ? fmt::format("{:.0f} %", *share * 100) : "–";
}

JsonDocument board_json(const history::Board& board) {
  return {{"id", board.id.empty() ? JsonDocument(nullptr) : JsonDocument(board.id)},
          {"name", board.name},
          {"project", board.project_key}};
}

}  // namespace stint::app
