#include "metrics/workload_record.h"

#include <algorithm>
#include <map>

#include "metrics/contributions.h"

namespace stint::metrics {
namespace {

std::size_t whole_weeks(double days) {
  return static_cast<std::size_t>(days) / 7;
}

Instant midnight(const Context& context, Day day) {
  return context.zone.instant_of(std::chrono::local_time<Milliseconds>{day});
}

class Recorder {
 public:
  Recorder(const Context& context, const WorkloadWeeks& weeks)
      : context_(context), weeks_(weeks), positions_(context.data.people.size(), kNone) {}

  void read(const history::Issue& issue) {
    seen_.clear();
    std::uint16_t today = 0;
    for_each_contribution(context_, issue, weeks_.begin - Milliseconds{1}, [&](const history::Event& event) {
      if (event.at >= weeks_.end) return;
      const auto local = context_.zone.local(event.at);
      const Day day = std::chrono::floor<std::chrono::days>(local);
      const Deed deed{
          static_cast<std::uint16_t>((day - weeks_.first).count()),
          static_cast<std::uint8_t>(std::chrono::duration_cast<std::chrono::hours>(local - day).count())};
      if (deed.day != today) seen_.clear();
      today = deed.day;
      const Index position = position_of(event.author);
      WorkloadRecord& record = records_[position];
      record.deeds.push_back(deed);
      ++projects_[position][issue.project];
      if (std::ranges::find(seen_, event.author) != seen_.end()) return;
      seen_.push_back(event.author);
      ++record.touched[deed.day];
    });
    if (context_.counts(issue)) read_assignments(issue);
  }

  std::vector<WorkloadRecord> take() {
    for (std::size_t i = 0; i < records_.size(); ++i) {
      WorkloadRecord& record = records_[i];
      for (const Held& held : held_by_[i]) {
        ++record.assigned[held.from];
        --record.assigned[held.until];
      }
      for (std::size_t d = 1; d < record.assigned.size(); ++d) record.assigned[d] += record.assigned[d - 1];
      record.assigned.pop_back();
      record.project =
          std::ranges::max_element(projects_[i], {}, [](const auto& entry) { return entry.second; })->first;
    }
    std::erase_if(records_, [](const WorkloadRecord& record) { return record.deeds.empty(); });
    return std::move(records_);
  }

 private:
  // Days at whose ends an item was in progress and somebody's.
  struct Held {
    std::size_t from = 0;
    std::size_t until = 0;
  };

  Index position_of(Index person) {
    Index& position = positions_[person];
    if (position != kNone) return position;
    position = static_cast<Index>(records_.size());
    WorkloadRecord& record = records_.emplace_back();
    record.person = person;
    record.touched.resize(weeks_.days());
    record.assigned.resize(weeks_.days() + 1);
    held_by_.emplace_back();
    projects_.emplace_back()[kNone] = 0;
    return position;
  }

  // The first day that ends after `at`.
  [[nodiscard]] std::size_t day_of(Instant at) const {
    if (at < weeks_.begin) return 0;
    if (at >= weeks_.end) return weeks_.days();
    return static_cast<std::size_t>((context_.zone.day_of(at) - weeks_.first).count());
  }

  void read_assignments(const history::Issue& issue) {
    const history::Dataset& data = context_.data;
    const auto events = data.events_of(issue);
    if (events.empty()) return;
    Index assignee = kNone;
    bool working = false;
    Index holder = kNone;
    std::size_t since = 0;
    const auto settle = [&](std::size_t day) {
      const Index now = working ? assignee : kNone;
      if (now == holder) return;
      hold(holder, since, day);
      holder = now;
      since = day;
    };
    for (const history::Event& event : events) {
      if (event.at >= weeks_.end) break;
      if (event.kind == history::EventKind::assignee) {
        assignee = event.to();
      } else if (event.kind == history::EventKind::status) {
        working = data.category(event.to()) == history::StatusCategory::in_progress;
      } else {
        continue;
      }
      settle(day_of(event.at));
    }
    hold(holder, since, weeks_.days());
  }

  void hold(Index person, std::size_t from, std::size_t until) {
    if (person == kNone || from >= until || context_.data.people[person].bot) return;
    held_by_[position_of(person)].push_back({from, until});
  }

  const Context& context_;
  const WorkloadWeeks& weeks_;
  std::vector<Index> positions_;  // by person
  std::vector<WorkloadRecord> records_;
  std::vector<std::vector<Held>> held_by_;
  std::vector<std::map<Index, std::int64_t>> projects_;  // by record: contributions by project
  std::vector<Index> seen_;
};

}  // namespace

WorkloadWeeks::WorkloadWeeks(const Context& context)
    : baseline(whole_weeks(context.options.burnout_baseline_days)),
      recent(whole_weeks(context.options.burnout_recent_days)) {
  const Day today = context.zone.day_of(context.as_of);
  const auto back = [&](std::size_t count) { return today - std::chrono::days{7 * static_cast<int>(count)}; };
  first = back(weeks());
  begin = midnight(context, first);
  baseline_end = midnight(context, back(kLeftOut + recent));
  split = midnight(context, back(recent));
  end = midnight(context, today);
}

std::vector<WorkloadRecord> workload_records(const Context& context, const WorkloadWeeks& weeks) {
  Recorder recorder{context, weeks};
  for (const history::Issue& issue : context.data.issues) {
    if (issue.created < weeks.end) recorder.read(issue);
  }
  return recorder.take();
}

}  // namespace stint::metrics
