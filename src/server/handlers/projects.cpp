#include <map>

#include "server/handlers/handlers.h"
#include "server/services.h"

namespace stint::server {
namespace {

JsonDocument board_json(const metrics::Analysis& analysis, history::Index index) {
  const history::Board& board = analysis.context.data.boards[index];
  return {{"id", board.id.empty() ? JsonDocument(nullptr) : JsonDocument(board.id)},
          {"name", board.name},
          {"sprints", board.sprints.size()},
          {"unit", history::unit_name(analysis.practices[index].unit)}};
}

}  // namespace

Result<Answer> get_projects(const Call& call) {
  const auto snapshot = call.services.workspace.current();
  const metrics::Analysis& analysis = snapshot->figures->analysis();
  const history::Dataset& data = snapshot->figures->dataset();
  std::vector<std::size_t> issues(data.projects.size(), 0);
  for (const history::Issue& issue : data.issues) {
    if (issue.project != history::kNone) ++issues[issue.project];
  }
  std::map<std::string_view, JsonDocument> boards;
  for (history::Index i = 0; i < data.boards.size(); ++i) {
    auto& list = boards.try_emplace(data.boards[i].project_key, JsonDocument::array()).first->second;
    list.push_back(board_json(analysis, i));
  }
  const access::ProjectFilter visible = access::visible_projects(call.caller);
  JsonDocument list = JsonDocument::array();
  for (std::size_t i = 0; i < data.projects.size(); ++i) {
    const std::string& key = data.projects[i];
    if (!visible.contains(key)) continue;
    const auto found = boards.find(key);
    list.push_back({{"key", key},
                    {"issues", issues[i]},
                    {"boards", found == boards.end() ? JsonDocument::array() : found->second}});
  }
  return json_answer({{"projects", std::move(list)}});
}

}  // namespace stint::server
