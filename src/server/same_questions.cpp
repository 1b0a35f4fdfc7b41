#include "server/same_questions.h"

#include <cassert>
#include <utility>

namespace stint::server {

bool SameQuestions::is_new(const std::string& question, Take take) {
  const std::lock_guard lock{mutex_};
  const auto [at, added] = waiting_.try_emplace(question);
  if (!added) at->second.push_back(std::move(take));
  return added;
}

void SameQuestions::answered(const std::string& question, const KeptAnswer& answer) {
  std::vector<Take> waiting;
  {
    const std::lock_guard lock{mutex_};
    const auto found = waiting_.find(question);
    assert(found != waiting_.end());
    waiting = std::move(found->second);
    waiting_.erase(found);
  }
  for (const Take& take : waiting) take(answer);
}

void SameQuestions::withdraw(const std::string& question) {
  const std::lock_guard lock{mutex_};
  assert(waiting_.contains(question) && waiting_.at(question).empty());
  waiting_.erase(question);
}

}  // namespace stint::server
