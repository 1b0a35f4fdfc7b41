// What a running server reports by itself: kept once a week, told once a day or a week, to those channels
// that were chosen.
#include "app/serving/reporting.h"

#include <gmock/gmock.h>

#include "demo/demo.h"
#include "exchange/import.h"
#include "jobs/schedule/schedule.h"
#include "jobs/schedule/words.h"
#include "support/scratch.h"

namespace stint::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class ReportingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    demo::DemoOptions options;
    options.issues = 400;
    ASSERT_TRUE(demo::write_demo(scratch_ / "demo", options));
    const auto imported = exchange::import_files({scratch_ / "demo"}, data_, {});
    ASSERT_TRUE(imported && imported->complete());
    workspace::Choices choices;
    choices.calendar = metrics::WorkingCalendar{metrics::kMondayToFriday,
                                                {std::chrono::local_days{std::chrono::year{2026} / 11 / 25}}};
    workspace_ = std::make_unique<workspace::Workspace>(data_, choices, [this] { return now_; });
    ASSERT_TRUE(workspace_->refresh());
    reporting_ = std::make_unique<Reporting>(*workspace_, archive_,
                                             Reporting::Edge{.now = [this] { return now_; },
                                                             .refresh = []() -> Outcome { return {}; },
                                                             .link = "https://stint.example",
                                                             .program_version = "1.2.3"});
    jobs::AlertsEdge edge;
    edge.now = [this] { return now_; };
    edge.new_id = [this] { return "id" + std::to_string(++ids_); };
    edge.keyring = {[](const char*) -> std::optional<std::string> { return std::nullopt; },
                    []() -> Result<SealKey> { return SealKey{"0123456789abcdef"}; }};
    edge.carrier.post = [this](
                            const std::string&, const outbound::Request& request,
                            const std::stop_token&) -> std::expected<outbound::Response, outbound::Failure> {
      posts_.push_back(JsonDocument::parse(request.body.value_or("")));
      outbound::Response response;
      response.status = 200;
      return response;
    };
    edge.carrier.mail = [this](const outbound::Mail& mail,
                               const std::stop_token&) -> std::expected<int, outbound::Failure> {
      mails_.push_back(mail.text);
      return 250;
    };
    auto alerts = jobs::Alerts::open(data_, {}, std::move(edge));
    ASSERT_TRUE(alerts);
    alerts_ = std::move(*alerts);
    reporting_->set_alerts(*alerts_);
    ASSERT_TRUE(alerts_->put_channel(R"({"name":"team","type":"webhook","url":"https://example.com/x"})"));
    ASSERT_TRUE(alerts_->put_channel(
        R"({"name":"mail","type":"email","mail":{"host":"smtp.example.com","from":"s@example.com","to":["t@example.com"]}})"));
  }

  void put(std::string_view json) {
    const auto rule = jobs::summary_from_json(json);
    ASSERT_TRUE(rule) << rule.error().to_string();
    ASSERT_TRUE(alerts_->put_summary(*rule));
  }
  Result<JsonDocument> run(std::string_view kind, jobs::Cause cause = jobs::Cause::hand) {
    for (const jobs::JobKind& each : reporting_->kinds()) {
      if (each.name != kind) continue;
      jobs::Job job;
      job.kind = kind;
      job.cause = cause;
      jobs::JobContext context{job, {}, [](const jobs::Progress&) {}};
      return each.run(context);
    }
    return fail(ErrorCode::not_found, "there is no such kind");
  }
  void deliver() {
    for (;;) {
      const auto next = alerts_->step({});
      ASSERT_TRUE(next);
      if (!*next || **next > now_) return;
    }
  }

  test::Scratch scratch_;
  std::filesystem::path data_ = scratch_ / "data";
  Instant now_ = *parse_iso_instant("2026-11-23T08:00:00Z");  // a Monday
  int ids_ = 0;
  std::vector<JsonDocument> posts_;
  std::vector<std::string> mails_;
  report::Archive archive_{data_ / "reports"};
  std::unique_ptr<workspace::Workspace> workspace_;
  std::unique_ptr<jobs::Alerts> alerts_;
  std::unique_ptr<Reporting> reporting_;
};

TEST_F(ReportingTest, SchedulesAreGood) {
  std::vector<std::string> kinds;
  for (const jobs::JobKind& kind : reporting_->kinds()) kinds.push_back(kind.name);
  EXPECT_THAT(kinds, ElementsAre("report", "weekly_summary", "daily_hygiene"));
  std::vector<std::string> words;
  for (const std::string& text : Reporting::usual_schedules()) {
    const auto schedule = jobs::schedule_from_json(text);
    ASSERT_TRUE(schedule) << text;
    EXPECT_THAT(kinds, testing::Contains(schedule->kind));
    words.push_back(jobs::in_words(schedule->when));
  }
  EXPECT_THAT(words, ElementsAre("every Monday at 07:30", "every Monday at 08:00", "every weekday at 08:00"));
}

TEST_F(ReportingTest, KeepsTheReport) {
  EXPECT_EQ((*run("report"))["kept"], "2026-11-23-all.html");
  EXPECT_EQ((*run("report"))["kept"], "2026-11-23-all-2.html");
  EXPECT_THAT(archive_.read("2026-11-23-all.html").value(), HasSubstr("Stint 1.2.3"));
  const auto list = archive_.list();
  ASSERT_TRUE(list);
  EXPECT_EQ(list->front().made_by, "");
  EXPECT_EQ(list->front().project, "");
}

TEST_F(ReportingTest, SendsNothingWhereNoChannelWasChosen) {
  EXPECT_EQ((*run("daily_hygiene"))["sent"], 0);
  EXPECT_EQ((*run("weekly_summary"))["sent"], 0);
  deliver();
  EXPECT_TRUE(posts_.empty());
}

TEST_F(ReportingTest, TellsHygieneOnceADay) {
  put(R"({"name":"daily","kind":"daily_hygiene","channel":"team"})");
  put(R"({"name":"off","on":false,"kind":"daily_hygiene","channel":"team"})");
  EXPECT_EQ(*run("daily_hygiene"), (JsonDocument{{"sent", 1}, {"sent_before", 0}, {"nothing_to_say", 0}}));
  now_ += std::chrono::hours{15};
  EXPECT_EQ(*run("daily_hygiene"), (JsonDocument{{"sent", 0}, {"sent_before", 1}, {"nothing_to_say", 0}}));
  now_ += std::chrono::hours{1};  // midnight
  EXPECT_EQ((*run("daily_hygiene", jobs::Cause::schedule))["sent"], 1);
  deliver();
  ASSERT_EQ(posts_.size(), 2U);
  const JsonDocument& first = posts_[0];
  EXPECT_EQ(first["event"], "report");
  EXPECT_THAT(first["title"].get<std::string>(), HasSubstr("ygiene"));
  EXPECT_THAT(first["text"].get<std::string>(), HasSubstr(" of 100"));
  ASSERT_EQ(first["items"].size(), 5U);
  const std::string title = first["items"][0]["title"];
  const std::string key = title.substr(0, title.find(':'));
  EXPECT_EQ(first["items"][0]["link"], "https://stint.example/issues/" + key);
}

TEST_F(ReportingTest, TellsNothingOnFreeDays) {
  put(R"({"name":"daily","kind":"daily_hygiene","channel":"team"})");
  for (const char* free : {"2026-11-25T08:00:00Z", "2026-11-28T08:00:00Z"}) {
    now_ = *parse_iso_instant(free);
    EXPECT_EQ((*run("daily_hygiene", jobs::Cause::schedule))["reason"], "nobody works today") << free;
  }
  // Whoever asks for it gets it.
  EXPECT_EQ((*run("daily_hygiene", jobs::Cause::hand))["sent"], 1);
}

TEST_F(ReportingTest, TellsCompletionOnceAWeekOfTheProjectsThatWereChosen) {
  const std::string project = workspace_->current()->figures->dataset().projects.front();
  put(R"({"name":"weekly","kind":"weekly_summary","channel":"team","projects":[")" + project + R"("]})");
  put(R"({"name":"gone","kind":"weekly_summary","channel":"team","projects":["NO SUCH"]})");
  EXPECT_EQ(*run("weekly_summary"), (JsonDocument{{"sent", 1}, {"sent_before", 0}, {"nothing_to_say", 1}}));
  now_ += std::chrono::days{6};  // Sunday
  EXPECT_EQ((*run("weekly_summary"))["sent"], 0);
  now_ += std::chrono::days{1};
  EXPECT_EQ((*run("weekly_summary"))["sent"], 1);
  deliver();
  ASSERT_EQ(posts_.size(), 2U);
  EXPECT_THAT(posts_[0]["text"].get<std::string>(), HasSubstr("committed"));
  for (const JsonDocument& item : posts_[0]["items"])
    EXPECT_EQ(item["projects"], JsonDocument::array({project}));
}

TEST_F(ReportingTest, MailsMayCarryTheReport) {
  put(R"({"name":"weekly","kind":"weekly_summary","channel":"mail","attach_report":true})");
  EXPECT_EQ((*run("weekly_summary"))["sent"], 1);
  deliver();
  ASSERT_EQ(mails_.size(), 1U);
  EXPECT_THAT(mails_[0], HasSubstr("stint-report.html"));
}

// A project whose report cannot be made: it was there yesterday.
TEST_F(ReportingTest, OneThatFailsKeepsNoneOfTheOthers) {
  const std::string project = workspace_->current()->figures->dataset().projects.front();
  put(R"({"name":"a","kind":"daily_hygiene","channel":"mail","projects":[")" + project +
      R"("],"attach_report":true})");
  put(R"({"name":"b","kind":"daily_hygiene","channel":"team"})");
  for (const auto& file : std::filesystem::directory_iterator{data_}) {
    const std::string name = file.path().filename();
    if (name.starts_with("stint.db") || name.starts_with("history")) std::filesystem::remove(file.path());
  }
  EXPECT_FALSE(run("daily_hygiene"));
  deliver();
  EXPECT_EQ(posts_.size(), 1U);
  EXPECT_TRUE(mails_.empty());
}

}  // namespace
}  // namespace stint::app
