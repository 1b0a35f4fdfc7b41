#include "support/scratch.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace stint::test {

namespace fs = std::filesystem;

Scratch::Scratch() {
  static int count = 0;
  path_ = fs::temp_directory_path() /
          ("stint-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
  fs::remove_all(path_);
  fs::create_directories(path_);
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path Scratch::write(std::string_view name, std::string_view text) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream{file, std::ios::binary} << text;
  return file;
}

std::string read_file(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace stint::test
