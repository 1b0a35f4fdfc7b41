#include "history/flag_reason.h"

#include <gtest/gtest.h>

namespace stint::history {
namespace {

TEST(FlagReason, IsWhatStandsBehindThePreamble) {
  EXPECT_EQ(reason_in_comment("waits for the bank"), "waits for the bank");
  EXPECT_EQ(reason_in_comment("(flag) Flag added\n\nwaits for the bank"), "waits for the bank");
  EXPECT_EQ(reason_in_comment(":flag_on: Flag added\nwaits for the bank\nsince Monday"),
            "waits for the bank");
  EXPECT_EQ(reason_in_comment("**🚩 Flag added** waits for the bank"), "waits for the bank");
  EXPECT_EQ(reason_in_comment("  _flag added_  \\\\ waits "), "waits");
}

TEST(FlagReason, IsNoneForThePreambleAlone) {
  EXPECT_EQ(reason_in_comment("(flag) Flag added"), std::nullopt);
  EXPECT_EQ(reason_in_comment(":flag_on: *Flag added*\n\n"), std::nullopt);
  EXPECT_EQ(reason_in_comment("\n \t"), std::nullopt);
  EXPECT_EQ(reason_in_comment(""), std::nullopt);
}

}  // namespace
}  // namespace stint::history
