// Reports that are kept: what comes, what goes, and that no name leads anywhere else.
#include "report/archive.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/files.h"
#include "support/scratch.h"

namespace stint::report {
namespace {

using testing::ElementsAre;

constexpr Day kDay = std::chrono::local_days{std::chrono::year{2026} / 11 / 22};

class ArchiveTest : public ::testing::Test {
 protected:
  KeptReport keep(const Archive& archive, const std::string& project, const std::string& text = "<p>",
                  const std::string& format = "html") {
    now_ += std::chrono::seconds{1};
    const auto kept = archive.keep({.format = format, .project = project, .made_at = now_}, kDay, text);
    EXPECT_TRUE(kept) << kept.error().to_string();
    return kept ? *kept : KeptReport{};
  }
  static std::vector<std::string> names(const Archive& archive) {
    std::vector<std::string> all;
    const auto list = archive.list();
    EXPECT_TRUE(list);
    for (const KeptReport& report : *list) all.push_back(report.name);
    return all;
  }

  test::Scratch scratch_;
  std::filesystem::path folder_ = scratch_ / "data" / "reports";
  Instant now_ = from_epoch_ms(1'790'000'000'000);
};

TEST_F(ArchiveTest, OfNothingIsEmpty) {
  const Archive archive{folder_};
  EXPECT_THAT(names(archive), ElementsAre());
  EXPECT_EQ(archive.find("2026-11-22-all.html").error().code, ErrorCode::not_found);
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(ArchiveTest, NamesByDayProjectAndFormat) {
  const Archive archive{folder_};
  EXPECT_EQ(keep(archive, "PAY").name, "2026-11-22-PAY.html");
  EXPECT_EQ(keep(archive, "PAY").name, "2026-11-22-PAY-2.html");
  EXPECT_EQ(keep(archive, "PAY", "# x", "md").name, "2026-11-22-PAY.md");
  EXPECT_EQ(keep(archive, "").name, "2026-11-22-all.html");
  EXPECT_EQ(keep(archive, "../../etc/pass wd\n").name, "2026-11-22-______etc_pass_wd_.html");
  EXPECT_EQ(keep(archive, std::string(300, 'x')).name, "2026-11-22-" + std::string(40, 'x') + ".html");
  EXPECT_EQ(keep(archive, "é").name, "2026-11-22-__.html");
  // A project keeps its own key, whatever its file is called.
  EXPECT_EQ(archive.find("2026-11-22-______etc_pass_wd_.html")->project, "../../etc/pass wd\n");
  EXPECT_EQ(archive.list()->size(), 7U);
  EXPECT_EQ(archive.list()->front().name, "2026-11-22-__.html");
}

TEST_F(ArchiveTest, GivesBackWhatWasKept) {
  {
    const Archive archive{folder_};
    EXPECT_EQ(keep(archive, "PAY", "one").bytes, 3U);
    keep(archive, "PAY", "two");
  }
  const Archive again{folder_};
  EXPECT_EQ(again.read("2026-11-22-PAY.html").value(), "one");
  EXPECT_EQ(again.read("2026-11-22-PAY-2.html").value(), "two");
  EXPECT_EQ(again.find("2026-11-22-PAY-2.html")->made_at, now_);
  ASSERT_TRUE(again.remove("2026-11-22-PAY.html"));
  EXPECT_EQ(again.remove("2026-11-22-PAY.html").error().code, ErrorCode::not_found);
  EXPECT_THAT(names(again), ElementsAre("2026-11-22-PAY-2.html"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "2026-11-22-PAY.html"));
  struct stat status{};
  ASSERT_EQ(::stat((folder_ / "2026-11-22-PAY-2.html").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ArchiveTest, LetsGoOfTheOldestOverEitherLimit) {
  const Archive few{folder_, {.most = 3}};
  for (int i = 0; i < 5; ++i) keep(few, "P" + std::to_string(i));
  EXPECT_THAT(names(few), ElementsAre("2026-11-22-P4.html", "2026-11-22-P3.html", "2026-11-22-P2.html"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "2026-11-22-P0.html"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "2026-11-22-P2.html"));
  const Archive brief{folder_, {.keep_for = std::chrono::days{2}}};
  now_ += std::chrono::days{1};
  keep(brief, "Q");
  EXPECT_EQ(names(brief).size(), 4U);
  now_ += std::chrono::days{1};
  keep(brief, "R");
  EXPECT_THAT(names(brief), ElementsAre("2026-11-22-R.html", "2026-11-22-Q.html"));
}

TEST_F(ArchiveTest, KnowsNoNameButItsOwn) {
  scratch_.write("data/secret.html", "secret");
  const Archive archive{folder_};
  keep(archive, "PAY");
  scratch_.write("data/reports/other.html", "not on the list");
  const std::string with_nul{"2026-11-22-PAY.html\0x", 21};
  for (const std::string& name :
       {std::string{"../secret.html"}, std::string{".."}, std::string{"."}, std::string{},
        std::string{"reports.json"}, std::string{"other.html"}, std::string{"/etc/passwd"},
        std::string{"2026-11-22-PAY.html/"}, std::string{"./2026-11-22-PAY.html"},
        std::string{"..%2fsecret.html"}, with_nul}) {
    EXPECT_EQ(archive.find(name).error().code, ErrorCode::not_found) << name;
    EXPECT_EQ(archive.read(name).error().code, ErrorCode::not_found) << name;
    EXPECT_EQ(archive.remove(name).error().code, ErrorCode::not_found) << name;
  }
  EXPECT_TRUE(std::filesystem::exists(scratch_ / "data" / "secret.html"));
}

TEST_F(ArchiveTest, BelievesNoListThatLeadsElsewhere) {
  const Archive archive{folder_};
  keep(archive, "PAY");
  const std::string good = *files::read_text(folder_ / "reports.json");
  ASSERT_TRUE(archive.list());
  for (const char* name :
       {"../secret.html", ".hidden", "a/b", "", "2026/x.html", "reports.json", "other.html"}) {
    std::string bad = good;
    const std::string was = "2026-11-22-PAY.html";
    bad.replace(bad.find(was), was.size(), name);
    ASSERT_TRUE(files::replace_text(folder_ / "reports.json", bad));
    EXPECT_EQ(archive.list().error().code, ErrorCode::failure) << name;
    EXPECT_FALSE(archive.read(name)) << name;
  }
  for (const char* text : {"", "{", "[]", R"({"schema":"stint.reports/2","reports":[]})",
                           R"({"schema":"stint.reports/1","reports":[{"name":"x"}]})"}) {
    ASSERT_TRUE(files::replace_text(folder_ / "reports.json", text));
    EXPECT_EQ(archive.list().error().code, ErrorCode::failure) << text;
    EXPECT_FALSE(archive.keep({.format = "html", .made_at = now_}, kDay, "x")) << text;
  }
  for (std::size_t cut = 0; cut < good.size() - 2; cut += 7) {
    ASSERT_TRUE(files::replace_text(folder_ / "reports.json", good.substr(0, cut)));
    EXPECT_FALSE(archive.list()) << cut;
  }
}

}  // namespace
}  // namespace stint::report
