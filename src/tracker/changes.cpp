#include "tracker/changes.h"

#include <algorithm>
#include <tuple>

namespace stint::tracker {
namespace {

// Numbers without leading zeros compare by length first.
bool id_less(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

bool change_less(const Change& a, const Change& b) {
  if (a.at != b.at) return a.at < b.at;
  if (a.history_id != b.history_id) return id_less(a.history_id, b.history_id);
  if (a.position != b.position) return a.position < b.position;
  // The same identity with other content: which one stays must not depend on which came first.
  const auto content = [](const Change& c) {
    return std::tie(c.field_id, c.field, c.from, c.from_text, c.to, c.to_text, c.author);
  };
  return content(a) < content(b);
}

}  // namespace

void sort_changes(std::vector<Change>& changes) {
  if (!std::ranges::is_sorted(changes, change_less)) std::ranges::stable_sort(changes, change_less);
  const auto repeated = std::ranges::unique(changes, [](const Change& a, const Change& b) {
    return a.at == b.at && a.position == b.position && a.history_id == b.history_id;
  });
  changes.erase(repeated.begin(), repeated.end());
}

std::int64_t count_histories(const std::vector<Change>& changes) {
  std::int64_t count = 0;
  const std::string* last = nullptr;
  for (const Change& change : changes) {
    if (last == nullptr || *last != change.history_id) ++count;
    last = &change.history_id;
  }
  return count;
}

}  // namespace stint::tracker
