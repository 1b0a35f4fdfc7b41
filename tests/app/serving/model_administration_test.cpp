// Models of a running server: what is wanted is kept until it has come, or could not.
#include "app/serving/model_administration.h"

#include <filesystem>
#include <gmock/gmock.h>

#include "app/models.h"
#include "app/program.h"
#include "base/files.h"

namespace stint::app {
namespace {

class ModelAdministratorTest : public Program {
 protected:
  // As the list has it.
  static bool wanted(const ModelAdministrator& administrator, const std::string& name) {
    const JsonDocument list = administrator.list();
    for (const JsonDocument& entry : list["catalogue"]) {
      if (entry["name"] == name) return entry["wanted"];
    }
    ADD_FAILURE() << name << " is not in the catalogue";
    return false;
  }
  static std::string first_name(const ModelAdministrator& administrator) {
    return administrator.list()["catalogue"][0]["name"];
  }
};

TEST_F(ModelAdministratorTest, WhatIsWantedSurvives) {
  with_session([&](const Session& session) {
    std::string name;
    {
      ModelAdministrator administrator{session};
      name = first_name(administrator);
      EXPECT_FALSE(wanted(administrator, name));
      EXPECT_TRUE(administrator.want(name));
      EXPECT_TRUE(administrator.want(name));
      EXPECT_EQ(administrator.want("no such model").error().code, ErrorCode::not_found);
    }
    ModelAdministrator again{session};
    EXPECT_TRUE(wanted(again, name));
    EXPECT_TRUE(again.remove(name));
    EXPECT_FALSE(wanted(again, name));
    EXPECT_EQ(again.remove(name).error().code, ErrorCode::not_found);
  });
}

TEST_F(ModelAdministratorTest, WhatWasStoppedIsStillWanted) {
  with_session([&](const Session& session) {
    ModelAdministrator administrator{session};
    const std::string name = first_name(administrator);
    ASSERT_TRUE(administrator.want(name));
    jobs::Job job;
    // Asked to stop before it begins: it goes on at the next start.
    std::stop_source stop;
    stop.request_stop();
    jobs::JobContext stopped{job, stop.get_token(), [](const jobs::Progress&) {}};
    EXPECT_FALSE(administrator.kinds()[0].run(stopped));
    EXPECT_TRUE(wanted(administrator, name));
  });
}

TEST_F(ModelAdministratorTest, NothingWantedIsDoneAtOnce) {
  with_session([&](const Session& session) {
    ModelAdministrator administrator{session};
    jobs::Job job;
    jobs::JobContext context{job, {}, [](const jobs::Progress&) {}};
    EXPECT_EQ((*administrator.kinds()[0].run(context))["pulled"], JsonDocument::array());
  });
}

TEST_F(ModelAdministratorTest, AnUnreadableListWantsNothing) {
  with_session([&](const Session& session) {
    ModelAdministrator administrator{session};
    ASSERT_TRUE(administrator.want(first_name(administrator)));
    const auto file = model_store(session).folder() / "wanted.json";
    for (const char* text : {"", "[]", "{", R"({"wanted": 1})", R"({"wanted": [1, "../../x"]})"}) {
      ASSERT_TRUE(files::replace_text(file, text));
      EXPECT_FALSE(wanted(administrator, first_name(administrator))) << text;
    }
  });
}

TEST_F(ModelAdministratorTest, UsesOnlyWhatIsThere) {
  with_session([&](const Session& session) {
    const ModelAdministrator administrator{session};
    EXPECT_EQ(administrator.use({.model = "m", .task = "no such task"}).error().code, ErrorCode::usage);
    EXPECT_EQ(administrator.use({.model = "m", .task = "default"}).error().code, ErrorCode::not_found);
    EXPECT_EQ(administrator.use({.model = "m", .task = "insights"}).error().code, ErrorCode::not_found);
    EXPECT_EQ(administrator.list()["tasks"],
              (JsonDocument{"default", "insights", "draft", "assistant", "spec", "embed"}));
    EXPECT_EQ(administrator.list()["configured"], JsonDocument::array());
  });
}

}  // namespace
}  // namespace stint::app
