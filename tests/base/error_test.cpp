#include "base/error.h"

#include <gtest/gtest.h>
#include <set>
#include <string_view>

#include "base/result.h"

namespace stint {
namespace {

TEST(Error, LeavesEmptyPartsOut) {
  EXPECT_EQ((Error{ErrorCode::usage, "bad", "file, line 3", "mend it"}).to_string(),
            "file, line 3: bad; mend it");
  EXPECT_EQ((Error{ErrorCode::usage, "bad", "", "mend it"}).to_string(), "bad; mend it");
  EXPECT_EQ((Error{ErrorCode::usage, "bad", "file", ""}).to_string(), "file: bad");
  EXPECT_EQ((Error{ErrorCode::usage, "bad", "", ""}).to_string(), "bad");
}

TEST(Error, KindsAreThoseOfTheConventions) {
  const auto status = [](ErrorCode code) { return error_kind(code).exit_status; };
  EXPECT_EQ(status(ErrorCode::failure), 1);
  EXPECT_EQ(status(ErrorCode::usage), 2);
  EXPECT_EQ(status(ErrorCode::authentication), 3);
  EXPECT_EQ(status(ErrorCode::not_found), 4);
  EXPECT_EQ(status(ErrorCode::conflict), 5);
  EXPECT_EQ(status(ErrorCode::throttled), 6);
  EXPECT_EQ(status(ErrorCode::declined), 7);
  EXPECT_EQ(status(ErrorCode::threshold), 100);
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::threshold); ++code) {
    const ErrorKind& kind = error_kind(static_cast<ErrorCode>(code));
    EXPECT_EQ(static_cast<int>(kind.code), code);
    EXPECT_TRUE(names.insert(kind.name).second);
    EXPECT_GE(kind.http_status, 400);
  }
}

Result<int> half(int value) {
  if (value % 2 != 0) return fail(ErrorCode::usage, "odd");
  return value / 2;
}
Result<int> quarter(int value) {
  STINT_ASSIGN(first, half(value));
  STINT_TRY(half(first));
  return half(first);
}

TEST(Result, ErrorsTravelUp) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(quarter(7).error().message, "odd");
}

}  // namespace
}  // namespace stint
