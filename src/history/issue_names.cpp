#include "history/issue_names.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>

namespace stint::history {

KeyParts key_parts(std::string_view key) {
  KeyParts parts{key.substr(0, key.rfind('-')), -1};
  if (parts.prefix.size() < key.size()) {
    std::from_chars(key.data() + parts.prefix.size() + 1, key.data() + key.size(), parts.number);
  }
  return parts;
}

std::vector<Index> key_order(const IssueNames& names) {
  struct SortKey {
    Index prefix = 0;
    std::int64_t number = -1;
  };
  const std::size_t count = names.issues.size();
  std::map<std::string_view, Index> prefixes;
  std::vector<SortKey> keys(count);
  for (std::size_t i = 0; i < count; ++i) prefixes.try_emplace(key_parts(names.key(i)).prefix, 0);
  Index rank = 0;
  for (auto& [_, position] : prefixes) position = rank++;
  for (std::size_t i = 0; i < count; ++i) {
    const KeyParts parts = key_parts(names.key(i));
    keys[i] = {prefixes.find(parts.prefix)->second, parts.number};
  }
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, [&](Index a, Index b) {
    if (keys[a].prefix != keys[b].prefix) return keys[a].prefix < keys[b].prefix;
    if (keys[a].number != keys[b].number) return keys[a].number < keys[b].number;
    return std::tuple{names.issues[a].site, names.id(a)} < std::tuple{names.issues[b].site, names.id(b)};
  });
  return order;
}

IssueFinder::IssueFinder(const IssueNames& names) : names_(names) {
  slots_.assign(std::bit_ceil(names_.issues.size() * 2 + 1), kNone);
  for (std::size_t i = 0; i < names_.issues.size(); ++i) {
    std::size_t slot = slot_of(names_.issues[i].site, names_.id(i));
    while (slots_[slot] != kNone) slot = next(slot);
    slots_[slot] = static_cast<Index>(i);
  }
}

std::size_t IssueFinder::slot_of(Index site, std::string_view id) const {
  return (std::hash<std::string_view>{}(id) + site) & (slots_.size() - 1);
}

Index IssueFinder::find_id(Index site, std::string_view id) const {
  if (id.empty()) return kNone;
  for (std::size_t slot = slot_of(site, id); slots_[slot] != kNone; slot = next(slot)) {
    const Index found = slots_[slot];
    if (names_.id(found) == id && names_.issues[found].site == site) return found;
  }
  return kNone;
}

Index IssueFinder::find_key(Index site, std::string_view key) {
  if (key.empty()) return kNone;
  if (by_key_.empty()) {
    by_key_.reserve(names_.issues.size());
    for (std::size_t i = 0; i < names_.issues.size(); ++i)
      by_key_.emplace(names_.key(i), static_cast<Index>(i));
  }
  Index first = kNone;  // in the order of issues, whatever order the table has
  const auto [low, high] = by_key_.equal_range(key);
  for (auto found = low; found != high; ++found) {
    if (names_.issues[found->second].site == site) first = std::min(first, found->second);
  }
  return first;
}

Index IssueFinder::find(Index site, std::string_view id, std::string_view key) {
  const Index found = find_id(site, id);
  return found != kNone ? found : find_key(site, key);
}

void unite_links(std::vector<Link>& links) {
  std::ranges::sort(links, {}, [](const Link& link) { return std::tie(link.issue, link.other); });
  std::size_t kept = 0;
  for (const Link& link : links) {
    if (kept > 0 && links[kept - 1].issue == link.issue && links[kept - 1].other == link.other) {
      links[kept - 1].listed_by |= link.listed_by;
    } else {
      links[kept++] = link;
    }
  }
  links.resize(kept);
}

}  // namespace stint::history
