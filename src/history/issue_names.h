// Finding and ordering issues by what trackers call them.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "history/dataset.h"

namespace stint::history {

// Issues and the texts that their names are pieces of.
struct IssueNames {
  std::span<const Issue> issues;
  std::string_view texts;

  [[nodiscard]] std::string_view key(std::size_t i) const { return text(issues[i].key); }
  [[nodiscard]] std::string_view id(std::size_t i) const { return text(issues[i].id); }
  [[nodiscard]] std::string_view text(Text t) const {
    return texts.substr(static_cast<std::size_t>(t.offset()), static_cast<std::size_t>(t.length()));
  }
};

// A key as the order of issues sees it: its prefix, then its number ("PAY-9" before "PAY-12"). A key without
// a number comes first.
struct KeyParts {
  std::string_view prefix;
  std::int64_t number = -1;
};
[[nodiscard]] KeyParts key_parts(std::string_view key);

// Positions in the order of the keys; equal ones by site and id.
[[nodiscard]] std::vector<Index> key_order(const IssueNames& names);

// Issues of a site by id, else by key. The names must outlive it and stay as they are.
class IssueFinder {
 public:
  explicit IssueFinder(const IssueNames& names);
  [[nodiscard]] Index find(Index site, std::string_view id, std::string_view key);

 private:
  [[nodiscard]] Index find_id(Index site, std::string_view id) const;
  [[nodiscard]] Index find_key(Index site, std::string_view key);
  [[nodiscard]] std::size_t slot_of(Index site, std::string_view id) const;
  [[nodiscard]] std::size_t next(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }

  IssueNames names_;
  // Open addressing over positions: at a million issues nodes would cost more than all the rest of joining.
  std::vector<Index> slots_;
  std::unordered_multimap<std::string_view, Index> by_key_;  // made when first asked
};

// Sorts listed links and makes one of those between the same two.
void unite_links(std::vector<Link>& links);

}  // namespace stint::history
