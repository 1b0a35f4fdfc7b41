#include "tracker/csv/local_dates.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace stint::tracker {

namespace {

namespace chr = std::chrono;

struct MonthName {
  std::string_view name;  // the first letters, lower case
  unsigned month;
};

// The first that the word begins with counts, so longer ones come before their own beginnings.
constexpr std::array kMonths{
    MonthName{"jan", 1},  MonthName{"gen", 1},  MonthName{"ene", 1},  MonthName{"feb", 2},
    MonthName{"fev", 2},  MonthName{"fév", 2},  MonthName{"mar", 3},  MonthName{"mär", 3},
    MonthName{"mrt", 3},  MonthName{"maa", 3},  MonthName{"mrz", 3},  MonthName{"apr", 4},
    MonthName{"abr", 4},  MonthName{"avr", 4},  MonthName{"may", 5},  MonthName{"mai", 5},
    MonthName{"mag", 5},  MonthName{"mei", 5},  MonthName{"jun", 6},  MonthName{"juin", 6},
    MonthName{"giu", 6},  MonthName{"juil", 7}, MonthName{"jul", 7},  MonthName{"lug", 7},
    MonthName{"aug", 8},  MonthName{"ago", 8},  MonthName{"aoû", 8},  MonthName{"aou", 8},
    MonthName{"sep", 9},  MonthName{"set", 9},  MonthName{"oct", 10}, MonthName{"okt", 10},
    MonthName{"ott", 10}, MonthName{"out", 10}, MonthName{"nov", 11}, MonthName{"dec", 12},
    MonthName{"déc", 12}, MonthName{"dez", 12}, MonthName{"dic", 12},
};

unsigned month_of(std::string_view word) {
  const auto row =
      std::ranges::find_if(kMonths, [&](const MonthName& m) { return word.starts_with(m.name); });
  return row == kMonths.end() ? 0 : row->month;
}

// Lower case, no-break spaces (newer Java puts one before PM) as plain ones, trimmed.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.substr(i).starts_with("\u202F")) {
      out += ' ';
      i += 2;
    } else if (text.substr(i).starts_with("\u00A0")) {
      out += ' ';
      ++i;
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
  }
  const std::size_t first = out.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(" \t\r\n") + 1 - first);
}

// A date as written: which of the first two numbers is the month may be open.
struct Written {
  int year = 0;
  unsigned first = 0;   // the day, when not ambiguous
  unsigned second = 0;  // the month, when not ambiguous
  bool ambiguous = false;
  bool half_day_clock = false;
  Milliseconds time{};
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::optional<Written> read() {
    if (!date()) return std::nullopt;
    take(',');
    spaces();
    if (!rest_.empty() && !time()) return std::nullopt;
    if (!rest_.empty()) return std::nullopt;
    return written_;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void spaces() {
    while (take(' ')) {
    }
  }

  // Up to `most` digits; their count is kept because it tells a year.
  bool number(unsigned& value, std::size_t most) {
    value = 0;
    digits_ = 0;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      if (++digits_ > most) return false;
      value = value * 10 + static_cast<unsigned>(rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return digits_ > 0;
  }

  bool year() {
    unsigned value = 0;
    if (!number(value, 4) || (digits_ != 2 && digits_ != 4)) return false;
    if (digits_ == 2) value += value < 70 ? 2000 : 1900;
    written_.year = static_cast<int>(value);
    return true;
  }

  bool month_name(unsigned& month) {
    std::size_t size = 0;
    while (size < rest_.size() && (static_cast<unsigned char>(rest_[size]) >= 0x80 || is_letter(rest_[size])))
      ++size;
    month = month_of(rest_.substr(0, size));
    rest_.remove_prefix(size);
    take('.');
    return month != 0;
  }
  static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

  // Between the parts of a date: one of "/.-" or spaces.
  char separator() {
    const char c = rest_.empty() ? '\0' : rest_.front();
    if (c == '/' || c == '.' || c == '-') {
      rest_.remove_prefix(1);
      spaces();
      return c;
    }
    spaces();
    return c == ' ' ? c : '\0';
  }

  bool date() {
    if (rest_.empty()) return false;
    if (rest_.front() < '0' || rest_.front() > '9') {  // Nov 17, 2026
      if (!month_name(written_.second) || separator() == '\0' || !number(written_.first, 2)) return false;
      take(',');
      return separator() != '\0' && year();
    }
    if (!number(written_.first, 4)) return false;
    const std::size_t digits = digits_;
    const char between = separator();
    if (between == '\0') return false;
    if (digits == 4 && between != ' ') {  // 2026/11/17
      written_.year = static_cast<int>(written_.first);
      return number(written_.second, 2) && separator() == between && number(written_.first, 2);
    }
    if (digits > 2) return false;
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') {  // 17/Nov/26
      return month_name(written_.second) && separator() != '\0' && year();
    }
    written_.ambiguous = between == '/' || between == '-';
    return between != ' ' && number(written_.second, 2) && separator() == between && year();
  }

  bool time() {
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    if (!number(hour, 2) || !take(':') || !number(minute, 2)) return false;
    if (take(':') && !number(second, 2)) return false;
    unsigned ms = 0;
    if (take('.') && (!number(ms, 3) || digits_ != 3)) return false;
    spaces();
    if (!rest_.empty()) {
      const bool pm = rest_ == "pm" || rest_ == "p.m.";
      if (!pm && rest_ != "am" && rest_ != "a.m.") return false;
      if (hour < 1 || hour > 12) return false;
      hour = hour % 12 + (pm ? 12 : 0);
      written_.half_day_clock = true;
      rest_ = {};
    }
    if (hour > 23 || minute > 59 || second > 60) return false;
    written_.time = chr::hours(hour) + chr::minutes(minute) + chr::seconds(second) + Milliseconds(ms);
    return true;
  }

  std::string_view rest_;
  std::size_t digits_ = 0;
  Written written_;
};

bool looks_iso(std::string_view text) {
  return text.size() >= 10 && text[4] == '-' && text[7] == '-' && text[0] >= '0' && text[0] <= '9';
}

bool has_offset(std::string_view iso) {
  return iso.substr(10).find_first_of("Zz+-") != std::string_view::npos;
}

}  // namespace

void LocalDates::learn(std::string_view text) {
  const auto written = Scanner(plain(text)).read();
  if (!written || !written->ambiguous) return;
  half_day_clock_ |= written->half_day_clock;
  if (written->first > 12 && written->second <= 12) ++day_first_;
  if (written->second > 12 && written->first <= 12) ++month_first_;
}

LocalDates::Order LocalDates::order() const {
  if (day_first_ == month_first_) return half_day_clock_ ? Order::month_first : Order::day_first;
  return day_first_ > month_first_ ? Order::day_first : Order::month_first;
}

std::optional<Instant> LocalDates::parse(std::string_view text) const {
  const auto to_instant = [&](LocalTime local) {
    return to_instant_ ? to_instant_(local) : Instant{local.time_since_epoch()};
  };
  std::string form = plain(text);
  if (looks_iso(form)) {
    std::ranges::transform(form, form.begin(), [](char c) { return c == ',' ? '.' : c; });
    const auto instant = parse_iso_instant(form);
    if (!instant || has_offset(form)) return instant;
    return to_instant(LocalTime{instant->time_since_epoch()});
  }
  const auto written = Scanner(form).read();
  if (!written) return std::nullopt;
  unsigned day = written->first;
  unsigned month = written->second;
  if (written->ambiguous && order() == Order::month_first) std::swap(day, month);
  const chr::year_month_day date{chr::year{written->year}, chr::month{month}, chr::day{day}};
  if (!date.ok()) return std::nullopt;
  return to_instant(LocalTime{chr::local_days{date}} + written->time);
}

}  // namespace stint::tracker
