// What becomes of the ids that a connector is asked to read, one by one.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tracker/reading.h"

namespace stint::tracker {

struct ItemReading {
  std::string id;
  bool gone = false;
  bool postponed = false;  // nothing of it is used: it is only unreadable for now
  std::optional<IssueRecord> record;
  std::vector<Unreadable> unreadable;
};

// One for each id, in their order, without repetitions. `Item` is an ItemReading or made from one.
template <class Item>
[[nodiscard]] std::vector<Item> items_to_read(std::span<const std::string> ids) {
  std::vector<Item> all;
  for (const std::string& id : ids) {
    if (std::ranges::find(all, id, &Item::id) != all.end()) continue;
    all.emplace_back().id = id;
  }
  return all;
}

template <class Item>
[[nodiscard]] Reading reading_of(std::vector<Item> all) {
  Reading reading;
  for (Item& one : all) {
    if (one.gone) {
      reading.gone.push_back(std::move(one.id));
      continue;
    }
    if (one.record && !one.postponed) reading.issues.push_back(std::move(*one.record));
    std::ranges::move(one.unreadable, std::back_inserter(reading.unreadable));
  }
  return reading;
}

}  // namespace stint::tracker
