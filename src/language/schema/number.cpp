#include "language/schema/number.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "language/schema/shape.h"

namespace stint::language::schema {
namespace {

using namespace grammar;

constexpr std::uint32_t kFractionDigits = 6;

Expression digits(char from, char to) {
  return one_of({{static_cast<char32_t>(from), static_cast<char32_t>(to)}});
}

// Texts of digits of one length, from one to another.
Expression between(std::string_view low, std::string_view high) {
  if (low.empty()) return {};
  const auto rest = static_cast<std::uint32_t>(low.size() - 1);
  const std::string zeros(rest, '0');
  const std::string nines(rest, '9');
  if (low.substr(1) == zeros && high.substr(1) == nines) {
    return seq({digits(low[0], high[0]), repeat(digits('0', '9'), rest, rest)});
  }
  if (low[0] == high[0]) return seq({text(low.substr(0, 1)), between(low.substr(1), high.substr(1))});
  std::vector<Expression> ways{seq({text(low.substr(0, 1)), between(low.substr(1), nines)})};
  if (high[0] - low[0] > 1) {
    const auto above = static_cast<char>(low[0] + 1);
    const auto below = static_cast<char>(high[0] - 1);
    ways.push_back(seq({digits(above, below), repeat(digits('0', '9'), rest, rest)}));
  }
  ways.push_back(seq({text(high.substr(0, 1)), between(zeros, high.substr(1))}));
  return choice(std::move(ways));
}

// From `low`, not below 0, to `high`.
Expression naturals(std::int64_t low, std::int64_t high) {
  std::vector<Expression> ways;
  std::int64_t begin = 0;
  for (std::int64_t end = 9; begin <= high; begin = end + 1, end = end * 10 + 9) {
    const std::int64_t from = std::max(low, begin);
    const std::int64_t to = std::min(high, end);
    if (from <= to) ways.push_back(between(std::to_string(from), std::to_string(to)));
  }
  return choice(std::move(ways));
}

Expression fraction(char last_digit = '9') {
  return seq({text("."), repeat(digits('0', last_digit), 1, kFractionDigits)});
}

// From `low`, not below 0, to `high`, with fractions; nothing above `high` but where it is no bound.
Expression magnitudes(std::int64_t low, std::optional<std::int64_t> high) {
  if (!high) return seq({naturals(low, IntegerShape::kLargest), optional(fraction())});
  return choice({seq({naturals(low, *high - 1), optional(fraction())}),
                 seq({text(std::to_string(*high)), optional(fraction('0'))})});
}

}  // namespace

grammar::Expression integers(std::int64_t min, std::int64_t max) {
  std::vector<Expression> ways;
  if (max >= 0) ways.push_back(naturals(std::max<std::int64_t>(min, 0), max));
  if (min < 0) {
    const std::int64_t least = std::max<std::int64_t>(1, -max);
    ways.push_back(seq({text("-"), naturals(least, -min)}));
  }
  return choice(std::move(ways));
}

grammar::Expression numbers(std::optional<std::int64_t> min, std::optional<std::int64_t> max) {
  std::vector<Expression> ways;
  if (!max || *max >= 0) ways.push_back(magnitudes(std::max<std::int64_t>(min.value_or(0), 0), max));
  if (!min || *min < 0) {
    const std::optional<std::int64_t> most = min ? std::optional(-*min) : std::nullopt;
    const Expression below_zero = max && *max < 0
                                      ? magnitudes(-*max, most)
                                      : choice({seq({text("0"), fraction()}), magnitudes(1, most)});
    ways.push_back(seq({text("-"), below_zero}));
  }
  return choice(std::move(ways));
}

}  // namespace stint::language::schema
