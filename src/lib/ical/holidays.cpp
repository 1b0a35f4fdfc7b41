#include "lib/ical/holidays.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <libical/ical.h>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "lib/ical/event_text.h"

namespace stint {
namespace {

namespace chr = std::chrono;

constexpr Day kFirst{chr::year{1970} / chr::January / 1};
constexpr Day kBehindLast{chr::year{2101} / chr::January / 1};

// A calendar of holidays has some dozen; a file made to keep a program busy has more.
constexpr int kMostRepeatingEvents = 500;
constexpr double kMostSteps = 300'000;
constexpr std::uintmax_t kMostFileBytes = 100'000'000;

// The library looks for the next repetition up to this year, whatever the rule's end.
constexpr Day kLibraryEnd{chr::year{2582} / chr::December / 31};

// What a rule repeats by, and how dear a period is in which it finds nothing, in steps of a day each (a few
// microseconds; measured).
struct Period {
  icalrecurrencetype_frequency frequency;
  double days;
  double dearness;
};
constexpr std::array<Period, 4> kPeriods{{{ICAL_DAILY_RECURRENCE, 1, 1},
                                          {ICAL_WEEKLY_RECURRENCE, 7, 1},
                                          {ICAL_MONTHLY_RECURRENCE, 30.4, 15},
                                          {ICAL_YEARLY_RECURRENCE, 365.2, 45}}};

// Days from the first to before the last.
struct Span {
  Day from;
  Day to;
};

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

std::optional<Day> day_of(const icaltimetype& time) {
  if (icaltime_is_null_time(time) != 0) return std::nullopt;
  const chr::year_month_day date{chr::year{time.year}, chr::month{static_cast<unsigned>(time.month)},
                                 chr::day{static_cast<unsigned>(time.day)}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

// The text of the first property that the library could not read, if it is one that tells days.
std::optional<std::string> complaint(icalcomponent* event) {
  constexpr std::array<std::string_view, 6> kTelling{"DTSTART", "DTEND", "DURATION",
                                                     "RRULE",   "RDATE", "EXDATE"};
  for (icalproperty* property = icalcomponent_get_first_property(event, ICAL_XLICERROR_PROPERTY);
       property != nullptr; property = icalcomponent_get_next_property(event, ICAL_XLICERROR_PROPERTY)) {
    const char* const text = icalproperty_get_xlicerror(property);
    const std::string_view view = text == nullptr ? "" : text;
    for (const std::string_view name : kTelling) {
      if (view.find(name) != std::string_view::npos) return fmt::format("an event's {} cannot be read", name);
    }
  }
  return std::nullopt;
}

// Collects the days of events.
class Calendar {
 public:
  [[nodiscard]] Outcome add(const ical::EventText& text) {
    const Component event{icalparser_parse_string(text.text.c_str())};
    const auto wrong = [&](std::string message) {
      return fail(ErrorCode::usage, std::move(message), fmt::format("line {}", text.line));
    };
    if (event == nullptr) return wrong("an event that cannot be read");
    if (auto message = complaint(event.get())) return wrong(std::move(*message));
    icalproperty* const start = icalcomponent_get_first_property(event.get(), ICAL_DTSTART_PROPERTY);
    if (start == nullptr) return wrong("an event without a start (DTSTART)");
    const icaltimetype first = icalproperty_get_dtstart(start);
    const auto day = day_of(first);
    if (!day) return wrong("an event whose start (DTSTART) is no date");
    if (first.is_date == 0) {
      ++holidays_.timed_events;
      return {};
    }
    const std::string uid = uid_of(event.get());
    // Cancelled or not, it takes the place of a repetition.
    if (icalproperty* const original =
            icalcomponent_get_first_property(event.get(), ICAL_RECURRENCEID_PROPERTY)) {
      if (const auto replaced = day_of(icalproperty_get_recurrenceid(original)))
        replaced_[uid].push_back(*replaced);
    }
    if (icalcomponent_get_status(event.get()) == ICAL_STATUS_CANCELLED) return {};
    const chr::days length = length_of(event.get(), *day);
    const std::vector<Day> left_out = left_out_by(event.get());
    std::vector<Day> starts{*day};
    for (icalproperty* rule = icalcomponent_get_first_property(event.get(), ICAL_RRULE_PROPERTY);
         rule != nullptr; rule = icalcomponent_get_next_property(event.get(), ICAL_RRULE_PROPERTY)) {
      if (++repeating_events_ > kMostRepeatingEvents) {
        return wrong(fmt::format("more than {} repeating events", kMostRepeatingEvents));
      }
      if (auto message = repeat(icalproperty_get_rrule(rule), first, starts))
        return wrong(std::move(*message));
    }
    for (icalproperty* more = icalcomponent_get_first_property(event.get(), ICAL_RDATE_PROPERTY);
         more != nullptr; more = icalcomponent_get_next_property(event.get(), ICAL_RDATE_PROPERTY)) {
      const icaldatetimeperiodtype date = icalproperty_get_rdate(more);
      if (const auto extra = day_of(date.time)) starts.push_back(*extra);
    }
    const bool repeats = starts.size() > 1;
    for (const Day from : starts) {
      if (std::ranges::binary_search(left_out, from)) continue;
      (repeats ? repeated_[uid] : spans_).push_back({from, from + length});
    }
    return {};
  }

  [[nodiscard]] Holidays finish() {
    for (auto& [uid, spans] : repeated_) {
      std::vector<Day>& replaced = replaced_[uid];
      std::ranges::sort(replaced);
      for (const Span& span : spans) {
        if (!std::ranges::binary_search(replaced, span.from)) spans_.push_back(span);
      }
    }
    std::ranges::sort(spans_, {}, &Span::from);
    Day next = kFirst;  // days before are listed already
    for (const Span& span : spans_) {
      for (next = std::max(next, span.from); next < std::min(span.to, kBehindLast); next += chr::days{1}) {
        holidays_.days.push_back(next);
      }
    }
    return std::move(holidays_);
  }

 private:
  static std::string uid_of(icalcomponent* event) {
    const char* const uid = icalcomponent_get_uid(event);
    return uid == nullptr ? "" : uid;
  }

  static chr::days length_of(icalcomponent* event, Day start) {
    constexpr chr::days kOne{1};
    const chr::days all = kBehindLast - kFirst;
    if (icalproperty* const end = icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY)) {
      const auto day = day_of(icalproperty_get_dtend(end));
      return day ? std::clamp(chr::days{*day - start}, kOne, all) : kOne;
    }
    if (icalproperty* const lasts = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY)) {
      const icaldurationtype duration = icalproperty_get_duration(lasts);
      if (duration.is_neg != 0) return kOne;
      const std::uint64_t days = std::uint64_t{7} * duration.weeks + duration.days;
      return std::clamp(chr::days{static_cast<int>(std::min<std::uint64_t>(days, 100'000))}, kOne, all);
    }
    return kOne;
  }

  static std::vector<Day> left_out_by(icalcomponent* event) {
    std::vector<Day> days;
    for (icalproperty* property = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
         property != nullptr; property = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
      if (const auto day = day_of(icalproperty_get_exdate(property))) days.push_back(*day);
    }
    std::ranges::sort(days);
    return days;
  }

  // Adds the days on which the rule starts an event anew; says what is wrong with it.
  std::optional<std::string> repeat(icalrecurrencetype rule, const icaltimetype& first,
                                    std::vector<Day>& starts) {
    const auto period = std::ranges::find(kPeriods, rule.freq, &Period::frequency);
    if (period == kPeriods.end()) return "an event that lasts whole days cannot repeat within a day (RRULE)";
    const double length = period->days * std::max(1, int{rule.interval});
    // Times of the day mean nothing here.
    rule.by_hour[0] = rule.by_minute[0] = rule.by_second[0] = ICAL_RECURRENCE_ARRAY_MAX;
    // The library would look beyond it too.
    const auto last = day_of(std::exchange(rule.until, icaltime_null_time()));
    const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator{icalrecur_iterator_new(rule, first)};
    if (iterator == nullptr) return "a repetition (RRULE) that means nothing";
    Day before = starts.front();
    for (int found = 0; rule.count == 0 || found < rule.count; ++found) {
      const auto day = day_of(icalrecur_iterator_next(iterator.get()));
      // A rule can look through centuries for a 30 February.
      const double passed_over =
          static_cast<double>((day.value_or(kLibraryEnd) - before).count()) / length - 1;
      steps_ += 1 + std::max(0.0, passed_over) * period->dearness;
      if (steps_ > kMostSteps) {
        return fmt::format("up to this event, repetitions (RRULE) that take more than {} steps to find",
                           kMostSteps);
      }
      if (!day || *day >= kBehindLast || (last && *day > *last)) break;
      before = *day;
      if (*day != starts.front()) starts.push_back(*day);
    }
    return std::nullopt;
  }

  Holidays holidays_;
  std::vector<Span> spans_;
  std::map<std::string, std::vector<Span>> repeated_;  // by the event's identity
  std::map<std::string, std::vector<Day>> replaced_;   // likewise
  int repeating_events_ = 0;
  double steps_ = 0;  // that the library took to find repetitions
};

}  // namespace

Result<Holidays> parse_holidays(std::string_view text) {
  // Otherwise the library ends the process when it meets something odd.
  static std::once_flag once;
  std::call_once(once, [] { icalerror_set_errors_are_fatal(0); });
  ical::EventReader reader{text};
  Calendar calendar;
  for (;;) {
    STINT_ASSIGN(event, reader.next());
    if (!event) return calendar.finish();
    STINT_TRY(calendar.add(*event));
  }
}

Result<Holidays> read_holidays(const std::filesystem::path& file) {
  std::error_code code;
  const std::uintmax_t size = std::filesystem::file_size(file, code);
  if (code) {
    return fail(ErrorCode::not_found, "the calendar of holidays cannot be read: " + code.message(),
                file.string());
  }
  if (size > kMostFileBytes) {
    return fail(ErrorCode::usage, "a calendar of holidays has at most 100 MB", file.string());
  }
  std::string text(size, '\0');
  std::ifstream stream{file, std::ios::binary};
  stream.read(text.data(), static_cast<std::streamsize>(size));
  if (!stream) return fail(ErrorCode::not_found, "the calendar of holidays cannot be read", file.string());
  auto holidays = parse_holidays(text);
  if (!holidays) {
    Error error = std::move(holidays).error();
    error.where = file.string() + ", " + error.where;
    return fail(std::move(error));
  }
  return holidays;
}

}  // namespace stint
