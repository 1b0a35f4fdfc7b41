#include "lib/yaml/settings_file.h"

#include <fstream>
#include <yaml-cpp/yaml.h>

namespace stint {
namespace {

constexpr int kMaxDepth = 8;

Outcome flatten(const YAML::Node& node, const std::string& prefix, int depth,
                std::vector<FileSetting>& settings) {
  const int line = node.Mark().line + 1;
  if (node.IsNull()) return {};
  if (node.IsScalar()) {
    settings.push_back({prefix, node.Scalar(), line});
    return {};
  }
  if (!node.IsMap() || depth > kMaxDepth) {
    return fail(ErrorCode::usage, "\"" + prefix + "\" must be a single value or a map of them",
                "line " + std::to_string(line));
  }
  for (const auto& entry : node) {
    const std::string name = prefix.empty() ? entry.first.Scalar() : prefix + "." + entry.first.Scalar();
    STINT_TRY(flatten(entry.second, name, depth + 1, settings));
  }
  return {};
}

}  // namespace

Result<std::vector<FileSetting>> read_settings_file(const std::filesystem::path& file) {
  std::ifstream stream{file};
  if (!stream)
    return fail(ErrorCode::not_found, "cannot be read", file.string(), "check the path given with --config");
  std::vector<FileSetting> settings;
  try {
    const YAML::Node root = YAML::Load(stream);
    if (Outcome flat = flatten(root, {}, 0, settings); !flat) {
      Error error = std::move(flat).error();
      error.where = file.string() + ", " + error.where;
      return fail(std::move(error));
    }
  } catch (const YAML::Exception& exception) {
    return fail(ErrorCode::usage, exception.msg,
                file.string() + ", line " + std::to_string(exception.mark.line + 1));
  }
  return settings;
}

}  // namespace stint
