// Who asks what somebody else has just asked waits for that answer instead of having it made once more. Safe
// from several threads.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/kept_answers.h"

namespace stint::server {

class SameQuestions {
 public:
  using Take = std::function<void(const KeptAnswer& answer)>;

  // True: nobody waits for it yet. The caller finds the answer then, and calls answered() or withdraw();
  // `take` is not kept. False: `take` will be called, on the thread that answers.
  [[nodiscard]] bool is_new(const std::string& question, Take take);
  void answered(const std::string& question, const KeptAnswer& answer);
  // Nobody finds it after all. Only where nobody else can have asked since is_new().
  void withdraw(const std::string& question);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::vector<Take>> waiting_;
};

}  // namespace stint::server
