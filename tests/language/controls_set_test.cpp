#include <gtest/gtest.h>
#include <set>

#include "language/controls/controls.h"

namespace stint::language {
namespace {

std::string refusal(const std::string& name, const std::string& value) {
  Controls controls;
  const Outcome outcome = controls.set(name, value);
  EXPECT_FALSE(outcome) << name << "=" << value;
  EXPECT_EQ(controls, Controls{});
  if (outcome) return {};
  EXPECT_EQ(outcome.error().code, ErrorCode::usage);
  return outcome.error().message;
}

TEST(Controls, TakeTheirWholeRangeAndNothingElse) {
  for (const std::string name : {"depth", "creativity", "technical", "formality", "length"}) {
    for (int level = 0; level <= 100; ++level) {
      Controls controls;
      ASSERT_TRUE(controls.set(name, std::to_string(level)));
      EXPECT_EQ(controls.get(name), std::to_string(level));
    }
    EXPECT_EQ(refusal(name, "140"), "controls." + name + " is from 0 to 100, not 140");
    EXPECT_EQ(refusal(name, "101"), "controls." + name + " is from 0 to 100, not 101");
    EXPECT_EQ(refusal(name, "-1"), "controls." + name + " is from 0 to 100, not -1");
  }
  EXPECT_EQ(refusal("length", "99999999999999999999"),
            "controls.length is from 0 to 100, not 99999999999999999999");
  for (const std::string value : {"", " 80", "80 ", "80.5", "+80", "0x10", "much", "1e1"}) {
    EXPECT_EQ(refusal("depth", value),
              "controls.depth is a whole number from 0 to 100, not \"" + value + "\"");
  }
}

TEST(Controls, SayWhatASwitchTakes) {
  EXPECT_EQ(refusal("plain", "yes"), "controls.plain is on or off, not \"yes\"");
  EXPECT_EQ(refusal("examples", ""), "controls.examples is on or off, not \"\"");
  EXPECT_EQ(refusal("layout", "table"), "controls.layout is prose or bullets, not \"table\"");
  EXPECT_EQ(refusal("address", "we"), "controls.address is you or neutral, not \"we\"");
  for (const std::string code : {"english", "e", "EN", "en-us", "en_US", "de-", "pt-BRA", "d1", ""}) {
    EXPECT_EQ(refusal("language", code),
              "controls.language is a code such as en, de or pt-BR, not \"" + code + "\"");
  }
  Controls controls;
  for (const std::string code : {"de", "pt-BR", "gsw"}) {
    ASSERT_TRUE(controls.set("language", code));
    EXPECT_EQ(controls.language, code);
  }
  ASSERT_TRUE(controls.set("plain", "true"));
  EXPECT_TRUE(controls.plain);
  ASSERT_TRUE(controls.set("examples", "false"));
  EXPECT_FALSE(controls.examples);
}

TEST(Controls, NameWhatThereIsForANameThatIsNone) {
  const Outcome outcome = Controls{}.set("lenght", "3");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "there is no controls.lenght");
  EXPECT_EQ(outcome.error().hint,
            "there are depth, creativity, technical, formality, length, layout, address, examples, plain, "
            "language");
}

TEST(Controls, ShowNoEndlessOrUnprintableValue) {
  EXPECT_EQ(refusal("plain", std::string(5000, 'x')),
            "controls.plain is on or off, not \"" + std::string(40, 'x') + "...\"");
  EXPECT_EQ(refusal("plain", "a\x1b[2Jb"), "controls.plain is on or off, not \"a?[2Jb\"");
}

TEST(Controls, AreReadFromAList) {
  const auto controls = parse_controls(" length=80 ,plain = on,, address=neutral,length=70");
  ASSERT_TRUE(controls);
  Controls expected;
  expected.length = 70;
  expected.plain = true;
  expected.address = Address::neutral;
  EXPECT_EQ(*controls, expected);
  EXPECT_EQ(*parse_controls(""), Controls{});
  EXPECT_EQ(*parse_controls("depth=1", expected), (expected.depth = 1, expected));

  const auto unknown = parse_controls("boss,length=3");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(
      unknown.error().to_string(),
      "there is no preset \"boss\"; the presets are scrum_master, product_owner, developer, lead; a setting "
      "is written name=value");
  EXPECT_EQ(parse_controls("lead,length=140").error().message, "controls.length is from 0 to 100, not 140");
}

TEST(Controls, WriteWhatDiffersAndReadItBack) {
  EXPECT_EQ(Controls{}.text(), "");
  for (const Preset& preset : presets()) {
    const auto controls = parse_controls(preset.name);
    ASSERT_TRUE(controls) << preset.name;
    EXPECT_NE(*controls, Controls{}) << preset.name;
    EXPECT_EQ(*parse_controls(controls->text()), *controls);
    EXPECT_FALSE(preset.description.empty());
  }
  EXPECT_EQ(parse_controls("lead, length=80")->text(),
            "depth=30,technical=40,formality=80,length=80,address=neutral,examples=off");
}

TEST(Controls, DescribeEveryControl) {
  std::set<std::string_view> names;
  for (const ControlInfo& info : control_infos()) {
    EXPECT_TRUE(names.insert(info.name).second);
    EXPECT_FALSE(info.description.empty());
    EXPECT_FALSE(info.range.empty());
    EXPECT_FALSE(Controls{}.get(info.name).empty());
  }
  EXPECT_EQ(names.size(), 10U);
}

}  // namespace
}  // namespace stint::language
