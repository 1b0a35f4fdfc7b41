#include "metrics/burnout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "lib/xxhash/hash.h"
#include "metrics/miss_reasons.h"
#include "metrics/workload_record.h"

namespace stint::metrics {
namespace {

using Weekly = std::vector<std::optional<double>>;

constexpr int kUsualHours = 12;
constexpr std::size_t kLeastBaseline = 3;  // values

constexpr std::array<std::string_view, kWorkloadSignals> kNames{"off_hours", "parallel_work", "switches",
                                                                "carried", "weeks_without_gap"};

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values, double mean) {
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

// What somebody carried over, sprint by sprint.
struct Carried {
  Instant at{};
  double amount = 0;
};

Index assignee_at(const history::Dataset& data, const history::Issue& issue, Instant at) {
  Index assignee = kNone;
  for (const history::Event& event : data.events_of(issue)) {
    if (event.at > at) break;
    if (event.kind == history::EventKind::assignee) assignee = event.to();
  }
  return assignee;
}

using CarriedByPerson = std::unordered_map<Index, std::vector<Carried>>;

CarriedByPerson carried_by_person(const Context& context, std::span<const SprintLedger> ledgers,
                                  const WorkloadWeeks& weeks) {
  const history::Dataset& data = context.data;
  CarriedByPerson all;
  for (std::size_t i = 0; i + 1 < ledgers.size(); ++i) {
    const SprintLedger& ledger = ledgers[i];
    const SprintLedger& next = ledgers[i + 1];
    if (data.sprints[ledger.sprint].board != data.sprints[next.sprint].board) continue;
    if (!ledger.window.closed || ledger.no_history || ledger.window.end < weeks.begin) continue;
    const std::vector<Index> carried = carried_over(context, ledger, next);
    std::map<Index, double> amounts;
    for (const SprintItem& item : ledger.items) {
      if (!item.member_at_end && !item.completed) continue;
      const Index person = assignee_at(data, data.issues[item.issue], ledger.window.end);
      if (person == kNone) continue;
      const bool on = std::ranges::binary_search(carried, item.issue);
      amounts[person] += on ? item.estimate_at_end : 0;
    }
    for (const auto& [person, amount] : amounts) all[person].push_back({ledger.window.end, amount});
  }
  return all;
}

// Four letters and digits that are not mistaken for each other.
std::string pseudonym_of(const Context& context, const WorkloadRecord& record) {
  constexpr std::string_view kLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const history::Dataset& data = context.data;
  const history::Person& person = data.people[record.person];
  std::string text = data.sites[person.site].url;
  text += '\n';
  text += data.projects[record.project];
  text += '\n';
  text += person.id;
  std::uint64_t hash = content_hash(text);
  std::string name{"Person "};
  for (int i = 0; i < 4; ++i, hash >>= 5U) name += kLetters[hash & 31U];
  return name;
}

class Signals {
 public:
  Signals(const Context& context, const WorkloadWeeks& weeks, const WorkloadRecord& record)
      : context_(context), weeks_(weeks), record_(record) {
    // The baseline begins with the first thing that the person did in it.
    const auto first = std::ranges::min_element(record.deeds, {}, &Deed::day);
    first_day_ = first->day;
  }

  PersonWorkload read(const std::vector<Carried>& carried) {
    PersonWorkload out;
    out.person = record_.person;
    out.pseudonym = pseudonym_of(context_, record_);
    for (const Deed& deed : record_.deeds) {
      if (is_recent(deed.day)) ++out.recent;
      if (is_baseline(deed.day)) ++out.baseline;
    }
    const Options& options = context_.options;
    const auto split = 7 * weeks_.baseline;
    if (static_cast<double>(first_day_) + options.burnout_minimum_days > static_cast<double>(split)) {
      out.not_judged = "short_baseline";
    } else if (static_cast<double>(out.baseline) < options.burnout_minimum_events ||
               static_cast<double>(out.recent) < options.burnout_minimum_events) {
      out.not_judged = "few_contributions";
    }
    if (!out.not_judged.empty()) return out;
    set(out, WorkloadSignal::off_hours, off_hours());
    set(out, WorkloadSignal::parallel_work, parallel_work());
    set(out, WorkloadSignal::switches, switches());
    set(out, WorkloadSignal::weeks_without_gap, without_gap());
    set_carried(out, carried);
    const auto stands_out = [&](WorkloadSignal signal) {
      const auto& z = out.signals[static_cast<std::size_t>(signal)].z;
      return z && *z >= options.burnout_z;
    };
    for (std::size_t i = 0; i < kWorkloadSignals; ++i) {
      if (stands_out(static_cast<WorkloadSignal>(i))) ++out.standing_out;
    }
    // Items that lie unfinished raise both of these: together they are one reason to look.
    const bool same_items = stands_out(WorkloadSignal::parallel_work) && stands_out(WorkloadSignal::carried);
    const int reasons = out.standing_out - (same_items ? 1 : 0);
    // The rest may follow from how a sprint went; off-hours are the person's own time.
    const SignalReading& off = out.signals[static_cast<std::size_t>(WorkloadSignal::off_hours)];
    out.overloaded = reasons >= options.burnout_signals || (off.z && *off.z >= options.burnout_off_hours_z);
    return out;
  }

 private:
  [[nodiscard]] bool is_recent(std::size_t day) const { return day >= 7 * weeks_.first_recent(); }
  [[nodiscard]] bool is_baseline(std::size_t day) const { return day < 7 * weeks_.baseline; }
  [[nodiscard]] Day day(std::size_t d) const { return weeks_.first + std::chrono::days{static_cast<int>(d)}; }

  void set(PersonWorkload& out, WorkloadSignal signal, const Weekly& weekly) const {
    const auto i = static_cast<std::size_t>(signal);
    const WeeklyValues all{weekly};
    out.signals[i] = reading(all.first(weeks_.baseline), all.last(weeks_.recent), kLeastDeviation[i]);
  }

  [[nodiscard]] Weekly off_hours() const {
    std::array<std::int64_t, 24> by_hour{};
    for (const Deed& deed : record_.deeds) {
      if (is_baseline(deed.day)) ++by_hour[deed.hour];
    }
    const int from = usual_hours(by_hour);
    std::vector<double> all(weeks_.weeks());
    std::vector<double> off(weeks_.weeks());
    for (const Deed& deed : record_.deeds) {
      const std::size_t week = deed.day / 7U;
      const bool outside = (deed.hour + 24 - from) % 24 >= kUsualHours;
      all[week] += 1;
      if (outside || !context_.calendar.works(day(deed.day))) off[week] += 1;
    }
    // The recent weeks are taken together: a quiet one would weigh as much as a busy one.
    const auto sum_of_recent = [&](const std::vector<double>& counts) {
      return std::accumulate(counts.end() - static_cast<std::ptrdiff_t>(weeks_.recent), counts.end(), 0.0);
    };
    const double recent_all = sum_of_recent(all);
    const double recent_off = sum_of_recent(off);
    Weekly out(weeks_.weeks());
    for (std::size_t week = 0; week < out.size(); ++week) {
      if (week >= weeks_.first_recent()) {
        if (recent_all > 0) out[week] = recent_off / recent_all;
      } else if (all[week] > 0) {
        out[week] = off[week] / all[week];
      }
    }
    return out;
  }

  // Calls `use(week, day)` for the days since the person's first.
  template <class Use>
  void for_each_day_since_first(Use use) const {
    for (std::size_t d = first_day_; d < weeks_.days(); ++d) use(d / 7, d);
  }

  // The mean of a figure over some days of each week.
  template <class Counts, class Figure>
  [[nodiscard]] Weekly weekly_mean(Counts counts, Figure figure) const {
    std::vector<double> days(weeks_.weeks());
    std::vector<double> sums(weeks_.weeks());
    for_each_day_since_first([&](std::size_t week, std::size_t d) {
      if (!counts(d)) return;
      days[week] += 1;
      sums[week] += figure(d);
    });
    Weekly out(weeks_.weeks());
    for (std::size_t week = 0; week < out.size(); ++week) {
      if (days[week] > 0) out[week] = sums[week] / days[week];
    }
    return out;
  }

  [[nodiscard]] Weekly parallel_work() const {
    return weekly_mean([&](std::size_t d) { return context_.calendar.works(day(d)); },
                       [&](std::size_t d) { return static_cast<double>(record_.assigned[d]); });
  }
  [[nodiscard]] Weekly switches() const {
    return weekly_mean([&](std::size_t d) { return record_.touched[d] > 0; },
                       [&](std::size_t d) { return static_cast<double>(record_.touched[d]); });
  }

  // A gap belongs to the week of its first day.
  [[nodiscard]] Weekly without_gap() const {
    Weekly out(weeks_.weeks());
    for_each_day_since_first([&](std::size_t week, std::size_t d) {
      if (!out[week]) out[week] = 1;
      const bool free = record_.touched[d] == 0;
      if (free && d + 1 < weeks_.days() && record_.touched[d + 1] == 0) out[week] = 0;
    });
    // The first week may have begun before there was anything to see.
    if (first_day_ % 7 != 0) out[first_day_ / 7].reset();
    return out;
  }

  void set_carried(PersonWorkload& out, const std::vector<Carried>& carried) const {
    Weekly before;
    Weekly now;
    for (const Carried& sprint : carried) {
      if (sprint.at < weeks_.baseline_end) before.emplace_back(sprint.amount);
      if (sprint.at >= weeks_.split) now.emplace_back(sprint.amount);
    }
    const auto i = static_cast<std::size_t>(WorkloadSignal::carried);
    out.signals[i] = reading(before, now, kLeastDeviation[i]);
  }

  const Context& context_;
  const WorkloadWeeks& weeks_;
  const WorkloadRecord& record_;
  std::size_t first_day_ = 0;
};

}  // namespace

std::string_view signal_name(WorkloadSignal signal) {
  return kNames[static_cast<std::size_t>(signal)];
}

SignalReading reading(WeeklyValues baseline, WeeklyValues recent, double least_deviation) {
  const auto known = [](WeeklyValues weeks) {
    std::vector<double> values;
    for (const auto& week : weeks) {
      if (week) values.push_back(*week);
    }
    return values;
  };
  const std::vector<double> before = known(baseline);
  const std::vector<double> now = known(recent);
  SignalReading out;
  if (!now.empty()) out.recent = mean_of(now);
  if (before.size() < kLeastBaseline) return out;
  out.usual = mean_of(before);
  if (out.recent)
    out.z = (*out.recent - *out.usual) / std::max(deviation_of(before, *out.usual), least_deviation);
  return out;
}

int usual_hours(const std::array<std::int64_t, 24>& by_hour) {
  std::array<std::int64_t, 24> sums{};
  for (std::size_t from = 0; from < 24; ++from) {
    for (std::size_t h = 0; h < kUsualHours; ++h) sums[from] += by_hour[(from + h) % 24];
  }
  const std::int64_t most = std::ranges::max(sums);
  // Where a run of equals begins, and how long it is.
  std::size_t first = 0;
  while (first < 24 && !(sums[first] == most && sums[(first + 23) % 24] != most)) ++first;
  if (first == 24) return 8;  // all the same
  std::size_t length = 0;
  while (sums[(first + length) % 24] == most) ++length;
  return static_cast<int>((first + length / 2) % 24);
}

std::vector<WorkloadGroup> workload(const Context& context, std::span<const SprintLedger> ledgers) {
  if (context.options.burnout_enabled <= 0) return {};
  const WorkloadWeeks weeks{context};
  const std::vector<WorkloadRecord> records = workload_records(context, weeks);
  const CarriedByPerson carried = carried_by_person(context, ledgers, weeks);
  std::vector<std::vector<const WorkloadRecord*>> by_project(context.data.projects.size());
  for (const WorkloadRecord& record : records) by_project[record.project].push_back(&record);
  std::vector<WorkloadGroup> groups;
  for (Index project = 0; project < by_project.size(); ++project) {
    if (by_project[project].empty()) continue;
    WorkloadGroup& group = groups.emplace_back();
    group.project = project;
    group.suppressed = static_cast<double>(by_project[project].size()) < context.options.burnout_group;
    if (group.suppressed) continue;
    for (const WorkloadRecord* record : by_project[project]) {
      const auto known = carried.find(record->person);
      group.people.push_back(Signals{context, weeks, *record}.read(
          known == carried.end() ? std::vector<Carried>{} : known->second));
    }
    std::ranges::sort(group.people, {}, &PersonWorkload::pseudonym);
  }
  return groups;
}

}  // namespace stint::metrics
