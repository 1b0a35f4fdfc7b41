// Reports that are kept: who may make, see and remove which, and that no name leads out of their folder.
#include <gmock/gmock.h>

#include "server/bed.h"

namespace stint::server::test {
namespace {

using access::Role;
using testing::ElementsAre;
using testing::HasSubstr;

class KeptReports : public ::testing::Test {
 protected:
  KeptReports() {
    const auto& projects = bed_.services().workspace.current()->figures->dataset().projects;
    one_ = projects.front();
    other_ = projects.back();
    bed_.add_user("root", {{"*", Role::admin}});
    bed_.add_user("member", {{"*", Role::member}});
    bed_.add_user("viewer", {{"*", Role::viewer}});
    bed_.add_user("narrow", {{one_, Role::lead}});
    bed_.add_user("reader", {{one_, Role::viewer}, {other_, Role::member}});
  }

  http::Response keep(const JsonDocument& body, const std::string& user) {
    return bed_.post("/api/v1/reports", body, bed_.session_of(user));
  }
  std::vector<std::string> names(const std::string& user) {
    const JsonDocument answer = json_of(bed_.get("/api/v1/reports", bed_.session_of(user)));
    std::vector<std::string> all;
    for (const JsonDocument& report : answer["kept"]) all.push_back(report["name"]);
    return all;
  }
  http::Response remove(const std::string& name, const std::string& user) {
    auto headers = bed_.session_of(user);
    headers.emplace_back("Content-Type", "application/json");
    return bed_.ask({.method = "DELETE", .target = "/api/v1/reports/kept/" + name, .headers = headers});
  }

  Bed bed_{{.open_mode = false}};
  std::string one_;
  std::string other_;
};

TEST_F(KeptReports, AreWhatTheReportWas) {
  const JsonDocument kept = json_of(keep({{"format", "md"}, {"project", one_}}, "member"))["report"];
  EXPECT_EQ(kept["project"], one_);
  EXPECT_EQ(kept["made_by"], "member");
  EXPECT_EQ(kept["made_at"], format_iso(bed_.now));
  EXPECT_EQ(kept["board"], nullptr);
  const std::string name = kept["name"];
  EXPECT_EQ(name, "2026-09-21-" + one_ + ".md");
  const auto viewer = bed_.session_of("viewer");
  const http::Response stored = bed_.get("/api/v1/reports/kept/" + name, viewer);
  ASSERT_EQ(stored.status, 200U);
  const http::Response now = bed_.get("/api/v1/reports/md?project=" + one_, viewer);
  EXPECT_EQ(*stored.body, *now.body);
  EXPECT_EQ(kept["size"], stored.body->size());
  EXPECT_EQ(header_of(stored, "Content-Type"), header_of(now, "Content-Type"));
  EXPECT_THAT(header_of(stored, "Content-Security-Policy"), HasSubstr("sandbox"));
  EXPECT_TRUE(header_of(stored, "Content-Disposition").empty());
  EXPECT_EQ(
      header_of(bed_.get("/api/v1/reports/kept/" + name + "?download=1", viewer), "Content-Disposition"),
      "attachment; filename=\"stint-" + name + "\"");
  EXPECT_THAT(names("viewer"), ElementsAre(name));
}

TEST_F(KeptReports, ExistForThoseWhoSeeTheirProject) {
  EXPECT_EQ(keep({{"project", one_}}, "narrow").status, 201U);
  EXPECT_EQ(keep({{"project", other_}}, "reader").status, 201U);
  EXPECT_EQ(keep(JsonDocument::object(), "member").status, 201U);
  const std::string of_one = "2026-09-21-" + one_ + ".html";
  const std::string of_other = "2026-09-21-" + other_ + ".html";
  const std::string of_all = "2026-09-21-all.html";
  EXPECT_THAT(names("viewer"), ElementsAre(of_all, of_other, of_one));
  EXPECT_THAT(names("narrow"), ElementsAre(of_one));
  EXPECT_THAT(names("reader"), ElementsAre(of_other, of_one));
  const auto narrow = bed_.session_of("narrow");
  EXPECT_EQ(bed_.get("/api/v1/reports/kept/" + of_one, narrow).status, 200U);
  // What is not for them does not exist for them, in the same words.
  const http::Response hidden = bed_.get("/api/v1/reports/kept/" + of_other, narrow);
  const http::Response missing = bed_.get("/api/v1/reports/kept/2000-01-01-x.html", narrow);
  EXPECT_EQ(hidden.status, 404U);
  EXPECT_EQ(*hidden.body, *missing.body);
  EXPECT_EQ(bed_.get("/api/v1/reports/kept/" + of_all, narrow).status, 404U);
  EXPECT_EQ(remove(of_all, "narrow").status, 404U);
}

TEST_F(KeptReports, AreMadeByMembersAndRemovedByLeads) {
  EXPECT_EQ(keep({{"project", one_}}, "viewer").status, 403U);
  EXPECT_EQ(keep({{"project", one_}}, "reader").status, 403U);    // a member elsewhere
  EXPECT_EQ(keep({{"project", other_}}, "narrow").status, 404U);  // which does not exist for them
  EXPECT_EQ(keep({{"project", "NONE"}}, "root").status, 404U);
  EXPECT_EQ(keep({{"format", "pdf"}}, "root").status, 400U);
  EXPECT_EQ(keep({{"board", "no such board"}}, "root").status, 404U);
  EXPECT_TRUE(names("root").empty());
  ASSERT_EQ(keep({{"project", one_}}, "member").status, 201U);
  const std::string name = "2026-09-21-" + one_ + ".html";
  EXPECT_EQ(remove(name, "member").status, 403U);
  EXPECT_EQ(remove(name, "reader").status, 403U);
  EXPECT_EQ(remove(name, "narrow").status, 204U);
  EXPECT_EQ(remove(name, "root").status, 404U);
  EXPECT_EQ(bed_.get("/api/v1/reports/kept/" + name, bed_.session_of("root")).status, 404U);
  const JsonDocument audit = json_of(bed_.get("/api/v1/audit", bed_.session_of("root")));
  std::vector<std::string> acts;
  for (const JsonDocument& entry : audit["entries"]) {
    if (entry["target"] == name)
      acts.push_back(entry["action"].get<std::string>() + " " + entry["who"].get<std::string>());
  }
  EXPECT_THAT(acts, ElementsAre("report.remove narrow", "report.keep member"));
}

TEST_F(KeptReports, LeadNowhereElse) {
  ASSERT_EQ(keep({{"project", one_}}, "root").status, 201U);
  const auto root = bed_.session_of("root");
  for (const char* name : {"..%2Faccess.db", "%2e%2e%2faccess.db", "..", "reports.json", "%2Fetc%2Fpasswd",
                           "", "..%5C..%5Caccess.db", "x%00.html", "./x", "%2e"}) {
    const http::Response response = bed_.get(std::string{"/api/v1/reports/kept/"} + name, root);
    EXPECT_GE(response.status, 400U) << name;
    EXPECT_LT(response.status, 500U) << name;
    const unsigned removed = remove(name, "root").status;
    EXPECT_GE(removed, 400U) << name;
    EXPECT_LT(removed, 500U) << name;
  }
  EXPECT_EQ(names("root").size(), 1U);
}

}  // namespace
}  // namespace stint::server::test
