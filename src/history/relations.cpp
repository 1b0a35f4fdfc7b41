#include "history/relations.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "history/issue_names.h"

namespace stint::history {
namespace {

// A sorted column without the rows that are not kept, and with `added` put where they belong: behind their
// equals. Not touched when nothing changes.
template <class T, class Keep, class Order>
void rebuild(Column<T>& column, std::vector<T> added, Keep keep, Order order) {
  if (added.empty() && std::ranges::all_of(column, keep)) return;
  std::ranges::stable_sort(added, {}, order);
  std::vector<T> rows;
  rows.reserve(column.size() + added.size());
  auto next = added.begin();
  for (const T& row : column) {
    if (!keep(row)) continue;
    for (; next != added.end() && order(*next) < order(row); ++next) rows.push_back(*next);
    rows.push_back(row);
  }
  rows.insert(rows.end(), next, added.end());
  column = std::move(rows);
}

constexpr auto kByIssue = [](const auto& row) { return row.issue; };
constexpr auto kByChild = [](const Child& row) { return std::tuple{row.issue, row.child}; };
constexpr auto kByEnds = [](const Link& row) { return std::tuple{row.issue, row.other}; };

class Relations {
 public:
  Relations(Dataset& all, const Run& run, std::span<const Index> places, std::span<const Index> inserted,
            const FindIssue& find)
      : all_(all), run_(run), places_(places), inserted_(inserted), find_(find) {}

  void go() {
    put_relations();
    settle_dangling();
    put_links();
  }

 private:
  using Name = std::pair<Index, std::string>;

  Text keep(Text text) { return all_.keep(run_.text(text)); }

  // Links, parents, reasons: everything the changed issues said before goes, what they say now comes.
  void put_relations() {
    std::vector<bool> touched(all_.issues.size());
    for (const Index place : places_) touched[place] = true;
    for (const Index place : places_) unlist(place);
    std::vector<BlockedBy> blocked_by;
    std::vector<Child> children;
    std::vector<FlagReason> reasons;
    std::vector<Dangling> dangling;
    for (const RawLink& raw : run_.links) {
      const Index place = places_[raw.issue];
      const Index other = find_(all_.issues[place].site, run_.text(raw.other_id), run_.text(raw.other_key));
      if (raw.blocked_by) {
        blocked_by.push_back({place, other, raw.from, raw.until});
      } else if (other != kNone) {
        list(place, other);
      }
      if (other != kNone) continue;
      const auto kind = raw.blocked_by ? Dangling::Kind::blocked_by : Dangling::Kind::link;
      dangling.push_back({keep(raw.other_id), keep(raw.other_key), raw.from, raw.until, kind, place});
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const RunParent& named = run_.parents[i];
      if (named.id.length() == 0 && named.key.length() == 0) continue;
      const Index parent = find_(all_.issues[places_[i]].site, run_.text(named.id), run_.text(named.key));
      if (parent == kNone) {
        dangling.push_back(
            {keep(named.id), keep(named.key), {}, kForever, Dangling::Kind::parent, places_[i]});
      } else if (parent != places_[i]) {
        set_parent(places_[i], parent, children);
      }
    }
    for (const FlagReason& reason : run_.flag_reasons) {
      reasons.push_back({keep(reason.text), reason.flagged, reason.said, places_[reason.issue]});
    }
    const auto untouched = [&](const auto& row) { return !touched[row.issue]; };
    rebuild(all_.blocked_by, std::move(blocked_by), untouched, kByIssue);
    rebuild(all_.flag_reasons, std::move(reasons), untouched, kByIssue);
    rebuild(all_.dangling, std::move(dangling), untouched, kByIssue);
    rebuild(
        all_.children, std::move(children), [&](const Child& row) { return !touched[row.child]; }, kByChild);
  }

  // An issue lists nothing any more; rows that nobody lists are dropped at the end.
  void unlist(Index place) {
    for (const Link& row : Dataset::part_of(all_.links, place)) {
      drop_from(place, row.other, Link::kByIssue);
      drop_from(row.other, place, Link::kByOther);
    }
  }
  void drop_from(Index issue, Index other, std::uint32_t lister) {
    if (Link* const row = find_link(issue, other); row != nullptr) row->listed_by &= ~lister;
  }
  void list(Index issue, Index other) {
    add_link({issue, other, Link::kByIssue});
    add_link({other, issue, Link::kByOther});
  }
  void add_link(const Link& row) {
    if (Link* const known = find_link(row.issue, row.other); known != nullptr) {
      known->listed_by |= row.listed_by;
    } else {
      new_links_.push_back(row);
    }
  }
  [[nodiscard]] Link* find_link(Index issue, Index other) {
    const std::span<Link> links = all_.links.change_all();
    const auto at = std::ranges::lower_bound(links, std::tuple{issue, other}, {}, kByEnds);
    return at != links.end() && kByEnds(*at) == std::tuple{issue, other} ? &*at : nullptr;
  }
  void put_links() {
    unite_links(new_links_);
    rebuild(all_.links, std::move(new_links_), [](const Link& row) { return row.listed_by != 0; }, kByEnds);
  }

  void set_parent(Index issue, Index parent, std::vector<Child>& children) {
    all_.issues.change(issue).parent = parent;
    if (all_.type_of(all_.issues[issue]).subtask) children.push_back({parent, issue});
  }

  // What was missing may have come.
  void settle_dangling() {
    if (inserted_.empty() || all_.dangling.empty()) return;
    std::map<Name, Index> by_id;
    std::map<Name, Index> by_key;
    for (const Index place : inserted_) {
      const Index site = all_.issues[place].site;
      by_id.try_emplace(Name{site, std::string{all_.id(place)}}, place);
      by_key.try_emplace(Name{site, std::string{all_.key(place)}}, place);
    }
    std::vector<Dangling> left;
    std::vector<Child> children;
    for (const Dangling& row : all_.dangling) {
      const Index site = all_.issues[row.issue].site;
      const auto look_up = [&](const std::map<Name, Index>& names, Text name) {
        const auto found = names.find(Name{site, std::string{all_.text(name)}});
        return found == names.end() ? kNone : found->second;
      };
      Index other = look_up(by_id, row.other_id);
      if (other == kNone) other = look_up(by_key, row.other_key);
      if (other == kNone) {
        left.push_back(row);
        continue;
      }
      switch (row.kind) {
        case Dangling::Kind::link:
          list(row.issue, other);
          break;
        case Dangling::Kind::blocked_by:
          settle_blocker(row, other);
          break;
        case Dangling::Kind::parent:
          set_parent(row.issue, other, children);
          break;
      }
    }
    if (left.size() < all_.dangling.size()) all_.dangling = std::move(left);
    rebuild(all_.children, std::move(children), [](const Child&) { return true; }, kByChild);
  }

  void settle_blocker(const Dangling& row, Index blocker) {
    for (BlockedBy& link : all_.blocked_by.change_all()) {
      if (link.issue != row.issue || link.blocker != kNone || link.from != row.from ||
          link.until != row.until)
        continue;
      link.blocker = blocker;
      return;
    }
  }

  Dataset& all_;
  const Run& run_;
  const std::span<const Index> places_;
  const std::span<const Index> inserted_;
  const FindIssue& find_;
  std::vector<Link> new_links_;
};

}  // namespace

void update_relations(Dataset& all, const Run& run, std::span<const Index> places,
                      std::span<const Index> inserted, const FindIssue& find) {
  Relations{all, run, places, inserted, find}.go();
}

}  // namespace stint::history
