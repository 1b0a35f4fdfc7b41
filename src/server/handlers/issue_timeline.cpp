#include "server/handlers/issue_timeline.h"

#include <cmath>
#include <optional>
#include <string>

namespace stint::server {
namespace {

using history::Event;
using history::EventKind;
using history::Index;
using history::kNone;

struct Entry {
  std::string_view kind;
  JsonDocument from = nullptr;
  JsonDocument to = nullptr;
};

template <class Table>
JsonDocument name_in(const Table& table, Index index) {
  return index == kNone ? JsonDocument(nullptr) : JsonDocument(table[index].name);
}

JsonDocument resolution_in(const history::Dataset& data, Index index) {
  return index == kNone ? JsonDocument(nullptr) : JsonDocument(data.resolutions[index]);
}

JsonDocument estimate(double value) {
  return std::isnan(value) ? JsonDocument(nullptr) : JsonDocument(value);
}

// Nothing for what is of no interest here.
std::optional<Entry> entry_of(const history::Dataset& data, const Event& event, bool people) {
  switch (event.kind) {
    case EventKind::status:
      return Entry{"status", name_in(data.statuses, event.from()), name_in(data.statuses, event.to())};
    case EventKind::sprint_enter:
      return Entry{"sprint_enter", nullptr, name_in(data.sprints, event.to())};
    case EventKind::sprint_leave:
      return Entry{"sprint_leave", name_in(data.sprints, event.from()), nullptr};
    case EventKind::estimate:
      return Entry{"estimate", nullptr, estimate(event.value())};
    case EventKind::flag_on:
      return Entry{"blocked"};
    case EventKind::flag_off:
      return Entry{"unblocked"};
    case EventKind::resolution:
      return Entry{"resolution", resolution_in(data, event.from()), resolution_in(data, event.to())};
    case EventKind::assignee:
      if (!people) return Entry{"assignee"};
      return Entry{"assignee", name_in(data.people, event.from()), name_in(data.people, event.to())};
    case EventKind::comment:
      return Entry{"comment"};
    case EventKind::criteria:
    case EventKind::passive:
    case EventKind::other:
      break;
  }
  return std::nullopt;
}

}  // namespace

JsonDocument timeline_of(const workspace::Figures& figures, Index index, bool people) {
  const history::Dataset& data = figures.dataset();
  const history::Issue& issue = data.issues[index];
  JsonDocument list = JsonDocument::array();
  list.push_back(
      {{"at", format_iso(issue.created)}, {"kind", "created"}, {"from", nullptr}, {"to", nullptr}});
  JsonDocument last_estimate = nullptr;
  for (const Event& event : data.events_of(issue)) {
    if (event.at > figures.as_of().at) break;
    auto entry = entry_of(data, event, people);
    if (!entry || (event.synthetic && entry->to.is_null())) continue;
    if (event.kind == EventKind::estimate) entry->from = std::exchange(last_estimate, entry->to);
    list.push_back({{"at", format_iso(event.at)},
                    {"kind", entry->kind},
                    {"from", std::move(entry->from)},
                    {"to", std::move(entry->to)}});
  }
  return list;
}

}  // namespace stint::server
