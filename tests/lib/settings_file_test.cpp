#include "lib/yaml/settings_file.h"

#include <gtest/gtest.h>

#include "support/scratch.h"

namespace stint {
namespace {

TEST(SettingsFile, FlattensMaps) {
  const test::Scratch scratch;
  const auto settings =
      read_settings_file(scratch.write("c.yaml",
                                       "data: /tmp/x\n# a comment\noptions:\n  scope_creep:\n    warning: "
                                       "0.3\n  velocity.warning: 0.5\nproject:\n"));
  ASSERT_TRUE(settings) << settings.error().to_string();
  std::string text;
  for (const FileSetting& setting : *settings) {
    text += setting.name + "=" + setting.value + " @" + std::to_string(setting.line) + "\n";
  }
  EXPECT_EQ(text, "data=/tmp/x @1\noptions.scope_creep.warning=0.3 @5\noptions.velocity.warning=0.5 @6\n");
  EXPECT_TRUE(read_settings_file(scratch.write("empty.yaml", ""))->empty());
}

TEST(SettingsFile, ListsAndKeysWithDots) {
  const test::Scratch scratch;
  const auto settings = read_settings_file(
      scratch.write("c.yaml", "days: [mon, tue]\nv1.0:\n  a.b:\n    - x\n  c: y\nnone: []\n"));
  ASSERT_TRUE(settings) << settings.error().to_string();
  std::string text;
  for (const FileSetting& setting : *settings) {
    for (const std::string& key : setting.path) text += key + "/";
    text += setting.value + (setting.listed ? " listed @" : " @") + std::to_string(setting.line) + "\n";
  }
  EXPECT_EQ(text, "days/mon listed @1\ndays/tue listed @1\nv1.0/a.b/x listed @4\nv1.0/c/y @5\n");
  EXPECT_EQ((*settings)[2].name, "v1.0.a.b");
}

TEST(SettingsFile, ErrorsSayTheLine) {
  const test::Scratch scratch;
  const auto missing = read_settings_file(scratch / "none.yaml");
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  const auto broken = read_settings_file(scratch.write("b.yaml", "data: x\noptions: [1,\n"));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::usage);
  EXPECT_NE(broken.error().where.find("b.yaml, line "), std::string::npos);
  const auto list = read_settings_file(scratch.write("l.yaml", "data: x\noptions:\n  - a: 1\n"));
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code, ErrorCode::usage);
  EXPECT_NE(list.error().where.find("l.yaml, line 3"), std::string::npos) << list.error().where;
  EXPECT_FALSE(read_settings_file(scratch.write("s.yaml", "- 1\n- 2\n")));
}

TEST(SettingsFile, ReferencesCannotBlowItUp) {
  const test::Scratch scratch;
  std::string deep = "a:";
  for (int i = 0; i < 20; ++i) deep += "\n" + std::string(static_cast<std::size_t>(i) + 1, ' ') + "a:";
  EXPECT_FALSE(read_settings_file(scratch.write("d.yaml", deep + " 1\n")));
  std::string wide = "a: &a {x: 1, y: 1, z: 1, u: 1, v: 1, w: 1, q: 1, r: 1}\n";
  for (char name = 'b'; name < 'h'; ++name) {
    wide += std::string{name} + ": &" + name + " {";
    for (int i = 0; i < 8; ++i) wide += "k" + std::to_string(i) + ": *" + static_cast<char>(name - 1) + ", ";
    wide += "}\n";
  }
  EXPECT_FALSE(read_settings_file(scratch.write("w.yaml", wide)));
}

}  // namespace
}  // namespace stint
