#include "lib/yaml/settings_file.h"

#include <fstream>
#include <utility>
#include <yaml-cpp/yaml.h>

namespace stint {
namespace {

constexpr std::size_t kMaxDepth = 8;
// Far more than anybody writes: references to references multiply.
constexpr std::size_t kMaxSettings = 100'000;

std::unexpected<Error> wrong(const YAML::Node& node, std::string message) {
  return fail(ErrorCode::usage, std::move(message), "line " + std::to_string(node.Mark().line + 1));
}

// Collects the scalars below a node.
class Flattening {
 public:
  [[nodiscard]] Outcome add(const YAML::Node& node) {
    if (node.IsNull()) return {};
    if (node.IsScalar()) return add_value(node, false);
    if (node.IsSequence() && !path_.empty()) {
      for (const YAML::Node& item : node) {
        if (!item.IsScalar()) return wrong(item, "\"" + name() + "\" must be a list of single values");
        STINT_TRY(add_value(item, true));
      }
      return {};
    }
    if (!node.IsMap() || path_.size() > kMaxDepth) {
      return wrong(node, "\"" + name() + "\" must be a single value, a list or a map of them");
    }
    for (const auto& entry : node) {
      path_.push_back(entry.first.Scalar());
      STINT_TRY(add(entry.second));
      path_.pop_back();
    }
    return {};
  }

  [[nodiscard]] std::vector<FileSetting> take() { return std::move(settings_); }

 private:
  [[nodiscard]] std::string name() const {
    std::string text;
    for (const std::string& key : path_) {
      if (!text.empty()) text += '.';
      text += key;
    }
    return text;
  }
  [[nodiscard]] Outcome add_value(const YAML::Node& node, bool listed) {
    if (settings_.size() == kMaxSettings) return wrong(node, "more settings than fit");
    settings_.push_back({name(), node.Scalar(), node.Mark().line + 1, path_, listed});
    return {};
  }

  std::vector<std::string> path_;
  std::vector<FileSetting> settings_;
};

}  // namespace

Result<std::vector<FileSetting>> read_settings_file(const std::filesystem::path& file) {
  std::ifstream stream{file};
  if (!stream)
    return fail(ErrorCode::not_found, "cannot be read", file.string(), "check the path given with --config");
  Flattening flattening;
  try {
    const YAML::Node root = YAML::Load(stream);
    if (Outcome flat = flattening.add(root); !flat) {
      Error error = std::move(flat).error();
      error.where = file.string() + ", " + error.where;
      return fail(std::move(error));
    }
  } catch (const YAML::Exception& exception) {
    return fail(ErrorCode::usage, exception.msg,
                file.string() + ", line " + std::to_string(exception.mark.line + 1));
  }
  return flattening.take();
}

}  // namespace stint
