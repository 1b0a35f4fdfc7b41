// Texts at which an answer ends, without them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stint::server {

// Takes the answer piece by piece. Whichever stop text is complete first ends it; of several that end at the
// same place, the longest. How the answer is cut into pieces makes no difference. A value; one thread at a
// time.
class StopTexts {
 public:
  // None of them empty.
  explicit StopTexts(std::vector<std::string> stops) : stops_(std::move(stops)) {}

  // What is beyond doubt now. What may be the beginning of a stop text is held back.
  [[nodiscard]] std::string add(std::string_view piece);
  // At the answer's end: what was held back.
  [[nodiscard]] std::string rest();
  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  std::vector<std::string> stops_;
  std::string held_;
  bool stopped_ = false;
};

}  // namespace stint::server
