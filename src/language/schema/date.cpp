#include "language/schema/date.h"

#include <string>
#include <vector>

namespace stint::language::schema {
namespace {

using namespace grammar;

std::string two_digits(int number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

Expression any_digit_of(std::string_view digits) {
  return one_of(CharacterClass::of(digits));
}

// Two digits whose number is divisible by four; 00 only where it is asked for.
Expression fours(bool with_zero) {
  return choice({seq({text("0"), any_digit_of(with_zero ? "048" : "48")}),
                 seq({any_digit_of("2468"), any_digit_of("048")}),
                 seq({any_digit_of("13579"), any_digit_of("26")})});
}

// The days of a month that has so many.
Expression days(int count) {
  std::vector<std::string> texts;
  for (int day = 1; day <= count; ++day) texts.push_back(two_digits(day));
  return any_of(texts);
}

Expression months_of(std::initializer_list<int> months, int days_in_month) {
  std::vector<std::string> texts;
  for (const int month : months) texts.push_back(two_digits(month) + '-');
  return seq({any_of(texts), days(days_in_month)});
}

}  // namespace

grammar::Expression dates() {
  const Expression digit = one_of({{U'0', U'9'}});
  const Expression leap_year =
      choice({seq({repeat(digit, 2, 2), fours(false)}), seq({fours(true), text("00")})});
  const Expression every_year =
      choice({months_of({1, 3, 5, 7, 8, 10, 12}, 31), months_of({4, 6, 9, 11}, 30), months_of({2}, 28)});
  return choice({seq({repeat(digit, 4, 4), text("-"), every_year}), seq({leap_year, text("-02-29")})});
}

}  // namespace stint::language::schema
